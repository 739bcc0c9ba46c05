"""A step that has been late for long is told to the supervisor, once; run by `flask tick`."""

from uuid import UUID

from casework.audit.batches import in_batches
from casework.cases.barring import supervisors_of
from casework.core.clock import now
from casework.core.database import hold
from casework.core.extensions import db
from casework.digests.queries import very_late
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.tasks.models import Task


def escalate() -> int:
    """Says how many steps. The notice says that a deadline passed; the file says what to do."""
    return in_batches(very_late, tell_supervisors)


def tell_supervisors(task_id: UUID) -> bool:
    task = db.session.get_one(Task, task_id)
    hold(task.case)
    hold(task)
    if not task.is_late or task.escalated_at:
        return False
    task.escalated_at = now()
    notify(supervisors_of(task.case), NoticeKind.VERY_LATE, task.id, case=task.case)
    return True
