"""What is rare in the life of a cell, played by the services: some hundred acts, whatever the size."""

from datetime import timedelta
from random import Random
from typing import Any

from flask_babel import force_locale

from casework.access.policy import Role
from casework.core.clock import now, start_of, today
from casework.core.i18n import LOCALES
from casework.demonstration.chain import Act
from casework.demonstration.lending import lend
from casework.demonstration.meeting import meet
from casework.demonstration.passing import leave, step_back, transfer
from casework.demonstration.protecting import protect
from casework.demonstration.queries import majorities_before, notices_before
from casework.demonstration.reviewing import review
from casework.demonstration.stage import Stage
from casework.demonstration.world import World
from casework.programmes.base import Clock, RiskLevel
from casework.programmes.deadlines import DaysCounted, Unit
from casework.programmes.rules import Rule
from casework.programmes.services import set_deadline
from casework.tasks.declared import CLOCKS
from casework.tasks.queries.standing import MAJORITY
from casework.tasks.services import complete
from casework.tasks.services.declaring import raise_of

SET_ANEW = Rule("child_protection", RiskLevel.MEDIUM, Clock.FOLLOW_UP)
SOONER: dict[str, Any] = {"amount": 10, "unit": Unit.DAYS, "days_counted": DaysCounted.WORKING}
NEXT_MONTH, READ_AFTER, A_DAY = timedelta(days=32), timedelta(days=2), timedelta(days=1)
NOTICED_BEFORE = CLOCKS[MAJORITY].raise_before


def supervise(world: World, chance: Random) -> list[Act]:
    """What takes a file out of its cell comes first; appointments take the files that are left."""
    stage = Stage(world, chance)
    with force_locale(LOCALES["ar"]):
        set_rule(stage)
        come_of_age(stage)
        for scene in (transfer, step_back, leave, lend, review, protect, meet):
            scene(stage)
    for notice in notices_before(now() - READ_AFTER):
        notice.seen_at = notice.made_at + READ_AFTER / 4
    return stage.acts


def come_of_age(stage: Stage) -> None:
    """What changes at 18 was prepared in time, of all but those whose day comes."""
    raise_of(CLOCKS[MAJORITY])
    for task in majorities_before(now()):
        side, lead = stage.side_of(task.case), stage.lead_of(task.case)
        told_at = max(task.due_at - NOTICED_BEFORE, start_of(task.case.opened_on + A_DAY))
        done_at = max(task.due_at - stage.chance.randint(1, 9) * A_DAY, told_at)
        with stage.at(done_at, lead):
            complete(task.case, task, version=task.version, by=lead, why=stage.words("step", side))
            task.created_at = told_at


def set_rule(stage: Stage) -> None:
    """From the first of a month on, children are seen sooner again."""
    administrator = stage.leader(Role.ADMINISTRATOR)
    first = (today().replace(day=1) + NEXT_MONTH).replace(day=1)
    with stage.at(stage.hour(-10, 9), administrator):
        set_deadline(SET_ANEW, effective_from=first, version=1, by=administrator, **SOONER)
