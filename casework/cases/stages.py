"""The stage of a case follows from facts; it is stored for sorting and never set by hand."""

from collections.abc import Collection

from casework.cases.models import Case, CaseStatus, Stage
from casework.programmes.base import Clock


def stage_of(case: Case, *, done: Collection[str]) -> Stage:
    """`done` holds the kinds of task already done on the case (see programmes.base.Clock)."""
    if case.status in (CaseStatus.CLOSING, CaseStatus.CLOSED):
        return Stage.CLOSING
    steps = (
        (Clock.PLAN, Stage.FOLLOW_UP),
        (Clock.ASSESSMENT, Stage.PLAN),
        (Clock.FIRST_CONTACT, Stage.ASSESSMENT),
    )
    return next((stage for step, stage in steps if step.value in done), Stage.LISTENING)
