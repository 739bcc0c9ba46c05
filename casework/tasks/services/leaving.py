"""What becomes of the tasks of a note, or of their words, when it leaves a file where it stood by mistake."""

from uuid import UUID

from casework.accounts.models import User
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.timeline import Happening
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import tasks_planned_in
from casework.tasks.services.by_hand import add_task
from casework.tasks.services.state import cancel, refresh

TYPED = (TaskKind.BY_HAND, TaskKind.DECISION)  # somebody said in words what is to be done


def carry_planned(case: Case, note_id: UUID, to: Case, moved_id: UUID, *, by: User) -> None:
    """What the note asked for and is not done yet is to be done on the other file."""
    for task in tasks_planned_in(case, note_id):
        if task.kind is TaskKind.BY_HAND and task.is_open:
            add_task(to, by=by, title=task.title, due_on=task.due_on, note_id=moved_id)


def drop_planned(case: Case, object_id: UUID) -> None:
    """The note or the decision is gone from this file: so are the words of what it asked for."""
    for task in tasks_planned_in(case, object_id):
        if task.kind not in TYPED:
            continue
        task.title = task.why = None
        if task.is_open:
            cancel(task)
            continue
        entries.forget_story(case, task.id)
    refresh(case)


def cancel_planned(case: Case, object_id: UUID) -> None:
    """What was planned for this object, a referral that is answered, needs no doing any more."""
    planned = [task for task in tasks_planned_in(case, object_id) if task.is_open]
    for task in planned:
        cancel(task)
    if planned:
        refresh(case)


def forget_words(case: Case, task_id: UUID) -> None:
    """That it was done stays; the words go."""
    task = db.session.get_one(Task, task_id)
    task.title = task.why = None


entries.register(Happening.TASK, withdraw=forget_words)
