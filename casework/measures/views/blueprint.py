"""Where the pages of measures and reports live."""

from flask import Blueprint

bp = Blueprint("measures", __name__, url_prefix="/cases/<uuid:case_id>")
