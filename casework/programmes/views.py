"""How soon each step is due, as the administrator sets it."""

from flask import Blueprint

from casework.programmes.models import *  # noqa: F403

bp = Blueprint("programmes", __name__, url_prefix="/settings/deadlines")
