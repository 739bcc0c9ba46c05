"""A transfer that changed since it was asked is asked again; whoever asked answers on neither side."""

from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.accounts.models import Position, User
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.queries import waiting_of
from casework.cases.services import set_risk
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.transfers.models import TransferState
from casework.transfers.queries import proposals
from casework.transfers.services import answering, asking
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.transfers import asked, proposed, supervisor_of


def raise_risk(case: Case) -> None:
    set_risk(case, RiskLevel.EMERGENCY, "He waits at the school", by=lead_of(case))
    commit()


def test_what_changed_before_the_approval_is_returned(app: Flask) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    supervisor_of(there)
    transfer, chief = asked(case, there), supervisor_of(case.cell)
    raise_risk(case)
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        asking.approve(case, waiting_of(case)[0], by=chief)
    db.session.rollback()
    asking.send_back(case, waiting_of(case)[0], by=chief, comment="The risk went up")
    commit()
    assert transfer.state is TransferState.RETURNED
    again = asked(case, there)
    assert again.summary["risk"] == "emergency"
    asking.approve(case, waiting_of(case)[0], by=chief)


def test_a_request_without_its_words_is_not_approved(app: Flask) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    supervisor_of(there)
    asked(case, there)
    line = db.session.query(TimelineEntry).filter_by(kind=Happening.TRANSFER).one()
    entries.withdraw(case, line, "It names somebody")
    commit()
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        asking.approve(case, waiting_of(case)[0], by=supervisor_of(case.cell))


def test_what_changed_before_the_answer_does_not_move(browser: Browser) -> None:
    case: Case = CaseFactory()
    there, here_id = CellFactory(), case.cell_id
    receiver, transfer = supervisor_of(there), proposed(case, there)
    raise_risk(case)
    browser.sign_in(receiver)
    about: dict[str, Any] = {"transfer_id": transfer.id}
    form = filled(browser.open("transfers.accept_transfer", **about))
    page = browser.visit("POST", "transfers.accept_transfer", form, **about)
    assert (page.status, "has changed since" in page.text) == (409, True)
    assert case.cell_id == here_id
    assert browser.submit("transfers.decline_transfer", {"answer": "Ask anew"}, **about).status == 200
    assert transfer.state is TransferState.DECLINED


def supervises_also(user: User, cell: Cell) -> None:
    place = {"cell_id": cell.id, "directorate_id": cell.directorate_id}
    user.all_positions.append(Position(role=Role.SUPERVISOR, confirmed_at=now(), **place))
    commit()


def test_whoever_asked_does_not_accept_with_his_other_role(app: Flask) -> None:
    """One person supervises both cells: the deputy of the other one answers."""
    here, there = CellFactory(), CellFactory()
    both = supervisor_of(here)
    supervises_also(both, there)
    case: Case = CaseFactory(cell=here, worker=both)
    with pytest.raises(RuleBroken, match="Nobody in that cell"):
        asked(case, there)
    db.session.rollback()
    deputy = UserFactory(cell=there)
    there.deputy_id = deputy.id
    commit()
    transfer = proposed(case, there)
    assert proposals(both) == []
    assert proposals(deputy) == [transfer]
    told = db.session.query(Notice).filter_by(kind=NoticeKind.TRANSFER_PROPOSED).one()
    assert told.user_id == deputy.id
    with pytest.raises(RuleBroken, match="nobody what he asked himself"):
        answering.accept(transfer, version=transfer.version, by=both)
    db.session.rollback()
    answering.accept(transfer, version=transfer.version, by=deputy)
    commit()
    assert case.cell_id == there.id


def test_what_a_worker_asked_the_same_person_decides_on_both_sides(app: Flask) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    both = supervisor_of(case.cell)
    supervises_also(both, there)
    transfer = asked(case, there)
    asking.approve(case, waiting_of(case)[0], by=both)
    answering.accept(transfer, version=transfer.version, by=both)
    commit()
    assert case.cell_id == there.id


def test_in_a_cell_of_one_he_accepts_and_it_is_listed(browser: Browser) -> None:
    here, there = CellFactory(), CellFactory(is_single_person=True)
    both = supervisor_of(here)
    supervises_also(both, there)
    case: Case = CaseFactory(cell=here, worker=both)
    transfer = proposed(case, there)
    assert proposals(both) == [transfer]
    answering.accept(transfer, version=transfer.version, by=both)
    commit()
    browser.sign_in(UserFactory(dpo=True))
    assert case.reference in browser.open("grants.list_own_approvals").text
