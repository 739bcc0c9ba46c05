"""What would happen if files were given to somebody: per file, and to how much he carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.accounts.services.absences import LONGEST, away_words
from casework.caseload.queries.giving import AT_ONCE, n_carried
from casework.cases.models import Case
from casework.cases.services import may_work_on
from casework.core.clock import end_of, now, start_of, today
from casework.core.errors import RuleBroken


@dataclass(frozen=True)
class Gift:
    """Who gives to whom and why; for good, or from one day to another, both included."""

    worker: User
    by: User
    reason: str
    from_on: date | None = None
    until_on: date | None = None

    @property
    def is_cover(self) -> bool:
        return self.until_on is not None

    @property
    def first_day(self) -> date:
        return self.from_on or today()

    @property
    def last_day(self) -> date:
        return self.until_on or self.first_day

    @property
    def from_at(self) -> datetime:
        return max(start_of(self.first_day), now())

    @property
    def until_at(self) -> datetime:
        return end_of(self.last_day)

    def stays(self, case: Case) -> bool:
        """The file is his already, for as long as it is asked."""
        if case.lead_id == self.worker.id:
            return True
        theirs = (member for member in case.members if member.user_id == self.worker.id)
        lasting = (m for m in theirs if m.from_at <= self.from_at and m.until_at >= self.until_at)
        return self.is_cover and any(lasting)

    def obstacle(self, case: Case) -> str | None:
        """Why this one cannot be given. Family ties have no sentence of their own: nobody learns of them."""
        if not case.is_live:
            return _("A closed file is not assigned. Reopen it first.")
        if not may_work_on(case, self.worker):
            return _("This file cannot be given to this person.")
        return None


@dataclass(frozen=True)
class Line:
    case: Case
    stays: bool
    obstacle: str | None


@dataclass(frozen=True)
class Preview:
    gift: Gift
    lines: list[Line]
    n_before: int  # open files that he leads in the cell

    @property
    def changing(self) -> list[Case]:
        return [line.case for line in self.lines if not (line.stays or line.obstacle)]

    @property
    def obstacles(self) -> list[Line]:
        return [line for line in self.lines if line.obstacle]

    @property
    def n_after(self) -> int:
        """Files covered for a while stay with who leads them."""
        return self.n_before + (0 if self.gift.is_cover else len(self.changing))

    @property
    def limit(self) -> int:
        return self.lines[0].case.cell.caseload_limit

    @property
    def seen(self) -> str:
        """The version of each file, as the page shows it."""
        return " ".join(f"{line.case.id}:{line.case.version}" for line in self.lines)


def preview_of(files: Sequence[Case], gift: Gift) -> Preview:
    """Raises RuleBroken for what stands in the way of them all."""
    check_together(files)
    check_period(gift)
    absence = gift.worker.absence_between(gift.first_day, gift.last_day)
    if absence:
        raise RuleBroken(away_words(gift.worker, absence))
    lines = [line_of(case, gift) for case in files]
    return Preview(gift, lines, n_carried(gift.by, gift.worker, files[0].cell))


def line_of(case: Case, gift: Gift) -> Line:
    stays = gift.stays(case)
    return Line(case, stays, None if stays else gift.obstacle(case))


def check_together(files: Sequence[Case]) -> None:
    """Whether these may be given in one act at all."""
    if not files:
        raise RuleBroken(_("Choose at least one file."))
    if len(files) > AT_ONCE:
        raise RuleBroken(_("Choose at most 100 files at a time."))
    if len({case.cell_id for case in files}) > 1:
        raise RuleBroken(_("Choose files of one cell at a time."))


def check_period(gift: Gift) -> None:
    if gift.last_day < gift.first_day:
        raise RuleBroken(_("This period ends before it begins."))
    if gift.first_day < today():
        raise RuleBroken(_("A cover begins today or later."))
    if gift.last_day - gift.first_day > LONGEST:
        raise RuleBroken(_("A cover lasts a year at most."))
