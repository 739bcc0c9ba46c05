"""Every main page, in both languages, wide and narrow: axe finds nothing, nothing is cut off."""

from collections.abc import Callable

import pytest

from tests.journeys.person import Person

PAGES = {
    "naima": [
        *("/", "/files", "/search", "/visits/day", "/referrals", "/partners/", "/figures", "/rights"),
        *("/account", "/approvals", "/notices", "/received", "/referrals/overview", "/partners/propose"),
        *("/agenda", "/agenda/address", "/today", "/duty-cover", "/ties/new", "/transfers", "/conferences"),
    ],
    "zahra": [
        *("/board", "/unassigned", "/log", "/confirmations", "/partners/proposals"),
        *("/this-week", "/absences", "/reviews"),
    ],
    "hassan": ["/visits", "/visits/day"],
    "abdellah": ["/figures", "/exceptional-access"],
    "driss": [
        *("/log", "/figures", "/between-cells"),
        *("/exceptional-access/given", "/exceptional-access/own-approvals"),
    ],
    "meryem": [
        "/partners/",
        "/partners/new",
        "/partners/proposals",
        "/partners/exchange/",
        "/partners/exchange/import",
    ],
    "noura": ["/", "/sent-to-us", "/partners/mine", "/account"],
    "karim": [
        *("/accounts", "/accounts/new", "/cells", "/technical-log"),
        *("/settings/deadlines", "/settings/deadlines/days-off", "/settings/deadlines/days-off/new"),
    ],
}
OF_A_FILE = [
    "",
    "/person",
    "/person/edit",
    "/numbers/new",
    "/relatives/new",
    "/household/link",
    "/concerns",
    "/details",
    "/risk",
    "/restricted",
    "/restricted/author",
    "/restricted/reporter",
    "/restricted/bar",
    "/corrections",
    "/seen-by",
    "/print",
    "/notes/new",
    "/tasks/new",
    "/consents",
    "/consents/new",
    "/refer",
    "/closure/ask",
    "/check",
    "/appointments",
    "/appointments/new",
    "/measures",
    "/measures/new",
    "/reports",
    "/reports/new",
    "/transfer",
    "/decisions",
    "/know-this-person",
]
# what is not the same in another programme
OF_A_PROGRAMME = [
    "",
    "/person",
    "/concerns",
    "/details",
    "/restricted",
    "/restricted/author",
    "/notes/new",
    "/consents/new",
    "/refer",
    "/closure/ask",
]


def name_of(path: str) -> str:
    return path.strip("/").replace("/", "-") or "home"


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("username", list(PAGES))
def test_main_pages(someone: Callable[..., Person], username: str, language: str) -> None:
    person = someone(username, language=language)
    wrong = []
    for path in PAGES[username]:
        assert person.open(path) == 200, path
        wrong += person.look(f"{username}-{name_of(path)}")

    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("username", ["naima", "amina", "youssef"])
def test_pages_of_a_file(someone: Callable[..., Person], username: str, language: str) -> None:
    person = someone(username, language=language)
    person.open("/files")
    person.page.click("main table a[href*='/cases/']")
    person.page.wait_for_load_state()
    file, wrong = person.page.url, []
    for path in OF_A_FILE if username == "amina" else OF_A_PROGRAMME:
        assert person.open(file + path) == 200, path
        wrong += person.look(f"{username}-file-{name_of(path)}")

    assert wrong == []


NEW_ON_A_CARD = ("/edit", "/services/new", "/locations/new", "/contacts/new")
# what the first link of a list leads to: who follows it, from where, which link, and what else is beside it
BEHIND = {
    "card": ("naima", "/partners/", "/partners/0", ("", "/propose")),
    "edit": ("meryem", "/partners/", "/partners/0", NEW_ON_A_CARD),
    "received": ("amina", "/received", "/received/", ("", "/accept", "/answer")),
    "referral": ("naima", "/referrals", "/referrals/0", ("", "/link", "/move", "/letter", "/slip")),
    "account": ("noura", "/sent-to-us", "/sent-to-us/", ("",)),
}


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", list(BEHIND))
def test_pages_behind_a_list(someone: Callable[..., Person], name: str, language: str) -> None:
    username, listed, link, beside = BEHIND[name]
    person = someone(username, language=language)
    person.open(listed)
    person.follow(link)
    address, wrong = person.page.url, []
    for path in beside:
        assert person.open(address + path) == 200, path
        wrong += person.look(f"{name}-{name_of(path)}")

    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_of_a_stranger(someone: Callable[..., Person], language: str) -> None:
    person = someone(language=language)
    wrong = []
    for path, status in (("/sign-in", 200), ("/activate", 200), ("/nowhere", 404)):
        assert person.open(path) == status
        wrong += person.look(f"stranger-{name_of(path)}")

    assert wrong == []
