"""Making, moving and ending an appointment of a file."""

from flask import Blueprint

from casework.appointments.models import *  # noqa: F403

bp = Blueprint("appointments", __name__, url_prefix="/cases/<uuid:case_id>/appointments")
