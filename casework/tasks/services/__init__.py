"""Everything that changes a task; each change brings the case's next due date and stage up to date."""

from casework.tasks.services.by_hand import (
    add_task,
    can_wait,
    check_can_wait,
    check_takes_tasks,
    complete,
    move,
    wait_for_person,
)
from casework.tasks.services.clocks import (
    cancel_open,
    follow_risk,
    record_contact,
    start_clocks,
    undo_contact,
)
from casework.tasks.services.declaring import follow_declared, raise_declared
from casework.tasks.services.leaving import cancel_planned, carry_planned, drop_planned
from casework.tasks.services.own_clocks import follow_windows
from casework.tasks.services.recounting import recount_steps
from casework.tasks.services.state import refresh

__all__ = [
    "add_task",
    "can_wait",
    "cancel_open",
    "cancel_planned",
    "carry_planned",
    "check_can_wait",
    "check_takes_tasks",
    "complete",
    "drop_planned",
    "follow_declared",
    "follow_risk",
    "follow_windows",
    "move",
    "raise_declared",
    "record_contact",
    "recount_steps",
    "refresh",
    "start_clocks",
    "undo_contact",
    "wait_for_person",
]
