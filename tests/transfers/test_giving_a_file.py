"""From asking to the moment at which the file is another cell's."""

from typing import Any

from casework.access.policy import Action
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Case
from casework.cases.queries import find_case, waiting_of
from casework.core.clock import today
from casework.core.extensions import db
from casework.followup.models import Note
from casework.notices.queries import unseen_of
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
SECRET = ("ZZFIRST", "ZZLAST", "ززاسم", "ززلقب", WHY, "ZZRISK")


def signed_in(browser: Browser, user: Any) -> Browser:
    visitor = Browser(browser.app)
    visitor.sign_in(user)
    return visitor


def send(visitor: Browser, endpoint: str, answers: dict[str, Any], **about: Any) -> Page:
    page = visitor.open(endpoint, **about)
    assert page.status == 200, page.text[-1500:]
    return visitor.visit("POST", endpoint, filled(page) | answers, follow=False, **about)


def ask(visitor: Browser, case: Case, to_cell_id: Any, **more: Any) -> Page:
    answers = {"to_cell_id": str(to_cell_id), "manner": "spoken", "why": WHY} | more
    return send(visitor, "transfers.ask_transfer", answers, case_id=case.id)


def test_a_file_goes_to_a_cell_of_another_directorate(browser: Browser) -> None:
    cell = CellFactory(name_fr="ZZFROM", name_ar="ززمن")
    elsewhere = DirectorateFactory(name_ar="بني ملال", name_fr="Beni Mellal", code="BM")
    there = CellFactory(disability=True, directorate=elsewhere)
    case: Case = CaseFactory(person=PersonFactory(cell=cell, **NAMES), days_ago=3)
    lead, chief, receiver = lead_of(case), supervisor_of(cell, case), supervisor_of(there)
    specialist, new_lead = UserFactory(specialist=True, cell=cell), UserFactory(cell=there)
    join(case, specialist)
    due = case.next_due_on
    case_id, reference = case.id, case.reference
    worker = signed_in(browser, lead)
    tab = worker.open("followup.add_note", case_id=case.id)
    assert ask(worker, case, there.id).status == 302
    transfer = db.session.query(Transfer).one()
    transfer_id = transfer.id

    # nobody there knows of it until the supervisor here approved
    theirs = signed_in(browser, receiver)
    assert theirs.open("transfers.show_transfer", transfer_id=transfer_id).status == 404
    assert worker.open("transfers.ask_transfer", case_id=case_id).status == 200
    boss = signed_in(browser, chief)
    about = {"case_id": case_id, "approval_id": waiting_of(case)[0].id}
    assert send(boss, "transfers.decide_transfer", {"decision": "approved"}, **about).status == 302
    assert [notice.kind.value for notice in unseen_of(receiver)] == ["transfer_proposed"]
    assert not unseen_of(new_lead)

    # there the summary alone is read, and no page of the file
    shown = theirs.open("transfers.show_transfer", transfer_id=transfer_id)
    assert shown.status == 200
    assert "Child protection" in shown.text
    lists = theirs.open("transfers.list_transfers")
    assert "ZZFROM" in lists.text
    for page in (shown, lists):
        assert not [word for word in (*SECRET, reference) if word in page.text]
    assert theirs.open("casefile.show", case_id=case_id).status == 404
    assert find_case(case_id, lead, Action.CASE_VIEW) is not None

    answers = {"lead_id": str(new_lead.id), "primary": "DCARD", "risk": "high", "risk_why": "ZZRISK"}
    answer = send(theirs, "transfers.accept_transfer", answers, transfer_id=transfer_id)
    assert answer.status == 302, answer.errors

    # the tab that was open saves nothing and gives its text back
    said = filled(tab) | {
        "kind": "office",
        "contact": "made",
        "text": "ZZTYPED what she said",
        "happened_on": f"{today():%d/%m/%Y}",
    }
    late = worker.visit("POST", "followup.add_note", said, case_id=case_id)
    assert late.status == 404
    assert "ZZTYPED" in late.text
    assert db.session.query(Note).count() == 0
    for visitor in (worker, boss, signed_in(browser, specialist)):
        assert visitor.open("casefile.show", case_id=case_id).status == 404
    assert boss.open("transfers.ask_transfer", case_id=case_id).status == 404
    kept = boss.open("transfers.list_transfers")
    assert reference in kept.text
    assert "Accepted" in kept.text
    assert "ZZFIRST" not in kept.text
    told = unseen_of(lead)
    assert [notice.kind.value for notice in told] == ["transfer_decided"]
    assert worker.post("notices.open_notice", notice_id=told[0].id).status == 200

    ours = signed_in(browser, new_lead)
    for endpoint in (
        "casefile.show",
        "casefile.person",
        "casefile.corrections",
        "casefile.seen_by",
        "followup.add_note",
    ):
        assert ours.open(endpoint, case_id=case_id).status == 200, endpoint
    assert "Another cell had this file" in ours.open("casefile.seen_by", case_id=case_id).text
    assert lead.name_lat not in ours.open("casefile.seen_by", case_id=case_id).text
    case = db.session.get_one(Case, case_id)
    assert (case.cell_id, case.person.cell_id, case.lead_id) == (there.id, there.id, new_lead.id)
    assert case.reference == reference
    assert case.risk is RiskLevel.HIGH
    assert case.concern_codes == ["DCARD"]
    assert details_of(case.programme, case_id) is not None
    assert case.next_due_on
    assert due
    assert case.next_due_on <= due
    both = db.session.query(AuditEntry).filter_by(event=Event.TRANSFER_ACCEPTED.value)
    assert {entry.directorate_id for entry in both} == {cell.directorate_id, there.directorate_id}
    here = db.session.query(AuditEntry).filter(AuditEntry.cell_id == cell.id)
    assert {entry.directorate_id for entry in here} == {cell.directorate_id}


def test_declined_returned_and_taken_back(browser: Browser) -> None:
    case: Case = CaseFactory()
    there = CellFactory(women=True)
    chief, receiver, lead = supervisor_of(case.cell, case), supervisor_of(there), lead_of(case)
    worker, boss, theirs = (signed_in(browser, user) for user in (lead, chief, receiver))
    case_id = case.id

    def decide(**answers: str) -> int:
        about = {"case_id": case_id, "approval_id": waiting_of(db.session.get_one(Case, case_id))[0].id}
        return send(boss, "transfers.decide_transfer", answers, **about).status

    def last() -> Transfer:
        return db.session.query(Transfer).order_by(Transfer.id.desc()).first()

    assert ask(worker, case, there.id).status == 302
    assert decide(decision="returned", comment="Ask her once more") == 302
    again = worker.open("transfers.ask_transfer", case_id=case_id)
    assert WHY in again.text
    assert "Returned for completion" in again.text
    assert ask(worker, case, there.id, manner="").status == 302  # her consent is recorded by now
    assert decide(decision="approved") == 302
    about = {"transfer_id": last().id}
    stale = theirs.open("transfers.decline_transfer", **about)
    gone = send(theirs, "transfers.decline_transfer", {"answer": "We are full"}, **about)
    assert gone.status == 302
    assert last().state is TransferState.DECLINED
    assert "We are full" in worker.open("transfers.ask_transfer", case_id=case_id).text
    assert [notice.kind.value for notice in unseen_of(lead)] == [
        "approval_decided",
        "approval_decided",
        "transfer_decided",
    ]
    assert (
        theirs.visit("POST", "transfers.decline_transfer", filled(stale) | {"answer": "No"}, **about).status
        == 404
    )

    assert ask(worker, case, there.id, manner="").status == 302
    assert decide(decision="approved") == 302
    page = worker.open("transfers.ask_transfer", case_id=case_id)
    back = {"case_id": case_id, "transfer_id": last().id}
    assert (
        worker.visit("POST", "transfers.take_back_transfer", page.hidden, follow=False, **back).status == 302
    )
    assert worker.visit("POST", "transfers.take_back_transfer", page.hidden, **back).status == 409
    assert last().state is TransferState.TAKEN_BACK
    assert last().under_way_id is None
    assert theirs.open("transfers.show_transfer", transfer_id=last().id).status == 404
    assert db.session.get_one(Case, case_id).cell_id == chief.cells[0].id


def test_whoever_must_not_know_learns_nothing(browser: Browser) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    barred, deputy = supervisor_of(there), UserFactory(cell=there)
    there.deputy_id = deputy.id
    commit()
    bar(case, barred)
    transfer = proposed(case, there)
    transfer_id = transfer.id
    assert unseen_of(barred) == []
    assert len(unseen_of(deputy)) == 1
    shut_out, stands_in = signed_in(browser, barred), signed_in(browser, deputy)
    for endpoint in ("show_transfer", "accept_transfer", "decline_transfer"):
        assert shut_out.open(f"transfers.{endpoint}", transfer_id=transfer_id).status == 404
    assert "Nothing waits for your answer" in shut_out.open("transfers.list_transfers").text
    offered = stands_in.open("transfers.accept_transfer", transfer_id=transfer_id)
    assert offered.status == 200
    assert barred.name_lat not in offered.text
    assert send(stands_in, "transfers.accept_transfer", {}, transfer_id=transfer_id).status == 302
    moved = db.session.get_one(Case, case.id)
    assert moved.supervisor_is_barred
    assert moved.lead_id is None
    assert moved.unassigned_at
    assert shut_out.open("casefile.show", case_id=case.id).status == 404
    assert stands_in.open("cases.state_purpose", case_id=case.id).status == 200
