"""The access table, written out a second time by hand so that a slip in one shows in the other."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from casework.access.policy import Action, Role, can

ME, COLLEAGUE = 1, 2
MY_CELL = SimpleNamespace(id=1, directorate_id=1, deputy_id=None)
OTHER_CELL = SimpleNamespace(id=2, directorate_id=1, deputy_id=None)
FAR_CELL = SimpleNamespace(id=3, directorate_id=2, deputy_id=None)
WITHOUT_CELL = (Role.DIRECTOR, Role.PROGRAMME_OFFICER, Role.DPO, Role.ADMINISTRATOR)


def a_case(cell: Any, member: int, barred: Any = (), supervisor_is_barred: bool = False) -> Any:
    barring = {"barred_ids": barred, "supervisor_is_barred": supervisor_is_barred}
    return SimpleNamespace(cell=cell, member_ids={member}, lent=None, **barring)


CASES = {
    "m": a_case(MY_CELL, ME),  # mine
    "c": a_case(MY_CELL, COLLEAGUE),  # a colleague's
    "o": a_case(OTHER_CELL, COLLEAGUE),  # another cell's
    "l": a_case(OTHER_CELL, ME),  # another cell's, which I have not been taken off
    "e": a_case(FAR_CELL, ME),  # another directorate's
    "b": a_case(MY_CELL, ME, {ME}),  # mine, but I am barred
}
IN_FULL = {"worker": "social_worker", "programmes": "programme_officer", "admin": "administrator"}
EXPECTED = """
                      reception  worker  specialist  supervisor  director  programmes  partner  dpo   admin
account.own           m          m       m           m           -         -           m        -     -
case.open             -          mc      -           mc          -         -           -        -     -
case.view             -          m       m           mc          -         -           -        -     -
case.read             -          m       m           mc          -         -           -        -     -
case.edit             -          m       m           mc          -         -           -        -     -
case.reveal           -          m       m           mc          -         -           -        -     -
case.print            -          m       m           mc          -         -           -        -     -
case.sensitive        -          m       -           mc          -         -           -        -     -
case.supervise        -          -       -           mc          -         -           -        -     -
case.search           -          m       m           mc          -         -           -        -     -
duplicate.check       -          m       -           mc          -         -           -        -     -
duplicate.merge       -          -       -           mc          -         -           -        -     -
duplicate.across      -          -       -           -           -         -           -        mcol  -
visit.log             mcol       -       -           -           -         -           -        -     -
visit.view            mcol       mc      -           mc          -         -           -        -     -
visit.take            -          mc      -           -           -         -           -        -     -
closure.ask           -          m       -           mc          -         -           -        -     -
note.add              -          m       m           mc          -         -           -        -     -
task.add              -          m       m           mc          -         -           -        -     -
note.restricted       -          -       -           mc          -         -           -        -     -
note.clinical         -          -       m           -           -         -           -        -     -
referral.make         -          m       -           mc          -         -           -        -     -
referral.receive      -          mc      -           mc          -         -           -        -     -
referral.answer       -          -       -           -           -         -           m        -     -
caseload.review       -          -       -           mc          -         -           -        -     -
report.make           -          m       -           mc          -         -           -        -     -
transfer.ask          -          m       -           mc          -         -           -        -     -
transfer.receive      -          -       -           mc          -         -           -        -     -
duty.cover            -          mc      -           -           -         -           -        -     -
exceptional.ask       -          -       -           -           mcol      -           -        -     -
exceptional.review    -          -       -           -           -         -           -        mcol  -
tie.declare           -          mc      mc          mc          -         -           -        -     -
partner.view          mcol       mcol    mcol        mcol        mcol      mcol        -        mcol  -
partner.edit          -          -       -           mcol        -         mcol        -        -     -
partner.propose       -          mcol    -           -           -         -           -        -     -
partner.card          -          -       -           -           -         -           m        -     -
partner.confidential  -          mc      -           mc          -         -           -        -     -
figures.view          -          m       -           mc          mcol      mcol        -        mcol  -
log.case              -          m       -           mc          -         -           -        -     -
log.view              -          -       -           mc          -         -           -        mcol  -
log.technical         -          -       -           -           -         -           -        -     mcol
account.manage        -          -       -           -           -         -           -        -     mcol
account.confirm       -          -       -           mc          -         -           -        -     -
"""
SUPERVISORS = {
    "case.search referral.receive duplicate.check duplicate.merge visit.view "
    "case.open case.view case.edit case.reveal case.print case.sensitive case.supervise closure.ask note.add "
    "note.restricted referral.make partner.confidential caseload.review figures.view log.case log.view "
    "account.confirm case.read task.add report.make transfer.ask transfer.receive tie.declare"
}


def rows() -> Iterator[tuple[Role, Action, set[str]]]:
    header, *lines = [line.split() for line in EXPECTED.splitlines() if line]
    for action, *places in lines:
        for role, place in zip(header, places, strict=True):
            yield Role(IN_FULL.get(role, role)), Action(action), set(place) - {"-"}


def holder(role: Role, cell: Any = MY_CELL) -> Any:
    place = None if role in WITHOUT_CELL else cell
    position = SimpleNamespace(
        role=role, cell=place, cell_id=place and place.id, directorate_id=cell.directorate_id
    )
    return SimpleNamespace(id=ME, is_authenticated=True, positions=[position])


@pytest.mark.parametrize(("role", "action", "allowed"), list(rows()))
def test_policy(role: Role, action: Action, allowed: set[str]) -> None:
    user = holder(role)

    assert {name for name, case in CASES.items() if can(user, action, case)} == allowed


def test_every_action_and_role_is_in_the_table() -> None:
    assert {(role, action) for role, action, _ in rows()} == {(r, a) for r in Role for a in Action}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SPECIALIST])
@pytest.mark.parametrize("action", list(Action))
def test_a_deputy_takes_the_place_of_a_barred_supervisor_only(role: Role, action: Action) -> None:
    cell = SimpleNamespace(id=1, directorate_id=1, deputy_id=ME)
    user, colleague = holder(role, cell), holder(role, cell)
    colleague.id = COLLEAGUE
    case = a_case(cell, 99, set(), supervisor_is_barred=True)
    others = {a for r, a, allowed in rows() if r is role and "c" in allowed}
    expected = action in {Action(name) for names in SUPERVISORS for name in names.split()} | others

    assert can(user, action, case) == expected
    assert can(colleague, action, case) == (action in others)
    case.supervisor_is_barred = False
    assert can(user, action, case) == (action in others)
    assert can(user, action) >= expected


def test_a_stranger_may_do_nothing() -> None:
    nobody = SimpleNamespace(is_authenticated=False)

    assert not any(can(nobody, action) for action in Action)
