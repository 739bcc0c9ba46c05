"""Measures and hearings, and reports to an authority."""

from flask import Blueprint

from casework.measures.models import *  # noqa: F403

bp = Blueprint("measures", __name__, url_prefix="/cases/<uuid:case_id>")
