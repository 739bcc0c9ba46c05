"""A worker notes a contact, refers, asks to close; the supervisor sees it and decides."""

from collections.abc import Callable

from tests.journeys.conftest import ELSEWHERE
from tests.journeys.person import Person

FEW = 4


def first_open_file(person: Person) -> str:
    person.open("/files")
    person.page.click("main table a[href*='/cases/']")
    person.page.wait_for_load_state()
    return person.page.url


def test_a_note_asks_for_four_answers_at_most(someone: Callable[..., Person]) -> None:
    person = someone("amina")
    first_open_file(person)
    person.follow("/notes/new")

    marks = person.page.locator("main form .required")
    assert sum(marks.nth(n).is_visible() for n in range(marks.count())) <= FEW
    person.tick("kind", "phone")
    person.tick("contact", "made")
    person.page.fill("textarea[name=text]", "اتصلت بالأم في الوقت المتفق عليه. الطفل عاد إلى المدرسة.")
    assert person.check() == []
    person.submit()

    assert "الطفل عاد إلى المدرسة" in person.text
    assert person.check() == []


def test_a_note_sent_twice_is_one_note(someone: Callable[..., Person]) -> None:
    person = someone("amina")
    address = first_open_file(person)
    person.follow("/notes/new")
    person.tick("kind", "office")
    person.tick("contact", "made")
    person.page.fill("textarea[name=text]", "ملاحظة واحدة لا غير.")
    person.page.dblclick("main form button[type=submit].button")
    person.page.wait_for_selector("ol.timeline")
    person.open(address)

    assert person.text.count("ملاحظة واحدة لا غير.") == 1


def test_a_supervisor_says_why_then_reads(someone: Callable[..., Person]) -> None:
    worker, supervisor = someone("amina"), someone("latifa", language="fr")
    address = first_open_file(worker)
    supervisor.open(address)
    assert "/purpose" in supervisor.page.url
    assert supervisor.check() == []
    supervisor.page.fill("textarea[name=purpose]", "Revue mensuelle")
    supervisor.submit()

    assert supervisor.page.url.startswith(address)
    worker.follow("/seen-by")
    assert "Revue mensuelle" in worker.text
    assert worker.check() == []


def test_another_cells_file_does_not_exist(someone: Callable[..., Person]) -> None:
    owner, other = someone("amina"), someone("naima")
    address = first_open_file(owner)

    assert other.open(address) == 404
    assert other.check() == []
    assert other.open(address[:-4] + "0000") == 404


def test_nothing_is_left_after_a_quick_exit(someone: Callable[..., Person]) -> None:
    person = someone("naima")
    address = first_open_file(person)
    shown = person.page.inner_text("main")
    person.page.click("a.exit")
    person.page.wait_for_load_state()
    assert person.page.url.endswith(ELSEWHERE)

    person.page.goto(address)
    assert "/sign-in" in person.page.url
    person.page.go_back()
    person.page.wait_for_load_state()
    assert shown[:200] not in person.page.content()
