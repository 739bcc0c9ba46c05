"""Monday of a supervisor: from the board to what waits for her, a review session, and the worker's answer."""

from collections.abc import Callable
from datetime import timedelta

from casework.core.clock import today
from tests.journeys.person import NARROW, Person

QUESTION = "هل تم إخبار المدرسة؟"
ANSWER = "نعم، يوم الاثنين، وهم ينتظرونها."
TASK = "الاتصال بقاضي الأحداث"
RETURNED = "أكملي الوثائق أولا"


def say_why(person: Person) -> None:
    """A file on which she does not work asks once a day."""
    if "/purpose" in person.page.url:
        person.page.fill("textarea[name=purpose]", "مراجعة يوم الاثنين")
        person.submit()


def ask_about_a_note(person: Person, address: str) -> None:
    person.open(address)
    say_why(person)
    person.follow("/notes/01")  # ids begin with the time: a note, and not the page that writes a new one
    person.follow("/question")
    person.page.fill("textarea[name=text]", QUESTION)
    assert person.check(with_axe=False) == []
    person.submit()
    assert QUESTION in person.text


def assign_the_first(person: Person) -> None:
    """One that nobody leads, given to whoever is offered first, after a look at what changes."""
    person.open("/unassigned")
    person.page.check("main tbody tr:first-child input[type=checkbox]")
    person.page.click("#chosen button[type=submit] >> nth=0")
    person.page.wait_for_load_state()
    if person.page.locator("select[name=worker]").count():
        person.page.select_option("select[name=worker]", index=1)
    else:
        person.page.check("input[name=worker] >> nth=0")
    person.page.fill("textarea[name=reason]", "تبدأ العمل هذا الأسبوع")
    person.submit()
    person.submit()
    assert "/assign" not in person.page.url


def ask_to_lower_the_risk(worker: Person, address: str) -> None:
    """Raised it is raised; to lower it is for the supervisor to decide."""
    for level in ("emergency", "low"):
        worker.open(f"{address}/risk")
        worker.tick("level", level)
        worker.page.fill("textarea[name=why]", "بعد زيارة البيت هذا الصباح")
        worker.submit()


def decide_the_first(person: Person) -> None:
    """Returned with a word: the worker reads it on the file."""
    person.open("/approvals")
    person.page.click("main table a >> nth=0")
    person.page.wait_for_load_state()
    say_why(person)
    person.tick("decision", "returned")
    person.page.fill("textarea[name=comment]", RETURNED)
    person.submit()
    person.open(f"{person.page.url}/decisions")
    assert RETURNED in person.text


def review_two_files(person: Person) -> None:
    """Begun, two files gone through, one with a task, ended."""
    person.submit()
    for place in range(2):
        if place == 0:
            person.submit()  # go on with the review: the first file
        person.tick("verdict", "do_next" if place == 0 else "go_on")
        person.page.fill("textarea[name=text]", "اتفقنا على الخطوة المقبلة")
        if place == 0:
            person.page.fill("input[name=task_title]", TASK)
            person.page.fill("input[name=task_due_on]", f"{today() + timedelta(days=6):%d/%m/%Y}")
            assert person.look("review-file") == []
        person.page.click("main form:not(.inline) button[type=submit]:not(.little)")
        person.page.wait_for_load_state()


def test_monday(someone: Callable[..., Person]) -> None:
    chief, worker = someone("latifa"), someone("amina", width=NARROW)
    worker.open("/files")
    address = str(worker.page.get_attribute("main table a[href*='/cases/']", "href"))

    chief.open("/")
    chief.follow("/files?")
    assert "/files?" in chief.page.url
    ask_about_a_note(chief, address)
    assign_the_first(chief)
    ask_to_lower_the_risk(worker, address)
    decide_the_first(chief)

    chief.open("/reviews")
    name = worker.page.inner_text(".who a")
    chief.page.click(f"main a:has-text('{name}')")
    chief.page.wait_for_load_state()
    review_two_files(chief)
    chief.follow("/reviews/")
    chief.page.click("main form[action$='/end'] button")
    chief.page.wait_for_load_state()
    assert chief.look("review-record") == []
    record = chief.page.url
    chief.follow("/print")
    assert TASK in chief.text
    assert chief.check() == []

    worker.open("/")
    assert QUESTION in worker.text
    worker.follow("/questions/")
    worker.page.fill("main textarea", ANSWER)
    assert worker.check() == []
    worker.submit()
    assert ANSWER in worker.text
    assert worker.open(record) == 200
    assert TASK in worker.text
    chief.open("/")
    chief.follow("/questions/")
    assert ANSWER in chief.text
