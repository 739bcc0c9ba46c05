"""What one person may read of a visit. Pages are given these lines, never the visit itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, cells_where
from casework.accounts.models import User
from casework.core.clock import day_of, start_of, today
from casework.organisation.territory import TERRITORIES
from casework.people.models import initial_of
from casework.programmes.lists import CASE_SOURCES
from casework.visits.models import Outcome, Visit, VisitKind
from casework.visits.queries import FEW, received_in


@dataclass(frozen=True)
class Said:
    """All that reception wrote, as far as this reader may know it. A list shows an initial, never a name."""

    cell: str
    kind: str  # empty for the usual one
    n_persons: int
    who: tuple[str, ...]
    why: tuple[str, ...]
    outcome: str
    waits: bool  # where it was wanted: a list of those who wait need not say it of each
    partner: str
    arranged_on: date | None


@dataclass(frozen=True)
class Line:
    visit_id: UUID
    cell_id: UUID | None  # where an interview begins from it
    day: date
    came_at: datetime
    taken_at: datetime | None
    taken_by: str
    said: Said | None  # None: taken up, which is all that reception reads of it from then on
    may_correct: bool
    may_take: bool
    is_mine: bool  # taken up by the reader, and no file opened yet

    @property
    def is_of_today(self) -> bool:
        return self.day == today()

    @property
    def has_hour(self) -> bool:
        """Written down on the day itself; of paper typed in later only the day is known."""
        return self.came_at != start_of(self.day)


def lines_for(user: User, visits: Iterable[Visit]) -> list[Line]:
    own_cells, takes_in = received_in(user), cells_where(user, Action.VISIT_TAKE)
    return [line_for(user, visit, own_cells, takes_in) for visit in visits]


def line_for(user: User, visit: Visit, own_cells: set[UUID], takes_in: set[UUID]) -> Line:
    receives = visit.receiving_cell_id in own_cells
    takes = visit.receiving_cell_id in takes_in
    is_own_entry = visit.logged_by_id == user.id and day_of(visit.logged_at) == today()
    return Line(
        visit_id=visit.id,
        cell_id=visit.receiving_cell_id if takes else None,
        day=visit.day,
        came_at=visit.came_at,
        taken_at=visit.taken_at,
        taken_by=visit.taken_by.name if visit.taken_by else "",
        said=said_to(visit, receives) if receives or not visit.is_taken else None,
        may_correct=is_own_entry and not visit.is_taken,
        may_take=takes and not visit.is_taken and visit.outcome.is_to_take_up,
        is_mine=takes and visit.taken_by_id == user.id and visit.case_id is None,
    )


def said_to(visit: Visit, receives: bool) -> Said:
    """Who receives somebody from another cell reads why if the person agreed, and never which cell."""
    tells_why = visit.tells_why or not receives
    is_sent_here = receives and visit.outcome is Outcome.OTHER_CELL
    return Said(
        cell=visit.receiving_cell.name,
        kind="" if visit.kind is VisitKind.IN_PERSON else str(visit.kind.label),
        n_persons=visit.n_persons,
        who=who_came(visit),
        why=why_came(visit) if tells_why else (),
        outcome=_("Sent by another cell") if is_sent_here else str(visit.outcome.label),
        waits=visit.outcome is Outcome.WAITS,
        partner=visit.partner.name if visit.partner and not visit.partner.is_confidential else "",
        arranged_on=visit.arranged_on,
    )


def who_came(visit: Visit) -> tuple[str, ...]:
    """Never the name: the screen of a counter is read by whoever stands there."""
    known = (
        f"{initial_of(visit.first_name)}." if visit.first_name else "",
        str(visit.sex.label) if visit.sex else "",
        str(visit.age_band.label) if visit.age_band else "",
        str(TERRITORIES[visit.territory].label) if visit.territory else "",
    )
    return tuple(filter(None, known))


def why_came(visit: Visit) -> tuple[str, ...]:
    known = (
        visit.reason_text or (str(visit.reason.label) if visit.reason else ""),
        visit.source_text or (str(CASE_SOURCES.label(visit.source)) if visit.source else ""),
    )
    return tuple(filter(None, known))


@dataclass(frozen=True)
class Waiting:
    """What a home page shows of the visits to take up."""

    lines: list[Line]
    is_cut: bool


def waiting_lines(user: User, visits: Sequence[Visit]) -> Waiting:
    """Of the visits that a home asked for, the first to be expected before the others."""
    in_order = sorted(visits, key=lambda visit: (visit.arranged_on or visit.day, visit.came_at, visit.id))
    return Waiting(lines_for(user, in_order[:FEW]), len(in_order) > FEW)
