"""Proposing a file to another cell, and answering there."""

from flask import Blueprint

from casework.transfers.models import *  # noqa: F403

bp = Blueprint("transfers", __name__)
