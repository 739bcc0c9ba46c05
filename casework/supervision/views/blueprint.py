"""Where the pages of the review live: beside a file, in a session, in a conference."""

from typing import Any

from flask import Blueprint

from casework.supervision.beside import shown_beside
from casework.tasks.models import due_words

bp = Blueprint("supervision", __name__)


@bp.context_processor
def words() -> dict[str, Any]:
    return {"shown_beside": shown_beside, "due_words": due_words}
