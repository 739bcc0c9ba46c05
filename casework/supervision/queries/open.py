"""What is still open on a file, tasks and questions together: its page has no statement to spare."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, false, select, union_all
from sqlalchemy.orm import aliased, joinedload

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.extensions import db
from casework.supervision.models import ReviewQuestion
from casework.supervision.queries.questions import WHO, reads
from casework.tasks.models import Task

TASKS = 20


@dataclass(frozen=True)
class StillOpen:
    tasks: list[Task]  # each with whoever does it, the first due first
    questions: list[ReviewQuestion]  # that the reader may read, the first due first
    also: list[Any]  # rows of a feature of the same floor that the page asks for


def open_on_file(
    case: Case, user: User, also: tuple[type[Any], Select[Any]] = (Task, select(Task.id).where(false()))
) -> StillOpen:
    """One statement: the ids of all, then the rows; `also` is a table with the ids of its rows."""
    model, more = aliased(also[0]), also[1].subquery()
    tasks = select(Task.id).where(Task.case_id == case.id, Task.done_at.is_(None))
    asked = select(ReviewQuestion.id).where(
        ReviewQuestion.case_id == case.id, ReviewQuestion.closed_at.is_(None)
    )
    first = tasks.order_by(Task.due_at, Task.id).limit(TASKS).subquery()
    found = union_all(*(select(ids.c.id) for ids in (first, asked.subquery(), more))).subquery()
    rows = (
        select(Task, ReviewQuestion, model)
        .select_from(found)
        .outerjoin(Task, Task.id == found.c.id)
        .outerjoin(ReviewQuestion, ReviewQuestion.id == found.c.id)
        .outerjoin(model, model.id == found.c.id)
        .options(joinedload(Task.assignee), *WHO)
    )
    both = db.session.execute(rows).all()
    questions = [row.ReviewQuestion for row in both if row.ReviewQuestion]
    return StillOpen(
        sorted((row.Task for row in both if row.Task), key=attrgetter("due_at", "id")),
        sorted((one for one in questions if reads(user, one, case)), key=attrgetter("due_on", "id")),
        [row[2] for row in both if row[2]],
    )
