"""Reception logs ten visits without a mouse; a worker takes one up and finds what is known of it."""

from collections.abc import Callable

from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Person

VISITS = 10
MOST_KEYS = 30  # with a name typed: three quarters of a minute leave room for twice as many
NAMES = ("Itto", "Izza", "Hadda", "Moha", "Zaid", "Fadma", "Aicha", "Bassou", "Rqia", "Said")


def log_one(person: Person, number: int) -> int:
    """The second cell, a woman, of a certain age, for a reason, with a first name; gives the keys pressed."""
    keyboard = Keyboard(person)
    person.page.wait_for_selector(
        "input[name=cell_id]:focus"
    )  # which a browser gives once it has drawn the page
    keyboard.press("Space")
    keyboard.press("ArrowDown", number % 3)
    for name, n_down in (("sex", number % 2), ("age_band", number % 4), ("reason", number % 5)):
        keyboard.reach(name)
        keyboard.press("Space")
        keyboard.press("ArrowDown", n_down)
    keyboard.reach("first_name")
    keyboard.type(NAMES[number])
    with person.page.expect_navigation():
        keyboard.press("Enter")
    return keyboard.n


def test_ten_visits_by_keyboard_and_one_taken_up(someone: Callable[..., Person]) -> None:
    clerk = someone("hassan")
    clerk.open("/")
    before = clerk.page.locator("table.visits tbody tr").count()
    assert clerk.check() == []
    for number in range(VISITS):
        assert log_one(clerk, number) <= MOST_KEYS
        assert clerk.page.locator("[role=status]").count() == 1
    assert clerk.check() == []
    assert clerk.page.locator("table.visits tbody tr").count() >= min(VISITS, before + VISITS)

    worker = someone("amina", language="fr")
    worker.open("/")
    row = worker.page.locator("li:has(form[action*='/take'])", has_text="M.").last  # Moha came fourth
    row.locator("button").click()
    worker.page.wait_for_load_state()
    assert "/intake/cells/" in worker.page.url
    assert worker.check() == []
    worker.page.check("input[name=notice_read]")
    worker.page.select_option("select[name=language]", index=2)
    for name, value in (("seen_alone", "yes"), ("agreement", "given"), ("is_child", "YES")):
        worker.tick(name, value)
    worker.submit()
    assert worker.page.input_value("input[name=first_name_lat]") == "Moha"
    assert worker.check() == []

    clerk.open("/visits")
    assert "M." not in clerk.page.locator("table.visits tbody tr", has_text="أمينة").first.inner_text()
