"""From a need to its result: sent by keyboard, answered on a small phone, read in the file."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.core.clock import today
from casework.demonstration.words import rows
from tests.journeys.keyboard import Keyboard
from tests.journeys.person import NARROW, Person

NEED = "LEGAL"
MOST_PAGES, MOST_OF_PARTNER = 6, 3
MOST_KEYS, SECONDS, PER_KEY, PER_PAGE = 140, 90, 0.28, 5  # an untrained hand, and a look at each page
WHAT_FOR = "استشارة حول النفقة."
APPOINTMENT, RESULT = "الموعد في الصباح، مع الأستاذة.", "تمت الاستشارة وسلمت الوثائق."
IN_A_WEEK = f"{today() + timedelta(days=7):%d/%m/%Y}"


class Pages:
    """Every page that comes in, counted."""

    def __init__(self, person: Person) -> None:
        self.addresses: list[str] = []
        person.page.on("load", lambda page: self.addresses.append(page.url))


def open_file(person: Person) -> str:
    person.open("/files")
    person.page.click("main table a[href*='/cases/']")
    person.page.wait_for_load_state()
    return person.page.url


def is_cell(text: str) -> bool:
    return any(row["name_ar"] in text for row in rows("cells"))


def choose_partner(person: Person, keyboard: Keyboard) -> None:
    """The first organisation of the list that may be asked."""
    choices = person.page.locator("label.choice:has(input[name=to])").all()
    chosen = next(choice for choice in choices if not is_cell(choice.inner_text()))
    value = chosen.locator("input").get_attribute("value")
    keyboard.reach_first(f'input[name="to"][value="{value}"]')
    keyboard.press("Space")
    keyboard.go()


def ask_consent(person: Person, keyboard: Keyboard) -> None:
    """Given, spoken: the first answer to each question."""
    if "/consent" not in person.page.url:
        return
    keyboard.reach_first("main form input[type=radio]")
    keyboard.press("Space")
    keyboard.reach_first("main form [name$=manner]")
    keyboard.press("Space")
    keyboard.go()


def send(person: Person, file: str) -> tuple[str, str, Keyboard, Pages]:
    """From the need to what is told to the partner: the link, and the code."""
    keyboard, pages = Keyboard(person), Pages(person)
    person.open(f"{file}/refer")
    keyboard.skip_to_content()
    keyboard.reach_first(f'a[href*="service={NEED}"]')
    keyboard.go()
    keyboard.skip_to_content()
    choose_partner(person, keyboard)
    keyboard.skip_to_content()
    keyboard.reach("what_for")
    keyboard.write(WHAT_FOR)
    keyboard.reach("urgency")
    keyboard.press("Space")
    keyboard.go()
    ask_consent(person, keyboard)
    keyboard.skip_to_content()
    keyboard.reach_first("main form button[type=submit].button")
    keyboard.go()
    return *told(person), keyboard, pages


def told(person: Person) -> tuple[str, str]:
    """What the page says that is to be told to the partner: the address, and the six digits."""
    address = re.search(r"https?://\S+/p/[\w-]+", person.text)
    code = re.search(r"(?<!\d)\d{6}(?!\d)", person.text)
    assert address, person.text
    assert code, person.text
    return address[0], code[0]


def enter(partner: Person, address: str, code: str) -> list[str]:
    """With the code that was told by phone; gives what is wrong with the page."""
    partner.open(address)
    partner.picture("partner-code")
    wrong = partner.check()
    partner.page.fill("input[name=code]", code)
    partner.submit()
    return wrong


def answer(partner: Person, state: str, message: str) -> list[str]:
    """The answer, then thanks; gives what is wrong with these pages."""
    partner.picture(f"partner-{state}")
    wrong = partner.check()
    partner.tick("to", state)
    if partner.page.locator("[name=expected_on]").count() and state == "accepted":
        partner.page.fill("[name=expected_on]", IN_A_WEEK)
    partner.page.fill("textarea[name=why]", message)
    partner.submit()
    assert partner.page.url.endswith("/thanks"), partner.text
    partner.picture("partner-thanks")
    return wrong + partner.check()


def test_a_referral_that_comes_back(someone: Callable[..., Person]) -> None:
    worker, partner = someone("naima"), someone(width=NARROW)
    file = open_file(worker)
    address, code, keyboard, pages = send(worker, file)
    assert len(pages.addresses) <= MOST_PAGES, pages.addresses
    assert keyboard.n <= MOST_KEYS
    assert keyboard.n * PER_KEY + len(pages.addresses) * PER_PAGE <= SECONDS
    wrong = worker.look("sent")

    visits = Pages(partner)
    wrong += enter(partner, address, code)
    wrong += answer(partner, "accepted", APPOINTMENT)
    assert len(visits.addresses) <= MOST_OF_PARTNER, visits.addresses
    worker.open(file)
    assert APPOINTMENT in worker.page.inner_text("ol.timeline")

    partner.open(address)  # the visit is still open
    wrong += answer(partner, "done", RESULT)
    worker.open(file)
    assert RESULT in worker.page.inner_text("ol.timeline")
    wrong += worker.check()
    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_of_the_way_is_seen(someone: Callable[..., Person], language: str) -> None:
    """Two partners and a household in a pass make the longest pages."""
    person = someone("amina", language=language)
    file, wrong = open_file(person), []
    for need in ("LISTEN", "PSY"):
        person.open(f"{file}/refer?service={need}")
        wrong += person.look(f"refer-{need}")
    boxes = person.page.locator("input[name=to]").all()  # the first were asked in the other language already
    for box in boxes[:2] if language == "ar" else boxes[-2:]:
        box.check()
    person.submit()
    wrong += person.look("refer-content")
    person.page.fill("textarea[name=what_for]", WHAT_FOR)
    person.page.locator("input[name=urgency]").last.check()
    person.submit()
    if "/consent" in person.page.url:
        wrong += person.look("refer-consent")
        for part in person.page.locator("main form fieldset fieldset, main form .field").all():
            radios = part.locator("input[type=radio]")
            if radios.count() and not part.locator("input:checked").count():
                radios.first.check()
        person.submit()
    wrong += person.look("refer-preview")
    person.submit()
    assert "/sent" in person.page.url, person.text
    wrong += person.look("refer-sent")
    assert wrong == []
