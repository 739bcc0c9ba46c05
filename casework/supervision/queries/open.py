"""What is still open on a file, tasks and questions together: its page has no statement to spare."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, select, union_all
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
    also: dict[str, list[Any]]  # rows of other features that the page asks for, by the name it gives them


def open_on_file(case: Case, user: User, **also: tuple[type[Any], Select[Any]]) -> StillOpen:
    """One statement: the ids of all, then the rows; `also` names tables, each with the ids of its rows."""
    models = {name: aliased(model) for name, (model, _ids) in also.items()}
    tasks = select(Task.id).where(Task.case_id == case.id, Task.done_at.is_(None))
    asked = select(ReviewQuestion.id).where(
        ReviewQuestion.case_id == case.id, ReviewQuestion.closed_at.is_(None)
    )
    first = tasks.order_by(Task.due_at, Task.id).limit(TASKS)
    parts = [ids.subquery() for ids in (first, asked, *(ids for _model, ids in also.values()))]
    found = union_all(*(select(part.c.id) for part in parts)).subquery()
    tables: list[Any] = [Task, ReviewQuestion, *models.values()]
    rows = select(*tables).select_from(found)
    for model in tables:
        rows = rows.outerjoin(model, model.id == found.c.id)
    every = db.session.execute(rows.options(joinedload(Task.assignee), *WHO)).all()
    questions = [row.ReviewQuestion for row in every if row.ReviewQuestion]
    return StillOpen(
        sorted((row.Task for row in every if row.Task), key=attrgetter("due_at", "id")),
        sorted((one for one in questions if reads(user, one, case)), key=attrgetter("due_on", "id")),
        {name: [row[place] for row in every if row[place]] for place, name in enumerate(models, start=2)},
    )
