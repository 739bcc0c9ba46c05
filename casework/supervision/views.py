"""Questions of the supervisor, review sessions, case conferences."""

from flask import Blueprint

from casework.supervision.models import *  # noqa: F403

bp = Blueprint("supervision", __name__)
