"""A supervisor who is barred from a file finds it in no number, were it beside a worker or a leave."""

from flask import Flask

from casework.accounts.models import User
from casework.cases.barring import bar
from casework.cases.models import Case
from casework.core.extensions import db
from tests.browser import Browser
from tests.caseload.giving import ahead, cover, preview_giving, sent_by
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory


def hide(case: Case, user: User) -> None:
    bar(db.session.get_one(Case, case.id), db.session.get_one(User, user.id))
    commit()


def test_no_number_tells_of_a_hidden_file(app: Flask) -> None:
    cell = CellFactory()
    worker, colleague = UserFactory.create_batch(2, cell=cell)
    supervisor = UserFactory(cell=cell, supervisor=True)
    hidden, other, spare = (
        CaseFactory(worker=worker),
        CaseFactory(worker=worker),
        CaseFactory(worker=colleague),
    )
    browser, at = Browser(app), {"cell_id": cell.id, "user_id": worker.id}
    browser.sign_in(supervisor)
    period = {"from_on": ahead(0), "until_on": ahead(5)}
    browser.submit("caseload.record_absence", period, **at)
    cover(browser, colleague, hidden, other)
    assert "2 files, until" in browser.open("caseload.list_absences").text
    hide(hidden, supervisor)

    assert "1 file, until" in browser.open("caseload.list_absences").text
    form = browser.open("caseload.list_absences").soup.select("main form")[0]
    assert "1 cover ends with it." in browser.send("POST", str(form["action"]), sent_by(form)).messages
    assert "Leads 1 open file now." in preview_giving(browser, worker, spare).text


def test_an_absence_leads_to_no_cover_when_all_is_hidden(app: Flask) -> None:
    case = CaseFactory()
    supervisor = UserFactory(cell=case.cell, supervisor=True)
    hide(case, supervisor)
    browser, at = Browser(app), {"cell_id": case.cell_id, "user_id": case.lead_id}
    browser.sign_in(supervisor)
    page = browser.submit("caseload.record_absence", {"from_on": ahead(0), "until_on": ahead(5)}, **at)
    assert page.heading == "Absences"
