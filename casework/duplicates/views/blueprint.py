"""Where all pages about possible matches live."""

from flask import Blueprint

bp = Blueprint("duplicates", __name__)
