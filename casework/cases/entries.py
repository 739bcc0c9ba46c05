"""How an entry made in the wrong file leaves it: the text goes, the trace stays (product rules, 2.10).

Each feature registers how what stands behind its own lines is blanked, and how it is moved if it can be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from casework.audit import trail
from casework.cases.models import Approval, Case, RiskChange
from casework.cases.queries import entries_of
from casework.cases.timeline import Audience, Happening, TimelineEntry, tell
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db

Withdraw = Callable[[Case, UUID], None]  # erases the text of the object with this id
Gone = Callable[[Case, TimelineEntry], None]  # forgets what quotes an entry that leaves the file
Move = Callable[[Case, UUID, Case], UUID]  # makes a copy sealed for the second case, erases the first; its id


@dataclass(frozen=True)
class WaysOut:
    withdraw: Withdraw
    move: Move | None


WAYS_OUT: dict[Happening, WaysOut] = {}
when_gone: list[Gone] = []  # features of higher floors add their own
WORDS = ("why", "summary", "text", "comment")  # of a request to the supervisor
STAYS = (Happening.MEMBER, Happening.MERGE, Happening.GRANT, Happening.WITHDRAWN)  # nobody typed a text


def register(kind: Happening, *, withdraw: Withdraw, move: Move | None = None) -> None:
    """Said once, when the feature is imported."""
    WAYS_OUT[kind] = WaysOut(withdraw, move)


def can_withdraw(entry: TimelineEntry) -> bool:
    return entry.kind not in STAYS and entry.kind in WAYS_OUT


def can_move(entry: TimelineEntry) -> bool:
    return can_withdraw(entry) and WAYS_OUT[entry.kind].move is not None


def forget_story(case: Case, object_id: UUID) -> None:
    """No line quotes it any more; that it happened stays."""
    for line in entries_of(case, object_id):
        line.story = None


def withdraw(case: Case, entry: TimelineEntry, why: str) -> None:
    """Erase the text behind this line; asked twice it is still one withdrawal."""
    hold(case)
    hold(entry)
    if entry.kind is Happening.WITHDRAWN:
        return
    if not can_withdraw(entry):
        raise RuleBroken(_("This entry holds no text to withdraw."))
    if entry.object_id:
        WAYS_OUT[entry.kind].withdraw(case, entry.object_id)
    leave_trace(case, entry)
    record(trail.Event.ENTRY_WITHDRAWN, case, entry, why)


def move(case: Case, entry: TimelineEntry, to: Case | None, why: str) -> None:
    """Put the entry in the file where it belongs, under the day and the author that it had."""
    for file in sorted(filter(None, (case, to)), key=lambda file: file.id):  # never in a ring
        hold(file)
    hold(entry)
    if entry.kind is Happening.WITHDRAWN:
        return
    way = WAYS_OUT.get(entry.kind)
    if not way or not way.move or not entry.object_id:
        raise RuleBroken(
            _("An entry of this kind cannot be moved. Withdraw it, and enter it in the other file.")
        )
    if to is None or to.id == case.id or to.cell_id != case.cell_id:
        raise RuleBroken(_("Give the reference of another file of the same cell."))
    moved = tell(
        to,
        entry.kind,
        happened_at=entry.happened_at,
        author_id=entry.author_id,
        object_id=way.move(case, entry.object_id, to),
        detail=entry.detail,
        audience=entry.audience,
        story=entry.story,
    )
    leave_trace(case, entry)
    record(trail.Event.ENTRY_MOVED, case, entry, why)
    record(trail.Event.ENTRY_MOVED, to, moved, why)


def leave_trace(case: Case, entry: TimelineEntry) -> None:
    """What stays: that there was an entry of this kind, of that day, by that author."""
    for forget in when_gone:
        forget(case, entry)
    entry.kind, entry.detail = Happening.WITHDRAWN, entry.kind.value
    entry.story, entry.audience = None, Audience.TEAM
    flag_modified(
        case, "status"
    )  # a new version of the case: of two people who do this at once one comes too late


def record(event: trail.Event, case: Case, entry: TimelineEntry, why: str) -> None:
    reason_id = trail.give_reason(why, case.key_id)
    trail.record(event, case, object_id=entry.id, reason_id=reason_id)


def forget_risk_reason(case: Case, object_id: UUID) -> None:
    """The level stays, since due dates were counted from it; the words go."""
    if change := db.session.get(RiskChange, object_id):
        change.why = None
    else:
        forget_request(case, object_id)


def forget_request(_case: Case, object_id: UUID) -> None:
    """What was asked of the supervisor and what he answered stay as codes; the words go."""
    if asked := db.session.get(Approval, object_id):
        asked.what = {name: said for name, said in asked.what.items() if name not in WORDS} | {"why": None}
        asked.comment = None


register(Happening.RISK, withdraw=forget_risk_reason)
for kind in (Happening.CLOSURE, Happening.CAME_BACK):  # their features may know more to erase, and say so
    register(kind, withdraw=forget_request)
