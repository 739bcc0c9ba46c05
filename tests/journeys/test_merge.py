"""A supervisor makes one file of two that seem to be one person's, learns better, and parts them again."""

from collections.abc import Callable
from itertools import pairwise

from tests.journeys.person import NARROW, Person

WHY = "نفس رقم البطاقة، وقد أكدت الأخت ذلك."
NOT_SO = "تبين أنهما أختان لا شخص واحد."


def open_files(person: Person) -> list[str]:
    """The addresses on the first page of the list."""
    person.open("/files")
    links = person.page.locator("main table a[href*='/cases/']").all()
    return list(dict.fromkeys(link.get_attribute("href") or "" for link in links))


def read(person: Person, address: str) -> str:
    """Open a file, saying why when asked; gives its reference."""
    person.open(address)
    if "/purpose" in person.page.url:
        person.page.fill("textarea[name=purpose]", "مقارنة ملفين")
        person.submit()
    return person.page.inner_text("h1")


def compare(person: Person, files: list[str]) -> tuple[str, str, str]:
    """Two files on which nothing is asked: the address that stays, the other's and its reference."""
    for kept, address in pairwise(files):
        read(person, kept)
        reference = read(person, address)
        person.open(f"{kept}/merge")
        person.page.fill("#reference", reference.lower().replace("-", ""))
        person.submit()
        if person.page.locator("textarea[name=why]").count():
            return kept, address, reference
    raise AssertionError("something is asked on every other file")


def test_a_merge_and_its_undo(someone: Callable[..., Person]) -> None:
    person = someone("zahra")
    kept, merged, reference = compare(person, open_files(person))
    wrong = person.check()
    person.picture("merge")
    person.page.set_viewport_size({"width": NARROW, "height": 740})
    wrong += person.check()
    person.page.set_viewport_size({"width": person.width, "height": 900})
    person.tick("kept_id", kept.rsplit("/", 1)[-1])
    person.page.fill("textarea[name=why]", WHY)
    person.submit()
    assert person.page.url.endswith(kept)
    assert reference in person.text

    person.open(f"{merged}/person")
    assert person.page.url.endswith(f"{kept}/person")
    person.open(kept)
    person.follow("/merges/")
    assert WHY in person.text
    wrong += person.check()
    person.follow("/undo")
    wrong += person.check()
    person.page.fill("textarea[name=why]", NOT_SO)
    person.submit()
    assert read(person, merged) == reference
    assert wrong == []
