"""A report to an authority: the rule is read, the supervisor decides, somebody hands it over by hand."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.entries import withdraw
from casework.cases.models import Approval, Case, CaseStatus, Decision
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import GroundKind
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.measures.models import Authority, AuthorityReport, ReportDecision, ReportState
from casework.measures.services import reports as services
from casework.notices.models import Notice, NoticeKind
from casework.programmes import PROGRAMMES
from casework.programmes.reporting import Certainty, every_rule, reporting_rules
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.casefile.people import as_supervisor, filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.organisation import CellFactory

WHY = "She is beaten at home"
ASKED = {"decision": "report", "authority": "prosecutor", "why": WHY}
ASKED |= {"person_was_informed": "yes", "told": "In her own words"}
DAY = f"{today():%d/%m/%Y}"


@pytest.fixture
def case(app: Any) -> Case:
    return aged(CaseFactory(), 10)


def aged(case: Case, years: int) -> Case:
    case.person.birth_year, case.person.born_on = today().year - years, None
    commit()
    return case


def newest() -> AuthorityReport:
    found = db.session.query(AuthorityReport).order_by(AuthorityReport.id.desc()).first()
    assert found
    return found


def ask(case: Case, **said: Any) -> AuthorityReport:
    answers: dict[str, Any] = {"decision": ReportDecision.REPORT, "authority": Authority.PROSECUTOR}
    answers |= {"why": WHY, "person_was_informed": False, "told": "It would harm her"}
    report = services.ask_report(case, by=lead_of(case), form_key=new_id(), **(answers | said))
    commit()
    return report


def test_from_the_rule_to_the_answer(browser: Browser, case: Case) -> None:
    """Returned it comes back filled in; approved it stays as it was; a change is another row."""
    case_id, chief = case.id, Browser(browser.app)
    as_supervisor(chief, case)
    browser.sign_in(lead_of(case))
    page = browser.open("measures.ask_report", case_id=case_id)
    assert "The rule for a child" in page.text
    assert "still to be confirmed" in page.text
    assert "never sends it" in page.text
    assert not page.soup.select("[name=person_agrees]")
    for _click in range(2):
        browser.visit("POST", "measures.ask_report", page.hidden | ASKED, case_id=case_id)
    first = newest()
    about: dict[str, Any] = {"case_id": case_id, "report_id": first.id}
    assert browser.open("measures.ask_report", **about).status == 200
    assert browser.post("measures.ask_report", ASKED | {"form_key": str(new_id())}, **about).status == 409

    decide(chief, case_id, "returned", comment="Say since when")
    tasks = [task for task in open_tasks(case) if task.kind is TaskKind.COMPLETE_FILE]
    assert [task.due_on for task in tasks] == [today() + timedelta(days=1)]
    told = db.session.query(Notice).filter_by(kind=NoticeKind.APPROVAL_DECIDED).one()
    assert told.user_id == lead_of(case).id
    page = browser.open("measures.ask_report", **about)
    assert filled(page)["why"].strip() == WHY
    browser.visit("POST", "measures.ask_report", filled(page) | {"why": f"{WHY} since May"}, **about)
    second = newest()
    assert (second.replaces_id, second.state) == (first.id, ReportState.ASKED)
    decide(chief, case_id, "approved")

    handed_over_and_answered(browser, case, second)


def handed_over_and_answered(browser: Browser, case: Case, second: AuthorityReport) -> None:
    about: dict[str, Any] = {"case_id": case.id, "report_id": second.id}
    sent = {"sent_on": DAY, "reference": "P 44"}
    browser.submit("measures.record_delivery", sent, **about)
    browser.submit("measures.record_answer", {"answered_on": DAY, "answer": "An inquiry begins"}, **about)
    db.session.expire_all()
    assert (second.state, second.why) == (ReportState.ANSWERED, f"{WHY} since May")
    assert second.rule["lines"][0]["text"] in browser.open("measures.show_report", **about).text
    other = sent | {"version": "1", "reference": "P 45"}
    assert browser.post("measures.record_delivery", other, **about).status == 409

    sheet = browser.submit("measures.print_report", {"why": "For the prosecutor"}, **about)
    assert WHY in sheet.text
    assert str(case.person.name) not in sheet.text
    printed = db.session.query(AuditEntry).filter_by(event=Event.CASE_PRINTED.value).one()
    assert (printed.object_id, printed.detail) == (second.id, "report")
    assert "Waits for the supervisor" not in browser.open("casefile.decisions", case_id=case.id).text


def decide(chief: Browser, case_id: Any, decision: str, **more: str) -> None:
    approval = db.session.query(Approval).filter(Approval.decided_at.is_(None)).one()
    answers = {"decision": decision, **more}
    chief.submit("measures.decide_report", answers, case_id=case_id, approval_id=approval.id)


def test_a_change_of_an_approved_report_asks_again(case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    report = ask(case)
    services.decide_report(case, asked_of(report), Decision.APPROVED, by=supervisor)
    changed = ask(case, why="Another reason", replaces=report)
    delivery: dict[str, Any] = {"by": lead_of(case), "sent_on": today(), "reference": None}
    with pytest.raises(RuleBroken, match="A change of this report"):
        services.record_delivery(case, report, version=report.version, **delivery)
    with pytest.raises(RuleBroken, match="already changed"):
        ask(case, replaces=report)
    with pytest.raises(RuleBroken, match="approved report is handed"):
        services.record_delivery(case, changed, version=changed.version, **delivery)

    assert (report.state, report.why, report.version) == (ReportState.APPROVED, WHY, report.version)


def asked_of(report: AuthorityReport) -> Approval:
    return next(row for row in db.session.query(Approval) if row.what["report_id"] == str(report.id))


def test_what_was_withdrawn_or_follows_another_rule_is_not_approved(case: Case) -> None:
    supervisor, report = UserFactory(supervisor=True, cell=case.cell), ask(case)
    approval = asked_of(report)
    aged(case, 30)
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        services.decide_report(case, approval, Decision.APPROVED, by=supervisor)
    aged(case, 10)
    line = db.session.query(TimelineEntry).filter_by(kind=Happening.AUTHORITY_REPORT).one()
    assert line.story is None
    withdraw(case, line, "Wrong file")
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        services.decide_report(case, approval, Decision.APPROVED, by=supervisor)
    services.decide_report(case, approval, Decision.RETURNED, by=supervisor, comment="Withdrawn")

    assert (report.state, report.why) == (ReportState.RETURNED, None)


def test_an_adults_refusal_stands_but_for_a_life_or_a_child(browser: Browser) -> None:
    case = aged(CaseFactory(cell=CellFactory(women=True)), 30)
    browser.sign_in(lead_of(case))
    page = browser.open("measures.ask_report", case_id=case.id)
    assert "to report is her choice" in page.text
    assert browser.submit("measures.ask_report", ASKED, case_id=case.id).status == 422
    refused = ASKED | {"person_agrees": "no"}
    assert browser.submit("measures.ask_report", refused, case_id=case.id).status == 409
    browser.submit("measures.ask_report", refused | {"ground": "danger_to_life"}, case_id=case.id)
    report = newest()
    assert (report.person_agrees, report.ground) == (False, GroundKind.DANGER_TO_LIFE)

    with pytest.raises(RuleBroken, match="which authority"):
        ask(case, authority=None, person_agrees=True)
    ask(case, decision=ReportDecision.NOT_REPORT, authority=None, person_agrees=False)
    case.status = CaseStatus.CLOSED
    with pytest.raises(RuleBroken, match="closed"):
        ask(case, person_agrees=True)


def test_what_is_not_certain_is_never_shown_as_certain() -> None:
    unsure = {"ADULT_MAY", "CIVIL_SERVANT", "NOT_SAYING", "TRAFFICKING", "CHILD_PRACTICE", "ADULT_PRACTICE"}
    assert {rule.code for rule in every_rule() if rule.certainty is Certainty.TO_CONFIRM} == unsure
    for key in PROGRAMMES:
        for age in ("child", "adult"):
            rules = reporting_rules(key, age, today())
            assert f"{age.upper()}_PRACTICE" in {rule.code for rule in rules}
            assert all(rule.texts[name] and rule.sources[name] for rule in rules for name in rule.texts)


def test_who_makes_no_report_prints_none(browser: Browser, case: Case) -> None:
    report = ask(case)
    supervisor, comment = UserFactory(supervisor=True, cell=case.cell), "ZZCOMMENT her uncle"
    services.decide_report(case, asked_of(report), Decision.APPROVED, by=supervisor, comment=comment)
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    commit()
    about: dict[str, Any] = {"case_id": case.id, "report_id": report.id}
    browser.sign_in(specialist)
    closed = [browser.open(f"measures.{page}", **about).status for page in ("show_report", "print_report")]
    assert closed == [403, 403]
    for reader, reads in ((specialist, False), (lead_of(case), True)):
        browser.sign_in(reader)
        page = browser.open("casefile.decisions", case_id=case.id)
        assert "Report to an authority" in page.text
        assert (comment in page.text) is reads


def test_what_is_overtaken_or_withdrawn_leaves_the_service_no_more(case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    first, wrong = ask(case), ask(case)
    for report in (first, wrong):
        services.decide_report(case, asked_of(report), Decision.APPROVED, by=supervisor)
    ask(case, why="Another reason", replaces=first)
    services.forget_words(case, wrong.id)
    commit()
    with pytest.raises(RuleBroken, match="A change of this report"):
        services.check_may_print(first)
    delivery: dict[str, Any] = {"by": lead_of(case), "sent_on": today(), "reference": None}
    with pytest.raises(RuleBroken, match="approved report is handed"):
        services.record_delivery(case, wrong, version=wrong.version, **delivery)
