"""Reporter, suspected author and who must not know: for those who work on the file, logged, never printed."""

from typing import Any

from casework.audit.models import AuditEntry, Event
from casework.cases.models import BarredUser, Case, Reporter
from casework.cases.services import state_purpose
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import Change, Relative, SuspectedAuthor
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, join, lead_of
from tests.factories.organisation import CellFactory

WHY = "A cousin of the family"


def restricted(browser: Browser, case: Case) -> Page:
    return browser.open("casefile.sensitive", case_id=case.id)


def bar(browser: Browser, case: Case, user_id: Any) -> Page:
    return browser.submit("casefile.bar_user", {"user_id": str(user_id), "why": WHY}, case_id=case.id)


def test_a_reporter_is_entered_once_and_corrected(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.edit_reporter", case_id=case.id)
    answers = page.hidden | {"name": "Si Mohamed", "kind": "NEIGH", "wishes": "To stay unnamed"}
    for _n in range(2):
        worker.visit("POST", "casefile.edit_reporter", answers, case_id=case.id)
    reporter = db.session.query(Reporter).one()
    address: dict[str, Any] = {"case_id": case.id, "reporter_id": reporter.id}
    worker.submit("casefile.edit_reporter", {"name": "Si Mohammed"}, **address)

    assert reporter.name == "Si Mohammed"
    assert db.session.query(Change).filter_by(field="name").one().before == "Si Mohamed"
    assert "Si Mohammed" in restricted(worker, case).text
    assert "Si Mohammed" not in worker.open("casefile.show", case_id=case.id).text


def test_a_suspected_author_is_entered_once_and_corrected(worker: Browser, case: Case) -> None:
    relative = Relative(key_id=case.person.key_id, person_id=case.person_id, name="Brahim")
    db.session.add(relative)
    commit()
    page = worker.open("casefile.edit_suspected_author", case_id=case.id)
    answers = page.hidden | {"relation": "FAMILY", "number": "0600000031", "relative_id": str(relative.id)}
    for _n in range(2):
        worker.visit("POST", "casefile.edit_suspected_author", answers, case_id=case.id)
    author = db.session.query(SuspectedAuthor).one()
    assert author.relative_id == relative.id
    assert "Brahim" in restricted(worker, case).text

    changed = {"relation": "INLAWS", "relative_id": ""}
    worker.submit("casefile.edit_suspected_author", changed, case_id=case.id, author_id=author.id)
    assert (author.relation, author.relative_id) == ("INLAWS", None)
    text = worker.open("casefile.show", case_id=case.id).text
    assert "Do not contact" in text


def test_a_foreign_relative_is_no_choice(worker: Browser, case: Case) -> None:
    other: Any = CaseFactory(cell=case.cell).person
    relative = Relative(key_id=other.key_id, person_id=other.id, name="Rachid")
    db.session.add(relative)
    commit()
    answers = {"relation": "FAMILY", "relative_id": str(relative.id)}

    assert worker.submit("casefile.edit_suspected_author", answers, case_id=case.id).status == 422
    assert not db.session.query(SuspectedAuthor).count()


def test_a_stale_reporter_shows_both_texts(worker: Browser, case: Case) -> None:
    worker.submit("casefile.edit_reporter", {"name": "Si Mohamed"}, case_id=case.id)
    address: dict[str, Any] = {"case_id": case.id, "reporter_id": db.session.query(Reporter).one().id}
    page = worker.open("casefile.edit_reporter", **address)
    for name in ("Lalla Aicha", "Lalla Zahra"):
        answer = worker.visit("POST", "casefile.edit_reporter", page.hidden | {"name": name}, **address)

    assert answer.status == 409
    assert "Lalla Aicha" in answer.text
    assert "Lalla Zahra" in answer.text


def test_a_specialist_sees_the_consequence_and_not_the_fact(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    person = case.person
    db.session.add(
        SuspectedAuthor(key_id=person.key_id, person_id=person.id, relation="FAMILY", known_as="Red cap")
    )
    NumberFactory(person=person)
    commit()
    browser.sign_in(specialist)
    page = browser.open("casefile.show", case_id=case.id)

    assert "Do not contact" in page.text
    assert "Red cap" not in page.text
    assert not page.has_link(f"/cases/{case.id}/restricted")
    for endpoint in ("sensitive", "edit_reporter", "edit_suspected_author", "bar_user"):
        assert browser.open(f"casefile.{endpoint}", case_id=case.id).status == 403


def test_corrections_of_the_restricted_page_stay_there(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    browser.sign_in(lead_of(case))
    browser.submit("casefile.edit_reporter", {"name": "Si Mohamed"}, case_id=case.id)
    address: dict[str, Any] = {"case_id": case.id, "reporter_id": db.session.query(Reporter).one().id}
    browser.submit("casefile.edit_reporter", {"name": "Si Mohammed"}, **address)
    assert "Si Mohamed" in browser.open("casefile.corrections", case_id=case.id).text
    browser.post("accounts.sign_out")
    browser.sign_in(specialist)

    assert "Si Mohamed" not in browser.open("casefile.corrections", case_id=case.id).text


def test_opening_the_restricted_page_is_logged(worker: Browser, case: Case) -> None:
    restricted(worker, case)

    assert db.session.query(AuditEntry).filter_by(event=Event.SENSITIVE_VIEWED.value).one().case_id == case.id
    assert "Opened the restricted page" in worker.open("casefile.seen_by", case_id=case.id).text


def test_a_barred_member_leaves_at_once(worker: Browser, app: Any, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    theirs = Browser(app)
    theirs.sign_in(specialist)
    assert theirs.open("casefile.show", case_id=case.id).status == 200
    for _n in range(2):
        bar(worker, case, specialist.id)

    assert theirs.open("casefile.show", case_id=case.id).status == 404
    assert db.session.query(BarredUser).one().why == WHY
    assert case.member_ids == {case.lead_id}
    assert db.session.query(AuditEntry).filter_by(event=Event.USER_BARRED.value).count() == 1


def test_the_lead_worker_is_replaced_before_he_is_barred(worker: Browser, case: Case) -> None:
    page = bar(worker, case, case.lead_id)

    assert page.status == 409
    assert not case.barred


def test_a_member_shuts_himself_out(browser: Browser, case: Case) -> None:
    colleague = UserFactory(cell=case.cell)
    join(case, colleague)
    browser.sign_in(colleague)
    page = bar(browser, case, colleague.id)

    assert page.status == 200
    assert browser.open("casefile.show", case_id=case.id).status == 404


def test_a_barred_supervisor_gives_way_to_the_deputy(browser: Browser, app: Any, case: Case) -> None:
    supervisor, deputy = UserFactory(supervisor=True, cell=case.cell), UserFactory(cell=case.cell)
    browser.sign_in(lead_of(case))
    bar(browser, case, supervisor.id)
    assert "the cell has no deputy" in restricted(browser, case).text
    case.cell.deputy_id = deputy.id
    commit()
    theirs = Browser(app)
    theirs.sign_in(supervisor)
    assert theirs.open("casefile.show", case_id=case.id).status == 404
    deputies = Browser(app)
    deputies.sign_in(deputy)
    deputies.submit("cases.state_purpose", {"purpose": "In the supervisor's place"}, case_id=case.id)

    assert deputies.open("casefile.show", case_id=case.id).status == 200
    assert "the cell has no deputy" not in restricted(browser, case).text


def test_somebody_of_another_directorate_is_no_choice(worker: Browser, case: Case) -> None:
    assert bar(worker, case, new_id()).status == 422


def test_only_a_supervisor_lets_somebody_know_again(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    browser.sign_in(lead_of(case))
    bar(browser, case, specialist.id)
    address: dict[str, Any] = {"case_id": case.id, "barred_id": case.barred[0].id}
    assert browser.open("casefile.unbar_user", **address).status == 403
    browser.post("accounts.sign_out")
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, supervisor, "Review of the month")
    commit()
    browser.sign_in(supervisor)
    browser.submit("casefile.unbar_user", {"why": "It was another person"}, **address)

    assert not case.barred
    assert browser.open("casefile.unbar_user", **address).status == 404
    assert db.session.query(AuditEntry).filter_by(event=Event.USER_UNBARRED.value).one().reason_id


def test_a_supervisor_of_another_cell_finds_nothing(browser: Browser, case: Case) -> None:
    browser.sign_in(UserFactory(supervisor=True, cell=CellFactory()))

    assert restricted(browser, case).status == 404
