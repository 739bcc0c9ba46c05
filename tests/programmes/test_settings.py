"""The administrator sets deadlines from a day on and enters the feasts; working days follow."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.clock import day_of, today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.organisation.models import Holiday
from casework.organisation.queries import first_directorate
from casework.programmes.base import RiskLevel
from casework.programmes.models import ResponseTimeSetting
from casework.tasks.models import Task, TaskKind
from casework.tasks.services import follow_risk, move, recount_steps, recounting
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.tasks import open_task_of_kind

SetTime = Callable[[datetime], None]
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)  # Eid al-Fitr of 2027 is expected on Wednesday 10 March
FEAST = date(2027, 3, 10)
PLAN = {"programme": "child_protection", "risk": "medium", "clock": "plan"}


@pytest.fixture(autouse=True)
def monday(set_time: SetTime) -> None:
    set_time(MONDAY)


@pytest.fixture
def administrator(browser: Browser) -> User:
    user: User = UserFactory(administrator=True)
    browser.sign_in(user)
    return user


def set_plan(browser: Browser, **answers: str) -> Page:
    typed = {"amount": "5", "unit": "days", "days_counted": "working", "effective_from": "15/03/2027"}
    return browser.submit("programmes.set_deadline", typed | answers, follow=False, **PLAN)


def enter(browser: Browser, **answers: str) -> Page:
    typed = {"feast": "FITR", "day": short_day(FEAST)} | answers
    return browser.submit("programmes.enter_days_off", typed, follow=False)


def remove(browser: Browser, holiday: Holiday) -> Page:
    hidden = browser.open("programmes.list_days_off").hidden
    return browser.visit("POST", "programmes.remove_day_off", hidden, follow=False, holiday_id=holiday.id)


def plan_due(case: Case) -> date:
    db.session.expire_all()
    task = open_task_of_kind(case, TaskKind.PLAN)
    assert task
    return task.due_on


def details(event: Event = Event.SETTING_CHANGED) -> list[str | None]:
    entries = db.session.query(AuditEntry).filter_by(event=str(event)).order_by(AuditEntry.seq)
    return [entry.detail for entry in entries if entry.detail != "cell.created"]


def test_a_deadline_is_set_from_a_day_on(browser: Browser, administrator: User, set_time: SetTime) -> None:
    """14 working days from the file; then 5. What was given before stays; elsewhere nothing changes."""
    cell, elsewhere = CellFactory(), CellFactory(directorate=DirectorateFactory(code="BM"))
    before: Case = CaseFactory(cell=cell)
    commit()
    assert plan_due(before) == date(2027, 3, 19)

    assert set_plan(browser).status == 302
    page = browser.open("programmes.list_deadlines")
    assert "14 working days" in page.text
    assert "5 working days from" in " ".join(page.soup.get_text(" ").split())

    set_time(MONDAY + timedelta(days=14))
    assert plan_due(before) == date(2027, 3, 19)
    after, other = CaseFactory(cell=cell), CaseFactory(cell=elsewhere)
    assert [plan_due(after), plan_due(other)] == [date(2027, 3, 22), date(2027, 4, 2)]
    browser.sign_in(administrator)
    assert "In force today" in browser.open("programmes.set_deadline", **PLAN).text
    assert details() == ["deadline.set"]


def test_a_deadline_of_one_day_is_one_setting_and_two_administrators_meet(
    browser: Browser, administrator: User
) -> None:
    seen = browser.open("programmes.set_deadline", **PLAN).hidden
    typed = {"amount": "5", "unit": "days", "days_counted": "working", "effective_from": "15/03/2027"}
    twice = [
        browser.visit("POST", "programmes.set_deadline", seen | typed, follow=False, **PLAN) for _ in "12"
    ]
    late = browser.visit(
        "POST", "programmes.set_deadline", seen | typed | {"amount": "6"}, follow=False, **PLAN
    )
    assert [page.status for page in (*twice, late)] == [302, 302, 409]

    assert set_plan(browser, amount="6").status == 302
    settings = db.session.query(ResponseTimeSetting).all()
    assert [(one.amount, one.set_by_id) for one in settings] == [(6, administrator.id)]
    assert details() == ["deadline.set"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"effective_from": "01/03/2027"},
        {"effective_from": "31/02/2028"},
        {"amount": "0"},
        {"amount": "367"},
        {"unit": "years"},
        {"days_counted": ""},
    ],
)
def test_a_wrong_rule_comes_back(browser: Browser, administrator: User, wrong: dict[str, str]) -> None:
    assert set_plan(browser, **wrong).status == 422
    assert not details()


def test_there_is_no_page_for_a_rule_that_is_none(browser: Browser, administrator: User) -> None:
    wrong = {"programme": "astronomy"}, {"risk": "none"}, {"clock": "first"}
    pages = [browser.open("programmes.set_deadline", **PLAN | one) for one in wrong]
    assert [page.status for page in pages] == [404, 404, 404]


def test_a_feast_moves_what_waits_in_working_days(browser: Browser, administrator: User) -> None:
    cell = CellFactory()
    case, grave, moved = (
        CaseFactory(cell=cell),
        CaseFactory(cell=cell, risk=RiskLevel.HIGH),
        CaseFactory(cell=cell),
    )
    raised = CaseFactory(cell=cell, risk=RiskLevel.LOW)
    raised.risk = RiskLevel.MEDIUM
    follow_risk(raised, by=lead_of(raised))
    task, lead = open_task_of_kind(moved, TaskKind.PLAN), lead_of(moved)
    assert task
    move(moved, task, due_on=date(2027, 3, 12), why="She travels.", version=task.version, by=lead)
    other: Case = CaseFactory(cell=CellFactory(directorate=DirectorateFactory(code="BM")))
    commit()
    files = (case, raised, grave, moved, other)
    assert [plan_due(one).day for one in files] == [19, 19, 8, 12, 19]

    assert [enter(browser).status, enter(browser).status] == [302, 302]
    assert [day for (day,) in db.session.query(Holiday.day).order_by(Holiday.day)] == [
        FEAST,
        date(2027, 3, 11),
    ]
    assert [plan_due(one).day for one in files] == [23, 23, 8, 12, 19]
    assert details() == ["day_off.entered"] * 2
    assert "Aïd al-Fitr" in browser.open("programmes.list_days_off").text

    refused = enter(browser, feast="OTHER", name_ar="يوم", name_fr="Un jour")
    assert (refused.status, len(details())) == (409, 2)
    for holiday in db.session.query(Holiday).all():
        assert remove(browser, holiday).status == 302
    assert [plan_due(one).day for one in files] == [19, 19, 8, 12, 19]
    assert case.next_due_on


def test_many_steps_are_left_to_the_clock(
    browser: Browser, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "AT_ONCE", 1)
    cell = CellFactory()
    case, second = CaseFactory(cell=cell), CaseFactory(cell=cell)
    commit()
    enter(browser)
    waiting = first_directorate()
    assert waiting
    assert (plan_due(case).day, bool(waiting.days_off_changed_at)) == (19, True)

    n_moved = recount_steps()
    assert n_moved == db.session.query(AuditEntry).filter_by(detail="days_off").count() > 2
    assert [plan_due(case).day, plan_due(second).day, recount_steps()] == [23, 23, 0]
    assert waiting.days_off_changed_at is None


def test_a_day_that_is_no_feast_needs_its_names(browser: Browser, administrator: User) -> None:
    assert enter(browser, feast="OTHER").status == 422
    assert enter(browser, feast="FITR", day="").status == 422
    assert enter(browser, feast="OTHER", name_ar="عطلة", name_fr="Jour chômé").status == 302
    assert "Jour chômé" in browser.open("programmes.list_days_off").text


def test_days_off_elsewhere_do_not_exist(browser: Browser, administrator: User) -> None:
    other: Any = DirectorateFactory(code="BM")
    holiday = Holiday(directorate_id=other.id, day=FEAST, name_ar="عيد", name_fr="Fête")
    db.session.add(holiday)
    commit()

    assert "Fête" not in browser.open("programmes.list_days_off").text
    assert remove(browser, holiday).status == 404
    assert db.session.query(Holiday).count() == 1


def test_a_rule_counts_the_days_off_that_are_known(browser: Browser, administrator: User) -> None:
    enter(browser)
    case: Case = CaseFactory()
    kept = db.session.query(Task).filter_by(case_id=case.id, kind=TaskKind.PLAN).one()
    assert (kept.due_on.day, kept.counted_for, day_of(kept.counted_from or MONDAY)) == (
        23,
        case.risk,
        today(),
    )
