"""Declaring a tie: whoever does is shut out of that person's files, now and later, and learns nothing."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.access.policy import Action, can, cells_where
from casework.accounts.models import User
from casework.accounts.services import when_roles_change
from casework.audit import trail
from casework.cases.barring import bar, shutting_out, supervisors_of
from casework.cases.models import Case
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.names.matching import Verdict
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.ties import queries
from casework.ties.comparing import keys_in, likeness, names_of, typed_name
from casework.ties.models import Tie, TieKind


def declare(by: User, *, kind: TieKind, form_key: UUID, **known: Any) -> None:
    """Answers nothing, whether or not there is a file."""
    hold(by)
    if queries.tie_made_with(by, form_key):
        return
    tie = keep(by, min(cells_where(by, Action.TIE_DECLARE)), kind, form_key, known)
    follow(tie)


def declare_of(case: Case, by: User, *, kind: TieKind, form_key: UUID) -> None:
    """Said on the file itself: shut out of it at once, and of others that bear the same name."""
    if not can(by, Action.TIE_DECLARE, case):
        raise RuleBroken(_("Only whoever works in this cell says so."))
    hold(case, "barred", "members")
    if queries.tie_made_with(by, form_key):
        return
    person = case.person
    name = next(iter(names_of(person)), None)
    shut(case, by)
    if name:
        first, _space, rest = name.partition(" ")
        known = {"first_name": first, "surname": rest, "year": person.birth_year, "commune": person.commune}
        follow(keep(by, case.cell_id, kind, form_key, known))


def keep(by: User, cell_id: UUID, kind: TieKind, form_key: UUID, known: dict[str, Any]) -> Tie:
    key = new_key(KeyOwner.CELL)
    db.session.flush()
    tie = Tie(key_id=key.id, user_id=by.id, cell_id=cell_id, kind=kind, form_key=form_key, names=known)
    tie.user = by
    db.session.add(tie)
    db.session.flush()
    trail.record(trail.Event.TIE_DECLARED, cell_id=cell_id, object_id=tie.id)
    return tie


def follow(tie: Tie) -> None:
    """Every file of the cells in which he works, in one order for all, so that nobody waits in a ring."""
    for cell in tie.user.cells:
        if cell.id in cells_where(tie.user, Action.TIE_DECLARE):
            hold(cell)  # a file that is opened at this moment is looked for once it is kept
            for case in queries.files_named(keys_in(cell, typed_name(tie.names)), cell.id):
                weigh(tie, case)


def weigh(tie: Tie, case: Case) -> None:
    """The same name: shut out. A doubt: the supervisor decides; where nobody else can, it is no doubt."""
    verdict = likeness(tie.names, case)
    if verdict is Verdict.DIFFERENT or tie.user_id in case.barred_ids:
        return
    others = [user for user in supervisors_of(case) if user.id != tie.user_id]
    if verdict is Verdict.SAME or not others:
        hold(case, "barred", "members")
        shut(case, tie.user)
    else:
        notify(others, NoticeKind.TIE_POSSIBLE, tie.id, case=case)


def shut(case: Case, user: User) -> None:
    """At once, also when he leads the file: it then waits for another worker, and the supervisor knows."""
    if user.id in case.barred_ids:
        return
    barred = bar(case, user)
    db.session.flush()
    notify(supervisors_of(case), NoticeKind.TIE_DECLARED, barred.id, case=case)


def decide(case: Case, tie: Tie, *, is_same: bool, version: int, by: User) -> None:
    hold(case, "barred", "members")
    check_version(tie, version)
    if not can(by, Action.CASE_SUPERVISE, case) or by.id == tie.user_id:
        raise RuleBroken(_("Only the supervisor of the cell decides this, and nobody about himself."))
    if is_same:
        bar(case, tie.user)
    else:
        trail.record(trail.Event.TIE_DECLARED, case, object_id=tie.id, detail="somebody_else")


def look(case: Case) -> None:
    """A file that is opened, named anew or comes from another cell: whoever knows its person is shut out."""
    if not names_of(case.person):
        return
    hold(case.cell)  # and a tie that is declared at this moment, once that is kept
    for tie in queries.ties_in(case.cell_id):
        weigh(tie, case)


def follow_roles(user: User) -> None:
    """Somebody begins to work in a cell: what he declared before holds for its files too."""
    for tie in queries.ties_of(user):
        follow(tie)


shutting_out.append(look)
when_roles_change.append(follow_roles)
