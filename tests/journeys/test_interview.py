"""A worker of each cell logs an interview in Arabic, then reads the file that it opened."""

from collections.abc import Callable

import pytest

from tests.journeys.person import Person

MANY = 20  # an interview asks for fewer required answers than this
SAYS_YES = {"seen_alone": "yes", "agreement": "given"}


def required_answers(person: Person) -> int:
    """How many questions of this page are marked as needed and in sight."""
    marks = person.page.locator("main form .required")
    return sum(marks.nth(n).is_visible() for n in range(marks.count()))


def answer_choices(person: Person, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        if person.page.locator(f'input[name="{name}"][value="{value}"]').count():
            person.tick(name, value)


def answer_what_is_left(person: Person) -> None:
    """The first option of each required list that has no answer yet: the stories differ by programme."""
    for field in person.page.locator("main form .field:has(.required)").all():
        if not field.is_visible():
            continue
        radios, chosen = field.locator("input[type=radio]"), field.locator("input:checked")
        if radios.count() and not chosen.count():
            radios.first.check()
        for select in field.locator("select").all():
            if not select.input_value():
                select.select_option(index=1)
        for box in field.locator("input[type=checkbox]").all()[:1]:
            if not chosen.count():
                box.check()


def continue_(person: Person) -> None:
    assert person.check() == []
    answer_what_is_left(person)
    person.submit()


@pytest.mark.parametrize(("worker", "is_child"), [("naima", "NO"), ("amina", "YES"), ("youssef", "NO")])
def test_an_interview_opens_a_file(someone: Callable[..., Person], worker: str, is_child: str) -> None:
    person = someone(worker)
    person.open("/")
    person.follow("/intake/cells")
    asked = required_answers(person)
    person.page.check("input[name=notice_read]")
    person.page.select_option("select[name=language]", index=2)
    answer_choices(person, SAYS_YES | {"is_child": is_child})
    continue_(person)

    asked += required_answers(person)
    person.page.fill("input[name=first_name_ar]", "زينب")
    person.page.fill("input[name=surname_ar]", "آيت واعراب")
    person.page.fill("input[name=first_name_lat]", "Zineb")
    person.page.fill("input[name=birth]", "14/03/2015" if is_child == "YES" else "1991")
    continue_(person)

    while "/summary" not in person.page.url:
        before = person.page.url
        asked += required_answers(person)
        if person.page.locator("textarea[name=risk_why]").count():
            person.page.fill("textarea[name=risk_why]", "تعيش مع من تخاف منه، ولا سند قريب.")
        continue_(person)
        assert person.page.url != before, person.text

    assert person.check() == []
    assert "زينب" in person.text
    person.page.fill("textarea[name=narrative]", "جاءت بمفردها بتوجيه من المستوصف.")
    person.page.click("main form button[type=submit].button:not(.quiet)")
    person.page.wait_for_load_state()
    assert "/opened" in person.page.url, person.text
    assert person.check() == []
    assert asked < MANY

    person.page.click("main a[href*='/cases/']:not([href*='/opened'])")
    person.page.wait_for_load_state()
    assert "جاءت بمفردها بتوجيه من المستوصف." in person.text
    assert person.check() == []
    find_by_the_other_script(person)


def find_by_the_other_script(person: Person) -> None:
    """By keyboard, from the home: the surname was written in Arabic alone."""
    file = person.page.url.removeprefix(person.server)
    person.open("/")
    person.page.focus("#words")
    person.page.keyboard.type("AIT OUAARAB Zaynab")
    person.page.keyboard.press("Enter")
    person.page.wait_for_selector(f"main table a[href='{file}']")
    assert "آيت واعراب" not in person.text
    assert person.page.url.endswith("/search")
    assert person.check() == []
