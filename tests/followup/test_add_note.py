"""A worker writes down what happened; the due dates and the story follow."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.ids import new_id
from casework.followup.models import Contact, Note
from casework.people.models import Change, SuspectedAuthor
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, NumberFactory, join
from tests.factories.organisation import CellFactory
from tests.factories.tasks import open_task_of_kind


def answers(**more: Any) -> dict[str, Any]:
    return {
        "happened_on": short_day(today()),
        "kind": "office",
        "contact": "made",
        "text": "She came with her sister.\nShe is calmer.",
    } | more


def write(browser: Browser, case: Case, **more: Any) -> Any:
    return browser.submit("followup.add_note", answers(**more), case_id=case.id, follow=False)


def notes() -> list[Note]:
    return db.session.query(Note).order_by(Note.id).all()


def test_a_note_is_saved_and_told_in_the_story(browser: Browser, case: Case) -> None:
    page = write(browser, case, minutes="45")
    note = notes()[0]

    assert page.status == 302
    assert (note.text, note.minutes, note.author_id) == (answers()["text"], 45, case.lead_id)
    entry = db.session.query(TimelineEntry).filter_by(object_id=note.id).one()
    assert (entry.kind, entry.detail, entry.author_id) == (Happening.NOTE, "office", case.lead_id)
    assert entry.story == {"text": "She came with her sister. She is calmer.", "contact": "made"}
    assert db.session.query(AuditEntry).filter_by(event="note.added", object_id=note.id).count() == 1


def test_the_page_asks_four_answers_and_says_whose_file_it_is(browser: Browser, case: Case) -> None:
    page = browser.open("followup.add_note", case_id=case.id)

    assert len(page.soup.select("form.form .required")) == 4
    assert page.texts(".whose .code") == [case.reference, case.reference]
    assert page.texts(".whose .alias") == ["F. A.", "F. A."]
    assert str(case.programme.label) in page.texts(".whose")[0]
    assert "LHAJ" not in page.soup.get_text()


def test_a_contact_does_the_follow_up_and_plans_the_next(browser: Browser, case: Case) -> None:
    first = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    write(browser, case)
    follow_ups = db.session.query(Task).filter_by(kind=TaskKind.FOLLOW_UP).order_by(Task.id).all()

    assert first
    assert [task.is_open for task in follow_ups] == [False, True]
    assert follow_ups[0].id == first.id
    assert case.last_contact_on == today()
    assert case.next_due_on == min(task.due_on for task in open_tasks(case))


@pytest.mark.parametrize("contact", ["not_reached", "not_meant"])
def test_without_contact_the_follow_up_stays_due(browser: Browser, case: Case, contact: str) -> None:
    before = (case.last_contact_on, case.next_due_on, {task.id for task in open_tasks(case)})
    write(browser, case, contact=contact)

    assert (case.last_contact_on, case.next_due_on, {task.id for task in open_tasks(case)}) == before
    assert notes()[0].contact is Contact(contact)


def test_the_next_step_becomes_a_task(browser: Browser, case: Case) -> None:
    day = today() + timedelta(days=2)
    write(browser, case, next_step="Call the school", next_on=short_day(day))
    task = db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).one()

    assert (task.title, task.due_on, task.planned_in_id) == ("Call the school", day, notes()[0].id)
    assert db.session.query(TimelineEntry).filter_by(object_id=notes()[0].id).one().story["next"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"next_step": "Call the school"}, "Give the next step its day."),
        ({"next_on": "31/12/2099"}, "Write the date as day/month/year, for example 31/12/2025."),
        ({"next_step": "Call", "next_on": "01/01/2020"}, "This date is already past."),
        ({"happened_on": "31/02/2026"}, "Write the date as day/month/year, for example 31/12/2025."),
        ({"kind": "rumour"}, "Choose one of the answers offered."),
        ({"contact": ""}, "This answer is needed."),
        ({"minutes": "0"}, "Write the minutes as a number, 1,440 at most."),
        ({"text": " \n "}, "This answer is needed."),
        ({"confirmed_number": str(new_id())}, None),
    ],
)
def test_a_wrong_answer_keeps_the_text(
    browser: Browser, case: Case, given: dict[str, str], error: str | None
) -> None:
    NumberFactory(person=case.person)
    page = write(browser, case, **given)

    assert page.status == 422
    assert error is None or any(error in shown for shown in page.errors), page.errors
    assert "text" in given or "She is calmer." in page.texts("textarea[name=text]")[0]
    assert notes() == []


def test_a_day_to_come_or_before_the_file_is_refused(browser: Browser, case: Case) -> None:
    tomorrow = write(browser, case, happened_on=short_day(today() + timedelta(days=1)))
    before = write(browser, case, happened_on=short_day(case.opened_on - timedelta(days=1)))

    assert [tomorrow.status, before.status] == [422, 422]
    assert "This date has not come yet." in " ".join(tomorrow.errors)
    assert "a note cannot be older" in " ".join(before.errors)
    assert notes() == []


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.ENTERED_IN_ERROR])
def test_a_closed_file_takes_no_new_note(browser: Browser, case: Case, status: CaseStatus) -> None:
    case.status = status
    db.session.commit()
    page = browser.open("followup.add_note", case_id=case.id)

    assert page.status == 409
    assert "This file is closed: open one of its notes and add to it." in page.text
    assert browser.post("followup.add_note", answers(form_key=str(new_id())), case_id=case.id).status == 409


def test_a_double_click_makes_one_note(browser: Browser, case: Case) -> None:
    page = browser.open("followup.add_note", case_id=case.id)
    filled = page.hidden | answers(next_step="Call", next_on=short_day(today()))
    for _click in range(2):
        sent = browser.visit("POST", "followup.add_note", filled, case_id=case.id, follow=False)
        assert sent.status == 302

    assert len(notes()) == 1
    assert db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).count() == 1


def test_the_key_of_another_files_form_gives_nothing_away(browser: Browser, case: Case) -> None:
    other: Case = CaseFactory(worker=case.lead)
    filled = browser.open("followup.add_note", case_id=other.id).hidden | answers()
    browser.visit("POST", "followup.add_note", filled, case_id=other.id)
    page = browser.visit("POST", "followup.add_note", filled, case_id=case.id)

    assert page.status == 409
    assert [note.case_id for note in notes()] == [other.id]


def test_an_asked_number_is_confirmed(browser: Browser, case: Case) -> None:
    number = NumberFactory(person=case.person, confirmed_on=today() - timedelta(days=100))
    page = browser.open("followup.add_note", case_id=case.id)
    assert "Do not call the number that ends in" in page.texts(".first")[0]
    write(browser, case, confirmed_number=str(number.id))

    assert number.confirmed_on == today()
    assert db.session.query(Change).filter_by(object_id=number.id, field="confirmed_on").count() == 1
    assert db.session.query(AuditEntry).filter_by(detail="number_confirmed").count() == 1


def test_without_a_number_nobody_is_called(browser: Browser, case: Case) -> None:
    page = browser.open("followup.add_note", case_id=case.id)

    assert "No number is known: do not call." in page.texts(".first")[0]
    assert not page.soup.select("[name=confirmed_number]")


def test_what_is_typed_is_kept_without_what_hides(browser: Browser, case: Case) -> None:
    text = "قالت \u202eإنها\u0000 بخير\u200b 🙂 مع أختها"
    write(browser, case, text=text)

    assert notes()[0].text == "قالت إنها بخير 🙂 مع أختها"


def test_a_text_of_a_megabyte_comes_back(browser: Browser, case: Case) -> None:
    text = "word " * 200_000
    page = write(browser, case, text=text)

    assert page.status == 422
    assert "This text is too long: 20,000 characters at most." in " ".join(page.errors)
    assert len(page.texts("textarea[name=text]")[0]) >= len(text) - 1
    assert notes() == []


def test_ten_megabytes_are_not_read(browser: Browser, case: Case) -> None:
    assert write(browser, case, text="x" * 10_000_000).status == 413
    assert notes() == []


def test_an_older_contact_typed_later_changes_no_due_date(browser: Browser, case: Case) -> None:
    write(browser, case)
    before = case.next_due_on, [task.id for task in open_tasks(case)]
    write(browser, case, happened_on=short_day(today() - timedelta(days=5)))

    assert len(notes()) == 2
    assert (case.next_due_on, [task.id for task in open_tasks(case)]) == before
    assert case.last_contact_on == today()


def test_a_specialist_of_the_file_writes_too_and_others_find_nothing(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    strangers = [UserFactory(cell=case.cell), UserFactory(cell=CellFactory()), UserFactory(reception=True)]
    for user, status in ((specialist, 200), *zip(strangers, (404, 404, 403), strict=True)):
        visitor = Browser(browser.app)
        visitor.sign_in(user)
        assert visitor.open("followup.add_note", case_id=case.id).status == status


def test_the_page_stays_within_its_statements(browser: Browser, case: Case, statements: list[str]) -> None:
    NumberFactory(person=case.person)
    del statements[:]
    browser.open("followup.add_note", case_id=case.id)

    assert len(statements) <= 12, statements


def test_the_number_of_a_suspected_author_is_never_offered(browser: Browser, case: Case) -> None:
    number = NumberFactory(person=case.person)
    key = {"key_id": case.person.key_id, "person_id": case.person_id}
    db.session.add(SuspectedAuthor(number=number.number, relation="OTHER", **key))
    db.session.commit()
    page = browser.open("followup.add_note", case_id=case.id)

    assert page.texts(".do-not-contact .code") == ["06 00 00 12 34"]
    assert not page.soup.select("a[href^=tel]")
    assert not page.soup.select("[name=confirmed_number]")


def test_a_saved_note_stands_in_the_story_of_the_file(browser: Browser, case: Case) -> None:
    filled = answers(next_step="Call the school", next_on=short_day(today()))
    page = browser.submit("followup.add_note", filled, case_id=case.id)

    assert page.status == 200
    assert "The note was saved." in " ".join(page.messages)
    assert "She came with her sister. She is calmer." in page.text
    assert page.text.count("Call the school") == 2  # in the story and among the next steps
