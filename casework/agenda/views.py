"""The agenda, the feed for calendar programs, the digests."""

from flask import Blueprint

from casework.agenda.models import *  # noqa: F403

bp = Blueprint("agenda", __name__, url_prefix="/agenda")
