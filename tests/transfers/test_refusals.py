"""What is asked in vain, each answered in one sentence; and two who answer at one moment."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from casework.cases.models import Case, CaseStatus, Member
from casework.cases.queries import waiting_of
from casework.consents.models import ConsentManner, ConsentState
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.transfers.models import Transfer, TransferState
from casework.transfers.services import answering, asking
from tests.browser import Browser
from tests.casefile.test_several_people_at_once import together
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.closures import ask_to_close
from tests.factories.organisation import CellFactory
from tests.factories.referrals import say
from tests.factories.transfers import WHY, asked, proposed, supervisor_of
from tests.inbox.people import card


def closed(case: Case, there: Any) -> None:
    case.status = CaseStatus.CLOSED


def without_consent(case: Case, there: Any) -> None:
    say(case, card(there), ConsentState.REFUSED)


def asked_before(case: Case, there: Any) -> None:
    asked(case, there)


def to_close(case: Case, there: Any) -> None:
    case.status = CaseStatus.CLOSING


REFUSED: dict[str, tuple[Callable[[Case, Any], None] | None, str]] = {
    "closed": (closed, "Only an open file"),
    "closing": (to_close, "Only an open file"),
    "refused": (without_consent, "has not agreed"),
    "twice": (asked_before, "under way already"),
    "same cell": (None, "another cell"),
    "forged cell": (None, "another cell"),
    "no supervisor": (None, "Nobody in that cell"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_asked_in_vain(app: Flask, what: str) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    if what != "no supervisor":
        supervisor_of(there)
    spoil, sentence = REFUSED[what]
    if spoil:
        spoil(case, there)
        commit()
    n_before = db.session.query(Transfer).count()
    cell_id: Any = {"same cell": case.cell_id, "forged cell": new_id()}.get(what, there.id)
    answers: dict[str, Any] = {"why": WHY, "manner": ConsentManner.SPOKEN, "form_key": new_id()}
    with pytest.raises(RuleBroken, match=sentence):
        asking.ask(case, by=lead_of(case), to_cell_id=cell_id, **answers)
    db.session.rollback()
    assert db.session.query(Transfer).count() == n_before


def test_what_is_under_way_is_answered_first(app: Flask) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    receiver = supervisor_of(there)
    transfer = asked(case, there)
    again: dict[str, Any] = {"to_cell_id": there.id, "why": WHY, "form_key": transfer.form_key}
    assert asking.ask(case, by=lead_of(case), **again) is transfer
    with pytest.raises(RuleBroken, match="Only the supervisor decides"):
        asking.approve(case, waiting_of(case)[0], by=lead_of(case))
    db.session.rollback()
    with pytest.raises(RuleBroken, match="took this proposal back"):
        answering.accept(transfer, version=transfer.version, by=receiver)
    db.session.rollback()
    asking.approve(case, waiting_of(case)[0], by=supervisor_of(case.cell))
    commit()
    with pytest.raises(RuleBroken, match="under way"):
        ask_to_close(case)
    db.session.rollback()
    for stranger in (lead_of(case), supervisor_of(CellFactory())):
        with pytest.raises(RuleBroken, match="Only the supervisor of the cell"):
            answering.accept(transfer, version=transfer.version, by=stranger)
        db.session.rollback()
    say(case, card(there), ConsentState.WITHDRAWN)
    assert transfer.state is TransferState.TAKEN_BACK
    assert case.cell_id != there.id


def test_of_two_answers_the_first_counts(browser: Browser) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    first, second = supervisor_of(there), supervisor_of(there)
    transfer = proposed(case, there)
    about, version = {"transfer_id": transfer.id}, str(transfer.version)
    lead, leads = lead_of(case), []
    for user in (first, second, lead):
        leads.append(Browser(browser.app))
        leads[-1].sign_in(user)
    case_id, transfer_id = case.id, transfer.id
    back = {"case_id": case_id, "transfer_id": transfer_id}
    statuses = together(
        (leads[0], "transfers.accept_transfer", {"version": version}, about),
        (leads[1], "transfers.decline_transfer", {"version": version, "answer": "No room"}, about),
        (leads[2], "transfers.take_back_transfer", {"version": version}, back),
    )
    db.session.expire_all()
    transfer = db.session.get_one(Transfer, transfer_id)
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 404, 409, 503}
    assert transfer.state is not TransferState.PROPOSED
    assert transfer.under_way_id is None
    is_theirs = db.session.get_one(Case, case_id).cell_id == transfer.to_cell_id
    assert is_theirs is (transfer.state is TransferState.ACCEPTED)
    current = [member for member in db.session.query(Member).filter_by(case_id=case_id) if member.is_current]
    assert bool(current) is not is_theirs
