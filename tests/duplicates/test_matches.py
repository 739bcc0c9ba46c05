"""Whether somebody is known already: looked up in private, in one cell, and asked of the supervisor."""

from typing import Any
from uuid import UUID

import pytest

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Approval, Case, CaseStatus, Decision, MemberRole
from casework.cases.services import state_purpose
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.core.ids import new_id
from casework.duplicates.services.matches import subject_of_file
from casework.organisation.models import Cell
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.intake.interviews import fill_in, finish

LATIN = {
    "first_name_ar": None,
    "surname_ar": None,
    "first_name_lat": "Fatima Zohra",
    "surname_lat": "AIT EL HAJ",
}
NOT_OPEN = "There may be something that is not open to you"


@pytest.fixture
def cell(app: object) -> Cell:
    made: Cell = CellFactory(women=True)
    return made


def known(cell: Cell, **more: Any) -> Case:
    """A file of the same person as the shortest interview is about, known by her Latin name."""
    worker = {"worker": more.pop("worker")} if "worker" in more else {}
    person = PersonFactory(cell=cell, **LATIN | {"birth": PartialDate(1990)} | more)
    case: Case = CaseFactory(cell=cell, person=person, **worker)
    return case


def draft_of(browser: Browser, worker: User) -> UUID:
    browser.sign_in(worker)
    return fill_in(browser, worker.cells[0], person={"birth": "1990"})


def look(browser: Browser, draft_id: UUID) -> Page:
    return browser.open("duplicates.check_draft", draft_id=draft_id)


def said(page: Page) -> str:
    assert page.status == 200
    return " ".join(page.texts("main"))


def views() -> list[tuple[UUID | None, str | None]]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.DUPLICATES_VIEWED.value)
    return [(entry.case_id, entry.detail) for entry in entries]


def test_ones_own_file_is_shown_with_why(browser: Browser, cell: Cell) -> None:
    worker = UserFactory(cell=cell)
    mine, elsewhere = known(cell, worker=worker), known(CellFactory())
    mine_id, references = mine.id, (mine.reference, elsewhere.reference)
    draft_id = draft_of(browser, worker)
    summary = browser.open("intake.summary", draft_id=draft_id)
    assert summary.has_link(f"/intake/drafts/{draft_id}/check")
    page = look(browser, draft_id)

    assert references[0] in said(page)
    assert "same name in the other script · same year of birth · same commune" in said(page)
    assert references[1] not in page.text
    assert "Fatima" not in page.text
    assert NOT_OPEN not in page.text
    assert views() == [(None, None), (mine_id, "shown")]


def test_a_hidden_file_says_only_whom_to_ask_and_is_asked_about_once(browser: Browser, cell: Cell) -> None:
    worker = UserFactory(cell=cell)
    hidden, another = known(cell), known(cell)
    told = {str(value) for case in (hidden, another) for value in (case.id, case.reference)}
    draft_id = draft_of(browser, worker)
    page = look(browser, draft_id)
    assert said(page).count(NOT_OPEN) == 1
    assert len(page.soup.select("main form")) == 1
    assert not any(value in page.text for value in told)

    for _click in range(2):
        page = browser.post("duplicates.ask_from_draft", draft_id=draft_id)
    assert page.messages == ["There is nothing more to ask."]
    assert "the supervisor has not answered yet." in said(page)
    assert not any(value in page.text for value in told)
    assert db.session.query(Approval).count() == 2

    finish(browser, draft_id)  # the same question is not asked again about the file that the draft became
    asked_about = db.session.query(Approval).first()
    mine = db.session.query(Case).filter_by(lead_id=worker.id).one()
    assert asked_about
    assert asked_about.what["about"] == str(draft_id) == str(subject_of_file(mine).id)
    page = browser.post("duplicates.ask", case_id=mine.id)
    assert page.messages == ["There is nothing more to ask."]
    assert look(browser, draft_id).heading == "To check in private"
    assert db.session.query(Approval).count() == 2


def test_a_barred_file_is_the_page_of_nobody(browser: Browser, cell: Cell, statements: list[str]) -> None:
    """Another cell's, a barred one and none are one page, and one number of statements."""
    worker = UserFactory(cell=cell)
    draft_id, pages, counts = draft_of(browser, worker), [], []
    look(browser, draft_id)
    for what in ("nobody", "another cell's", "barred"):
        if what == "another cell's":
            known(CellFactory(women=True))
        elif what == "barred":
            barring = known(cell)
            bar(barring, db.session.get_one(User, worker.id), why="A cousin")
            commit()
        statements.clear()
        page = look(browser, draft_id)
        pages.append(said(page))
        counts.append(len(statements))
        asked = browser.post("duplicates.ask_from_draft", draft_id=draft_id)
        pages[-1] += str(asked.messages)

    assert pages[0] == pages[1] == pages[2]
    assert counts[0] == counts[1] == counts[2] <= 12
    assert db.session.query(Approval).count() == 0


def test_only_its_author_looks_from_a_draft(browser: Browser, cell: Cell) -> None:
    known(cell)
    draft_id = draft_of(browser, UserFactory(cell=cell))
    stranger = Browser(browser.app)
    stranger.sign_in(UserFactory(cell=db.session.get_one(Cell, cell.id)))
    pages = [stranger.open("duplicates.check_draft", draft_id=each) for each in (draft_id, new_id())]

    assert [page.status for page in pages] == [404, 404]
    assert pages[0].texts("main") == pages[1].texts("main")
    assert stranger.post("duplicates.ask_from_draft", draft_id=draft_id).status == 404
    assert db.session.query(Approval).count() == 0


def test_the_supervisor_lets_the_colleague_read_or_says_no(browser: Browser, cell: Cell) -> None:
    mine, hidden = CaseFactory(cell=cell, person=PersonFactory(cell=cell)), known(cell)
    worker, hidden_id, reference = lead_of(mine), hidden.id, hidden.reference
    browser.sign_in(worker)
    browser.post("duplicates.ask", case_id=mine.id)
    approval = db.session.query(Approval).one()
    chief = Browser(browser.app)
    supervisor = UserFactory(supervisor=True, cell=db.session.get_one(Cell, cell.id))
    for case in (mine, db.session.get_one(Case, hidden_id)):
        state_purpose(case, supervisor, "To decide")
    commit()
    chief.sign_in(supervisor)
    about = {"case_id": hidden_id, "approval_id": approval.id}
    page = chief.open("duplicates.decide_match", **about)
    assert mine.reference in said(page)
    assert "same name" in said(page)
    until = today()
    page = chief.submit(
        "duplicates.decide_match", {"decision": "approved", "until_on": f"{until:%d/%m/%Y}"}, **about
    )

    assert page.messages == ["The answer was sent."]
    assert page.has_link(f"/cases/{hidden_id}/merge/{mine.id}")
    member = db.session.get_one(Case, hidden_id).members[-1]
    assert (member.user_id, member.role) == (worker.id, MemberRole.COVER)
    assert reference in said(browser.open("duplicates.check", case_id=mine.id))

    other = known(db.session.get_one(Cell, cell.id))
    browser.post("duplicates.ask", case_id=mine.id)
    approval = db.session.query(Approval).filter_by(case_id=other.id).one()
    state_purpose(other, supervisor, "To decide")
    commit()
    no = {"decision": "returned", "comment": "Her cousin of the same name."}
    chief.submit("duplicates.decide_match", no, case_id=other.id, approval_id=approval.id)
    page = browser.open("duplicates.check", case_id=mine.id)
    assert "It is another person. Her cousin of the same name." in said(page)
    assert other.reference not in page.text
    db.session.refresh(approval)
    assert approval.decision is Decision.RETURNED


def test_nobody_who_must_not_know_is_asked(browser: Browser, cell: Cell) -> None:
    """The interview keeps a supervisor out: a request would tell him who came."""
    known(cell)
    mine = CaseFactory(cell=cell, person=PersonFactory(cell=cell))
    supervisor = UserFactory(supervisor=True, cell=cell)
    bar(mine, supervisor, why="The husband's brother")
    commit()
    browser.sign_in(lead_of(mine))

    assert browser.post("duplicates.ask", case_id=mine.id).status == 409
    assert db.session.query(Approval).count() == 0


def test_whoever_is_shut_out_since_reads_nothing_of_the_person(browser: Browser, cell: Cell) -> None:
    hidden, mine = known(cell), CaseFactory(cell=cell, person=PersonFactory(cell=cell))
    supervisor = UserFactory(supervisor=True, cell=cell)
    state_purpose(hidden, supervisor, "To decide")
    commit()
    hidden_id = hidden.id
    browser.sign_in(lead_of(mine))
    browser.post("duplicates.ask", case_id=mine.id)
    about = {"case_id": hidden_id, "approval_id": db.session.query(Approval).one().id}
    chief = Browser(browser.app)
    chief.sign_in(supervisor)
    assert mine.reference in said(chief.open("duplicates.decide_match", **about))
    bar(mine, supervisor, why="The husband's brother")
    commit()
    page = chief.open("duplicates.decide_match", **about)

    assert mine.reference not in page.text
    assert "No name yet" in said(page)
    assert "born in" not in said(page)
    assert "same name" not in said(page)


def test_what_is_asked_stays_between_asker_and_supervisor(browser: Browser, cell: Cell) -> None:
    mine, hidden = CaseFactory(cell=cell, person=PersonFactory(cell=cell)), known(cell)
    hidden_id, his_worker = hidden.id, lead_of(hidden)
    browser.sign_in(lead_of(mine))
    browser.post("duplicates.ask", case_id=mine.id)
    colleague = Browser(browser.app)
    colleague.sign_in(db.session.get_one(User, his_worker.id))

    assert "Possible match" not in colleague.open("casefile.show", case_id=hidden_id).text


def test_a_telephone_is_enough_to_look_and_brothers_are_two(browser: Browser, app: object) -> None:
    cell = CellFactory()
    worker = UserFactory(cell=cell)
    birth = PartialDate(2015)
    ali = known(cell, worker=worker, first_name_lat="Ali", surname_lat="Oubella", birth=birth)
    said(look_at_brother(browser, worker, "Hassan", birth))
    NumberFactory(person=ali.person)
    case = CaseFactory(
        worker=worker,
        person=PersonFactory(
            cell=cell, **LATIN | {"first_name_lat": "Aly", "surname_lat": "Obella", "birth": None}
        ),
    )
    NumberFactory(person=case.person)
    reference = ali.reference
    assert reference in said(browser.open("duplicates.check", case_id=case.id))


def test_a_merged_file_leads_to_the_one_that_stays(browser: Browser, cell: Cell) -> None:
    mine = CaseFactory(cell=cell, person=PersonFactory(cell=cell))
    merged, kept = known(cell), known(cell, first_name_lat="Zhour", surname_lat="OUBELLA")
    merged.status, merged.merged_into_id = CaseStatus.MERGED, kept.id
    db.session.commit()
    supervisor = UserFactory(supervisor=True, cell=cell)
    state_purpose(mine, supervisor, "To look")
    commit()
    browser.sign_in(supervisor)
    page = browser.open("duplicates.check", case_id=mine.id)

    assert kept.reference in said(page)
    assert merged.reference not in page.text
    assert page.has_link(f"/cases/{mine.id}/merge/{kept.id}")
    assert NOT_OPEN not in page.text


def look_at_brother(browser: Browser, worker: User, first_name: str, birth: PartialDate) -> Page:
    names = LATIN | {"first_name_lat": first_name, "surname_lat": "Oubella", "birth": birth}
    case = CaseFactory(worker=worker, person=PersonFactory(cell=worker.cells[0], **names))
    browser.sign_in(worker)
    page = browser.open("duplicates.check", case_id=case.id)
    assert "No file of this cell looks like this person's." in said(page)
    return page


def test_the_page_costs_the_same_for_one_and_for_many(
    browser: Browser, cell: Cell, statements: list[str]
) -> None:
    worker, counts = UserFactory(cell=cell), []
    mine_id = CaseFactory(worker=worker, person=PersonFactory(cell=cell)).id
    for n_more in (1, 6):
        for _n in range(n_more):
            known(cell), known(cell, worker=worker)
        signed_in = Browser(browser.app)
        signed_in.sign_in(db.session.get_one(User, worker.id))
        statements.clear()
        assert NOT_OPEN in signed_in.open("duplicates.check", case_id=mine_id).text
        counts.append([sent.split()[0] for sent in statements].count("SELECT"))

    assert counts[0] == counts[1] <= 12
