"""What the address of a list of files asks for. What it does not understand is left out, never refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from casework.cases.models import LIVE, CaseStatus, Stage
from casework.core.choices import LabelledEnum
from casework.core.pages import DAY_OR_NONE, asked_cursor, asked_id
from casework.figures.definitions import Mark, Reach
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel


class Sort(LabelledEnum):
    DUE = "due", _l("Next due date")
    CONTACT = "contact", _l("Longest without contact")
    OPENED = "opened", _l("Newest first")


class Part(LabelledEnum):
    """Which files are listed, by their status."""

    LIVE = "live", _l("Open files")
    CLOSING = "closing", _l("Being closed")
    CLOSED = "closed", _l("Closed files")
    ENDED = "ended", _l("Transferred, merged or entered in error")

    @property
    def statuses(self) -> tuple[CaseStatus, ...]:
        return STATUSES[self]


STATUSES = {
    Part.LIVE: LIVE,
    Part.CLOSING: (CaseStatus.CLOSING,),
    Part.CLOSED: (CaseStatus.CLOSED,),
    Part.ENDED: (CaseStatus.TRANSFERRED, CaseStatus.ENTERED_IN_ERROR),
}
NOBODY = "nobody"  # instead of a worker: the files that nobody leads
WHOLE_LIST = "all"  # beside the filters: every file of the list, rather than those that were ticked
FILTERS = ("part", "stage", "risk", "mark", "worker", "cell", "reach", "sort")


@dataclass(frozen=True)
class Asked:
    part: Part = Part.LIVE
    stage: Stage | None = None
    risk: RiskLevel | None = None
    mark: Mark | None = None
    worker: UUID | str | None = None
    cell: UUID | None = None
    reach: Reach = Reach.OPEN
    sort: Sort = Sort.DUE
    cursor: tuple[Any, ...] | None = None
    after: str = ""  # the cursor as the address has it

    @property
    def here(self) -> dict[str, str]:
        """The address of this very page."""
        return self.filters | ({"after": self.after} if self.cursor else {})

    @property
    def filters(self) -> dict[str, str]:
        """The address of this list again, from its first page."""
        given = {name: getattr(self, name) for name in FILTERS}
        return {name: str(value) for name, value in given.items() if value != getattr(Asked, name)}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters.keys() - {"sort"})


def asked_list() -> Asked:
    """Read from the address of the page."""
    return Asked(
        part=one_of(Part, "part") or Part.LIVE,
        stage=one_of(Stage, "stage"),
        risk=one_of(RiskLevel, "risk"),
        mark=one_of(Mark, "mark"),
        worker=NOBODY if request.args.get("worker") == NOBODY else asked_id("worker"),
        cell=asked_id("cell"),
        reach=one_of(Reach, "reach") or Reach.OPEN,
        sort=one_of(Sort, "sort") or Sort.DUE,
        cursor=asked_cursor(DAY_OR_NONE, UUID),
        after=request.args.get("after", ""),
    )


def reviewed_files(cell: Cell) -> Callable[..., str]:
    """Addresses of the lists that the board counts; begun once, since a board has hundreds of them."""
    beginning = url_for("caseload.files", cell=cell.id, reach=Reach.REVIEWED.value)
    return lambda **narrowed: beginning + "".join(f"&{name}={value}" for name, value in narrowed.items())


def one_of(members: type[Any], name: str) -> Any:
    try:
        return members(request.args.get(name, ""))
    except ValueError:
        return None
