"""What is to be done on a file: added, done, moved with a reason, left to wait when that was agreed."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Reason
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.ids import new_id
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, join
from tests.factories.followup import TaskFactory
from tests.factories.organisation import CellFactory
from tests.factories.tasks import open_task_of_kind

IN_A_WEEK = today() + timedelta(days=7)


@pytest.fixture
def case(browser: Browser) -> Case:
    case: Case = CaseFactory()
    assert case.lead
    browser.sign_in(case.lead)
    return case


def step(case: Case, kind: TaskKind = TaskKind.FOLLOW_UP) -> Task:
    task = open_task_of_kind(case, kind)
    assert task
    return task


def add(browser: Browser, case: Case, **more: Any) -> Page:
    answers = {"title": "Ask the school", "due_on": short_day(today())} | more
    return browser.submit("tasks.add_task", answers, case_id=case.id, follow=False)


def act(browser: Browser, what: str, task: Task, **answers: Any) -> Page:
    return browser.submit(f"tasks.{what}_task", answers, case_id=task.case_id, task_id=task.id, follow=False)


def n_events(event: str) -> int:
    return db.session.query(AuditEntry).filter_by(event=event).count()


def test_a_task_is_added_and_is_due_next(browser: Browser, case: Case) -> None:
    assert add(browser, case).status == 302
    task = db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).one()

    assert (task.title, task.due_on, task.assignee_id) == ("Ask the school", today(), None)
    assert (case.next_due_on, case.next_due_kind) == (today(), "by_hand")
    assert n_events("task.added") == 1


def test_a_double_click_adds_one_task(browser: Browser, case: Case) -> None:
    filled = browser.open("tasks.add_task", case_id=case.id).hidden
    filled |= {"title": "Ask", "due_on": short_day(today())}
    for _click in range(2):
        assert browser.visit("POST", "tasks.add_task", filled, case_id=case.id, follow=False).status == 302

    assert db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).count() == 1


def test_only_a_member_is_given_a_task(browser: Browser, case: Case) -> None:
    member, stranger = UserFactory(cell=case.cell), UserFactory(cell=case.cell)
    join(case, member)

    assert add(browser, case, assignee_id=str(stranger.id)).status == 422
    assert add(browser, case, assignee_id="garbage").status == 422
    assert add(browser, case, assignee_id=str(member.id)).status == 302
    assert db.session.query(Task).filter_by(assignee_id=member.id).count() == 1


@pytest.mark.parametrize(
    "given", [{"title": " "}, {"title": "x" * 201}, {"due_on": "yesterday"}, {"due_on": "01/01/2020"}]
)
def test_a_wrong_answer_adds_nothing(browser: Browser, case: Case, given: dict[str, str]) -> None:
    page = add(browser, case, **given)

    assert page.status == 422
    assert page.errors
    assert db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).count() == 0


def test_what_was_written_down_is_done_without_a_word(browser: Browser, case: Case) -> None:
    task = TaskFactory(case=case)
    assert act(browser, "complete", task).status == 302

    assert task.done_by_id == case.lead_id
    told = db.session.query(TimelineEntry).filter_by(object_id=task.id).one()
    assert told.story == {"text": "Ask the school for her marks"}
    assert n_events("task.done") == 2  # the first contact, which the interview was, is the other


def test_a_step_done_by_hand_needs_a_word(browser: Browser, case: Case) -> None:
    assessment = step(case, TaskKind.ASSESSMENT)
    assert act(browser, "complete", assessment).status == 422
    assert act(browser, "complete", assessment, why="On paper, in the cabinet").status == 302

    assert assessment.why == "On paper, in the cabinet"
    assert case.stage.value == "plan"


def test_done_twice_is_done_once(browser: Browser, case: Case) -> None:
    follow_up = step(case)
    address: dict[str, Any] = {"case_id": case.id, "task_id": follow_up.id}
    filled = browser.open("tasks.complete_task", **address).hidden | {"why": "Seen at the market"}
    for _click in range(2):
        assert browser.visit("POST", "tasks.complete_task", filled, follow=False, **address).status == 302

    assert [task.kind for task in open_tasks(case)].count(TaskKind.FOLLOW_UP) == 1
    assert db.session.query(TimelineEntry).filter_by(object_id=follow_up.id).count() == 1


def test_a_review_is_the_supervisors(browser: Browser, case: Case) -> None:
    review = step(case, TaskKind.SUPERVISOR_REVIEW)
    assert act(browser, "complete", review, why="Looks fine to me").status == 409
    supervisor = Browser(browser.app)
    supervisor.sign_in(UserFactory(role=Role.SUPERVISOR, cell=case.cell))
    supervisor.submit("cases.state_purpose", {"purpose": "Monthly review"}, case_id=case.id, follow=False)
    assert act(supervisor, "complete", review, why="Read with the worker").status == 302

    assert not review.is_open
    assert step(case, TaskKind.SUPERVISOR_REVIEW).id != review.id


def test_another_due_date_needs_a_reason_that_is_kept(browser: Browser, case: Case) -> None:
    follow_up = step(case)
    rule, day = follow_up.due_at, short_day(IN_A_WEEK)
    assert act(browser, "move", follow_up, due_on=day).status == 422
    assert act(browser, "move", follow_up, due_on="01/01/2020", why="Snow").status == 422
    assert act(browser, "move", follow_up, due_on=day, why="The road is closed by snow").status == 302

    assert (follow_up.due_on, follow_up.moved_from) == (IN_A_WEEK, rule)
    assert [reason.text for reason in db.session.query(Reason)] == ["The road is closed by snow"]
    assert case.next_due_on == min(task.due_on for task in open_tasks(case))
    assert n_events("task.moved") == 1


def test_a_stale_move_shows_both_days_and_a_second_click_is_no_move(browser: Browser, case: Case) -> None:
    follow_up = step(case)
    address: dict[str, Any] = {"case_id": case.id, "task_id": follow_up.id}
    stale = browser.open("tasks.move_task", **address).hidden | {"why": "Snow"}
    first = stale | {"due_on": short_day(IN_A_WEEK)}
    clicks = [browser.visit("POST", "tasks.move_task", first, follow=False, **address) for _ in range(2)]
    assert [click.status for click in clicks] == [302, 302]
    late = short_day(IN_A_WEEK + timedelta(days=1))
    page = browser.visit("POST", "tasks.move_task", stale | {"due_on": late}, **address)

    assert page.status == 409
    assert late in page.text
    assert short_day(IN_A_WEEK) in page.text
    assert n_events("task.moved") == 1


def test_waiting_for_her_is_as_good_as_a_follow_up(browser: Browser) -> None:
    case: Case = CaseFactory(cell=CellFactory(women=True), days_ago=40)
    assert case.lead
    browser.sign_in(case.lead)
    follow_up = step(case)
    assert follow_up.is_late
    assert (
        "Wait for her until that day"
        in browser.open("tasks.move_task", case_id=case.id, task_id=follow_up.id).text
    )
    assert act(browser, "wait", follow_up, until_on=short_day(IN_A_WEEK)).status == 302

    assert not follow_up.is_late
    assert (follow_up.waits_until, follow_up.due_on) == (IN_A_WEEK, IN_A_WEEK)


def test_elsewhere_nothing_waits(browser: Browser, case: Case) -> None:
    page = browser.open("tasks.wait_task", case_id=case.id, task_id=step(case).id)

    assert page.status == 409
    assert "In this programme the follow-up keeps its due date." in page.text


def test_a_closed_file_plans_nothing(browser: Browser, case: Case) -> None:
    follow_up = step(case)
    case.status = CaseStatus.CLOSED
    db.session.commit()

    assert browser.open("tasks.add_task", case_id=case.id).status == 409
    assert act(browser, "complete", follow_up, why="Late").status == 409
    assert act(browser, "move", follow_up, due_on=short_day(IN_A_WEEK), why="Late").status == 409


@pytest.mark.parametrize("what", ["complete", "move", "wait"])
def test_the_task_of_another_file_is_not_there(browser: Browser, case: Case, what: str) -> None:
    foreign = TaskFactory(case=CaseFactory(worker=case.lead))
    address = {"case_id": case.id, "task_id": foreign.id}

    assert browser.open(f"tasks.{what}_task", **address).status == 404
    assert browser.post(f"tasks.{what}_task", {"version": "1"}, **address).status == 404


@pytest.mark.parametrize("what", ["add", "complete", "move", "wait"])
def test_strangers_find_nothing(browser: Browser, case: Case, what: str) -> None:
    stranger = Browser(browser.app)
    stranger.sign_in(UserFactory(cell=case.cell))
    address = {"case_id": case.id} | ({} if what == "add" else {"task_id": new_id()})

    assert stranger.open(f"tasks.{what}_task", **address).status == 404
