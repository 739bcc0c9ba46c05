"""Somebody at a browser: reads, types, clicks; each page is checked as it comes."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

from casework.demonstration.world import PASSWORD

PICTURES = Path(__file__).parents[2] / "screenshots"
WIDE, NARROW = 1280, 360
HEIGHTS = {WIDE: 900, NARROW: 740}
LOCALES = {"ar": "ar-MA", "fr": "fr-MA", "en": "en-GB"}
AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Person:
    def __init__(self, chromium: Browser, server: str, *, language: str = "ar", width: int = WIDE) -> None:
        self.server, self.language, self.width = server, language, width
        size = ViewportSize(width=width, height=HEIGHTS[width])
        self.context = chromium.new_context(
            viewport=size, locale={"ar": "ar-MA", "fr": "fr-MA"}.get(language, "en")
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open(f"/language/{language}")  # chosen by hand, which outweighs the account's own

    def hear(self, message: ConsoleMessage) -> None:
        is_status = "Failed to load resource" in message.text  # a 404 or a 422 is an answer, not a fault
        if message.type in ("error", "warning") and not is_status:
            self.complaints.append(message.text)

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.open("/sign-in")
        self.page.fill("#username", username)
        self.page.fill("#password", password)
        self.submit()
        assert "/sign-in" not in self.page.url, self.page.inner_text("main")

    def open(self, path: str) -> int:
        answer = self.page.goto(path if path.startswith("http") else self.server + path)
        return answer.status if answer else 0

    def submit(self) -> None:
        """The main button of the page's own form."""
        self.page.click("main form button[type=submit].button")
        self.page.wait_for_load_state()

    def follow(self, endpoint_part: str) -> None:
        """The first link whose address holds this."""
        self.page.click(f'main a[href*="{endpoint_part}"]:visible')
        self.page.wait_for_load_state()

    def tick(self, name: str, value: str) -> None:
        self.page.check(f'input[name="{name}"][value="{value}"]')

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    def resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size(ViewportSize(width=width, height=HEIGHTS[width]))

    def look(self, name: str) -> list[str]:
        """The page as it stands, wide and narrow; what is wrong with it.

        Axe, which takes longer than all the rest, reads it once: the Arabic narrow, the French wide.
        """
        wrong = []
        for width in (WIDE, NARROW):
            self.resize(width)
            self.picture(name)
            wrong += self.check(with_axe=(width == NARROW) is (self.language == "ar"))
        return wrong

    def check(self, *, with_axe: bool = True) -> list[str]:
        """What is wrong with the page as it stands: accessibility, width, complaints of the browser."""
        found = AXE.run(self.page, options=RULES).response["violations"] if with_axe else []
        wrong = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
        overflow = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            wrong.append(f"{overflow} pixels wider than the window")
        wrong += self.complaints
        self.complaints.clear()
        return [f"{self.page.url} ({self.language}, {self.width} px): {line}" for line in wrong]

    def picture(self, name: str) -> None:
        """Only where pictures are asked for (`make screenshots`): they take as long as all the checks."""
        if not os.environ.get("CASEWORK_PICTURES"):
            return
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.language}-{self.width}.png", full_page=True)

    def leave(self) -> None:
        self.context.close()
