"""Saying that one knows a person."""

from flask import Blueprint

from casework.ties.models import *  # noqa: F403

bp = Blueprint("ties", __name__, url_prefix="/ties")
