"""Somebody who works without a mouse: every key is counted."""

from tests.journeys.person import Person

FAR = 40  # tabs: nothing that is used every day lies farther away


class Keyboard:
    """What somebody presses, counted."""

    def __init__(self, person: Person) -> None:
        self.person, self.n = person, 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.person.page.keyboard.press(key)
            self.n += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def write(self, text: str) -> None:
        """Words in Arabic, whose letters are keys as well."""
        self.person.page.keyboard.type(text)
        self.n += len(text)

    def reach(self, name: str) -> None:
        """Tab until the field of this name has the focus."""
        self.reach_first(f'[name="{name}"]')

    def is_on(self, selector: str) -> bool:
        matches: bool = self.person.page.evaluate(
            "selector => document.activeElement.matches(selector)", selector
        )
        return matches

    def reach_first(self, selector: str) -> None:
        """Tab until something like this has the focus."""
        for _tab in range(FAR):
            if self.is_on(selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab on {self.person.page.url}")

    def skip_to_content(self) -> None:
        """By the link that every page begins with, unless the page put the focus somewhere itself."""
        self.press("Tab")
        if self.is_on("a.skip"):
            self.press("Enter")

    def go(self, key: str = "Enter") -> None:
        """To the next page."""
        with self.person.page.expect_navigation():
            self.press(key)
