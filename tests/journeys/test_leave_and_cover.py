"""A supervisor has files covered during a leave; the colleague works on one; both end together."""

from collections.abc import Callable
from datetime import timedelta

from casework.core.clock import today
from tests.journeys.person import Person

AWAY, PRESENT = "إبراهيم أوعدي", "أمينة بنعيسى"
WHY = "رخصة سنوية"


def cover_page(person: Person) -> None:
    """Of the worker who leaves, the absence recorded if it was not."""
    person.open("/board")
    person.page.locator("main a[href*='/cover']", has_text=AWAY).first.click()
    person.page.wait_for_load_state()
    if person.page.locator("main a[href$='/absence']").count():
        person.follow("/absence")
        person.page.fill("input[name=until_on]", f"{today() + timedelta(days=9):%d/%m/%Y}")
        assert person.check() == []
        person.submit()


def have_two_files_covered(person: Person) -> str:
    """Chosen, looked at, confirmed; the address of one of them."""
    for box in person.page.locator("input[name=case]").all()[2:]:
        box.uncheck()
    person.page.get_by_label(PRESENT).check()
    person.page.fill("textarea[name=reason]", WHY)
    assert person.check() == []
    person.submit()
    assert PRESENT in person.text
    assert person.look("cover-preview") == []
    person.submit()
    assert "/handovers/" in person.page.url
    assert person.look("handed-over") == []
    return person.page.locator("main table a").first.get_attribute("href") or ""


def test_leave_and_cover(someone: Callable[..., Person]) -> None:
    supervisor, colleague = someone("latifa"), someone("amina", language="fr")
    cover_page(supervisor)
    covered = have_two_files_covered(supervisor)

    assert colleague.open(covered) == 200
    colleague.follow("/notes/new")
    assert colleague.check() == []

    supervisor.open("/absences")
    assert supervisor.look("absences") == []
    supervisor.page.locator("main tr", has_text=AWAY).locator("form button").first.click()
    supervisor.page.wait_for_load_state()
    assert supervisor.check() == []
    assert colleague.open(covered) == 404
