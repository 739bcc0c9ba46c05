"""Duty cover and exceptional access."""

from flask import Blueprint

from casework.cases.grants import *  # noqa: F403

bp = Blueprint("grants", __name__)
