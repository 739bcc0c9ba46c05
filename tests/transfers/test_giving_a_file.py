"""From asking to the moment at which the file is another cell's."""

from dataclasses import dataclass
from typing import Any

import pytest

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import waiting_of
from casework.core.clock import today
from casework.core.extensions import db
from casework.followup.models import Note
from casework.notices.queries import unseen_of
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.programmes.queries import details_of
from casework.transfers.models import Transfer, TransferState
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory, join, lead_of
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.transfers import WHY, proposed, supervisor_of

NAMES = {
    "first_name_lat": "ZZFIRST",
    "surname_lat": "ZZLAST",
    "first_name_ar": "ززاسم",
    "surname_ar": "ززلقب",
}
SECRET = (*NAMES.values(), WHY)


@dataclass(frozen=True)
class Scene:
    """A file, a cell of another directorate; who works on it, who decides here, who answers there."""

    case: Case
    there: Cell
    worker: Browser
    chief: Browser
    receiver: Browser
    receives: User

    def asks(self, **more: Any) -> Page:
        answers = {"to_cell_id": str(self.there.id), "manner": "spoken", "why": WHY} | more
        return send(self.worker, "transfers.ask_transfer", answers, case_id=self.case.id)

    def decides(self, **answers: str) -> Page:
        approval = waiting_of(self.case, ApprovalKind.TRANSFER)[0]
        about = {"case_id": self.case.id, "approval_id": approval.id}
        return send(self.chief, "transfers.decide_transfer", answers, **about)

    @property
    def last(self) -> Transfer:
        return db.session.query(Transfer).order_by(Transfer.id.desc()).limit(1).one()


@pytest.fixture
def scene(browser: Browser) -> Scene:
    here = CellFactory(name_fr="ZZFROM", name_ar="ززمن")
    elsewhere = DirectorateFactory(name_ar="بني ملال", name_fr="Beni Mellal", code="BM")
    there = CellFactory(disability=True, directorate=elsewhere)
    case: Case = CaseFactory(person=PersonFactory(cell=here, **NAMES), days_ago=3)
    receives = supervisor_of(there)
    worker, chief = signed_in(browser, lead_of(case)), signed_in(browser, supervisor_of(here, case))
    return Scene(case, there, worker, chief, signed_in(browser, receives), receives)


def signed_in(browser: Browser, user: Any) -> Browser:
    visitor = Browser(browser.app)
    visitor.sign_in(user)
    return visitor


def send(visitor: Browser, endpoint: str, answers: dict[str, Any], **about: Any) -> Page:
    page = visitor.open(endpoint, **about)
    assert page.status == 200, page.text[-1500:]
    return visitor.visit("POST", endpoint, filled(page) | answers, follow=False, **about)


def kinds_told(user: User) -> list[str]:
    return [notice.kind.value for notice in unseen_of(user)]


def test_until_it_is_accepted_the_summary_alone_is_read(scene: Scene) -> None:
    case, reference = scene.case, scene.case.reference
    assert scene.asks().status == 302
    about = {"transfer_id": scene.last.id}
    assert scene.receiver.open("transfers.show_transfer", **about).status == 404
    assert scene.worker.open("transfers.ask_transfer", case_id=case.id).status == 200
    assert kinds_told(scene.receives) == []
    assert scene.decides(decision="approved").status == 302
    assert kinds_told(scene.receives) == ["transfer_proposed"]
    assert "1 file is proposed" in scene.receiver.open("caseload.board").text

    for endpoint, address in (("show_transfer", about), ("accept_transfer", about), ("list_transfers", {})):
        page = scene.receiver.open(f"transfers.{endpoint}", **address)
        assert page.status == 200
        assert not [word for word in (*SECRET, reference) if word in page.text]
        assert endpoint == "list_transfers" or "Child protection" in page.text
    assert "ZZFROM" in scene.receiver.open("transfers.list_transfers").text
    assert scene.receiver.open("casefile.show", case_id=case.id).status == 404
    assert scene.worker.open("casefile.show", case_id=case.id).status == 200


def test_accepted_it_is_theirs_at_the_next_request(scene: Scene, browser: Browser) -> None:
    case, case_id, here = scene.case, scene.case.id, scene.case.cell
    lead, specialist = lead_of(case), UserFactory(specialist=True, cell=here)
    join(case, specialist)
    tab = scene.worker.open("followup.add_note", case_id=case_id)
    transfer = proposed(case, scene.there)
    answers = {"primary": "DCARD"}
    assert send(scene.receiver, "transfers.accept_transfer", answers, transfer_id=transfer.id).status == 302

    # the tab that was open saves nothing and gives its text back
    said = {"kind": "office", "contact": "made", "text": "ZZTYPED what she said"}
    said |= {"happened_on": f"{today():%d/%m/%Y}"}
    late = scene.worker.visit("POST", "followup.add_note", filled(tab) | said, case_id=case_id)
    assert late.status == 404
    assert "ZZTYPED" in late.text
    assert db.session.query(Note).count() == 0
    for visitor in (scene.worker, scene.chief, signed_in(browser, specialist)):
        assert visitor.open("casefile.show", case_id=case_id).status == 404
    kept = scene.chief.open("transfers.list_transfers")
    assert case.reference in kept.text
    assert "Accepted" in kept.text
    assert "ZZFIRST" not in kept.text
    assert kinds_told(lead) == ["transfer_decided"]
    assert scene.worker.post("notices.open_notice", notice_id=unseen_of(lead)[0].id).status == 200


def test_the_new_cell_works_on_with_all_of_it(scene: Scene, browser: Browser) -> None:
    case, here, there = scene.case, scene.case.cell, scene.there
    reference, due, former = case.reference, case.next_due_on, lead_of(case)
    scene.worker.open("casefile.show", case_id=case.id)
    worker, transfer = UserFactory(cell=there), proposed(case, there)
    answers = {"lead_id": str(worker.id), "primary": "DCARD", "risk": "high", "risk_why": "Alone at home"}
    answer = send(scene.receiver, "transfers.accept_transfer", answers, transfer_id=transfer.id)
    assert answer.status == 302, answer.errors

    ours = signed_in(browser, worker)
    for page in ("show", "person", "corrections", "seen_by", "edit_concerns", "edit_details"):
        assert ours.open(f"casefile.{page}", case_id=case.id).status == 200, page
    seen_by = ours.open("casefile.seen_by", case_id=case.id).text
    assert "Another cell had this file" in seen_by
    assert former.name_lat not in seen_by
    assert (case.cell_id, case.person.cell_id, case.lead_id) == (there.id, there.id, worker.id)
    assert (case.reference, case.risk, case.concern_codes) == (reference, RiskLevel.HIGH, ["DCARD"])
    assert details_of(case.programme, case.id) is not None
    assert due
    assert case.next_due_on
    assert case.next_due_on <= due
    # each log says it, each in its own chain
    both = db.session.query(AuditEntry).filter_by(event=Event.TRANSFER_ACCEPTED.value)
    assert {entry.directorate_id for entry in both} == {here.directorate_id, there.directorate_id}
    entries = db.session.query(AuditEntry).filter(AuditEntry.cell_id == here.id)
    assert {entry.directorate_id for entry in entries} == {here.directorate_id}


def test_returned_asked_again_and_declined(scene: Scene) -> None:
    case_id, lead, here = scene.case.id, lead_of(scene.case), scene.case.cell_id
    assert scene.asks().status == 302
    assert scene.decides(decision="returned", comment="Ask her once more").status == 302
    again = scene.worker.open("transfers.ask_transfer", case_id=case_id).text
    assert WHY in again
    assert "Returned for completion" in again
    assert scene.asks(manner="").status == 302  # her consent is recorded by now
    assert scene.decides(decision="approved").status == 302
    about: dict[str, Any] = {"transfer_id": scene.last.id}
    tab = scene.receiver.open("transfers.decline_transfer", **about)
    gone = send(scene.receiver, "transfers.decline_transfer", {"answer": "We are full"}, **about)
    assert gone.status == 302
    assert scene.last.state is TransferState.DECLINED
    assert "We are full" in scene.worker.open("transfers.ask_transfer", case_id=case_id).text
    assert kinds_told(lead) == ["approval_decided", "approval_decided", "transfer_decided"]
    late = scene.receiver.visit("POST", "transfers.decline_transfer", filled(tab) | {"answer": "No"}, **about)
    assert late.status == 404
    assert scene.case.cell_id == here


def test_taken_back_it_is_gone_there(scene: Scene) -> None:
    transfer = proposed(scene.case, scene.there)
    page = scene.worker.open("transfers.ask_transfer", case_id=scene.case.id)
    back: dict[str, Any] = {"case_id": scene.case.id, "transfer_id": transfer.id}
    for status in (302, 409):
        answer = scene.worker.visit("POST", "transfers.take_back_transfer", page.hidden, follow=False, **back)
        assert answer.status == status
    assert transfer.state is TransferState.TAKEN_BACK
    assert transfer.under_way_id is None
    assert scene.receiver.open("transfers.show_transfer", transfer_id=transfer.id).status == 404


def test_whoever_must_not_know_learns_nothing(browser: Browser) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    barred, deputy = supervisor_of(there), UserFactory(cell=there)
    there.deputy_id = deputy.id
    commit()
    bar(case, barred)
    transfer = proposed(case, there)
    about = {"transfer_id": transfer.id}
    assert kinds_told(barred) == []
    assert kinds_told(deputy) == ["transfer_proposed"]
    shut_out, stands_in = signed_in(browser, barred), signed_in(browser, deputy)
    for endpoint in ("show_transfer", "accept_transfer", "decline_transfer"):
        assert shut_out.open(f"transfers.{endpoint}", **about).status == 404
    assert "Nothing waits for your answer" in shut_out.open("transfers.list_transfers").text
    assert "proposed to your cell" not in shut_out.open("caseload.board").text
    offered = stands_in.open("transfers.accept_transfer", **about)
    assert offered.status == 200
    assert barred.name_lat not in offered.text
    assert send(stands_in, "transfers.accept_transfer", {}, **about).status == 302
    moved = db.session.get_one(Case, case.id)
    assert moved.supervisor_is_barred
    assert moved.lead_id is None
    assert moved.unassigned_at
    assert shut_out.open("casefile.show", case_id=case.id).status == 404
    assert stands_in.open("cases.state_purpose", case_id=case.id).status == 200


def test_until_then_the_other_cells_log_names_no_file(browser: Browser) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    receiver = supervisor_of(there)
    transfer = proposed(case, there)
    browser.sign_in(receiver)
    browser.open("transfers.show_transfer", transfer_id=transfer.id)
    assert case.reference not in browser.open("reports.log").text
    read = db.session.query(AuditEntry).filter_by(event=Event.TRANSFER_READ.value, object_id=transfer.id)
    assert {(row.cell_id, row.case_id) for row in read} == {(case.cell_id, case.id), (there.id, None)}
