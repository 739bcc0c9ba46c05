"""Where the pages of the review live: beside a file, in a session, in a conference."""

from typing import Any

from flask import Blueprint

from casework.cases.models import Case
from casework.supervision.beside import shown_beside
from casework.supervision.models import ReviewedFile
from casework.tasks.models import TaskKind

bp = Blueprint("supervision", __name__)


@bp.context_processor
def words() -> dict[str, Any]:
    return {"shown_beside": shown_beside, "due_words": due_words}


def due_words(case: Case | ReviewedFile) -> Any:
    """What is due on a file, or was when it was reviewed."""
    return TaskKind(case.next_due_kind).label if case.next_due_kind else None
