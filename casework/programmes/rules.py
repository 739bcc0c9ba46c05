"""The response times in force in one directorate: what its administrator set, else deadlines.csv."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from casework.core.clock import day_of
from casework.programmes.deadlines import Clock, ResponseTime, RiskLevel, response_time, settings


class Rule(NamedTuple):
    """What has a response time: one clock of one programme at one risk."""

    programme: str
    risk: RiskLevel
    clock: Clock


@dataclass
class Rules:
    """Asked many times in a transaction; the days off are read when the first working day is counted."""

    settings: Mapping[Rule, Mapping[date, ResponseTime]]  # by the day it takes effect, oldest first
    read_days_off: Callable[[], Collection[date]]

    @cached_property
    def days_off(self) -> Collection[date]:
        return self.read_days_off()

    def in_force(self, rule: Rule, day: date) -> ResponseTime:
        """The newest that was set from that day or before; until the first, the one of the file."""
        set_here = [time for since, time in self.settings.get(rule, {}).items() if since <= day]
        return set_here[-1] if set_here else response_time(*rule, day)

    def due(self, rule: Rule, start: datetime, *, times: int = 1) -> datetime:
        """`times`: so many times as long."""
        time = self.in_force(rule, day_of(start))
        days_off = self.days_off if time.is_working else ()
        return replace(time, amount=time.amount * times).due(start, days_off)

    def coming(self, rule: Rule, day: date) -> list[tuple[date, ResponseTime]]:
        """What was set from a later day on, the nearest first."""
        return [(since, time) for since, time in self.settings.get(rule, {}).items() if since > day]


def rule_named(programme: str, risk: str, clock: str) -> Rule | None:
    found = (rule for rule in settings() if rule == (programme, risk, clock))
    rule = next(found, None)
    return Rule(*rule) if rule else None
