"""What is rare in the life of a cell, played by the services: some hundred acts, whatever the size."""

from datetime import timedelta
from random import Random
from typing import Any

from flask_babel import force_locale

from casework.access.policy import Role
from casework.core.clock import now, today
from casework.core.i18n import LOCALES
from casework.demonstration.chain import Act
from casework.demonstration.lending import lend
from casework.demonstration.meeting import meet
from casework.demonstration.passing import leave, transfer
from casework.demonstration.protecting import protect
from casework.demonstration.queries import notices_before
from casework.demonstration.reviewing import review
from casework.demonstration.stage import Stage
from casework.demonstration.world import World
from casework.programmes.base import Clock, RiskLevel
from casework.programmes.deadlines import DaysCounted, Unit
from casework.programmes.rules import Rule
from casework.programmes.services import set_deadline

SET_ANEW = Rule("child_protection", RiskLevel.MEDIUM, Clock.FOLLOW_UP)
SOONER: dict[str, Any] = {"amount": 10, "unit": Unit.DAYS, "days_counted": DaysCounted.WORKING}
NEXT_MONTH, READ_AFTER = timedelta(days=32), timedelta(days=2)


def supervise(world: World, chance: Random) -> list[Act]:
    """What takes a file out of its cell comes first; appointments take the files that are left."""
    stage = Stage(world, chance)
    with force_locale(LOCALES["ar"]):
        set_rule(stage)
        for scene in (transfer, leave, review, protect, lend, meet):
            scene(stage)
    for notice in notices_before(now() - READ_AFTER):
        notice.seen_at = notice.made_at + READ_AFTER / 4
    return stage.acts


def set_rule(stage: Stage) -> None:
    """From the first of a month on, children are seen sooner again."""
    administrator = stage.leader(Role.ADMINISTRATOR)
    first = (today().replace(day=1) + NEXT_MONTH).replace(day=1)
    with stage.at(stage.hour(-10, 9), administrator):
        set_deadline(SET_ANEW, effective_from=first, version=1, by=administrator, **SOONER)
