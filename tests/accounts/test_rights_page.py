"""The page that says who may do what."""

from casework.access.policy import GRANTS, Action, Role, Scope
from casework.accounts import words
from tests.browser import Browser
from tests.factories.accounts import UserFactory


def test_every_role_action_and_scope_has_its_words() -> None:
    assert set(words.ROLES) == set(Role)
    assert set(words.ACTIONS) == set(Action)
    assert set(words.SCOPES) == set(Scope)


def test_the_page_is_the_table_and_marks_ones_own_column(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    page = browser.open("accounts.rights")
    rows = page.soup.select("tbody tr")

    assert len(rows) == len(GRANTS)
    for row, scopes in zip(rows, GRANTS.values(), strict=True):
        shown = [cell.get_text(" ", strip=True).removeprefix("– ") for cell in row.select("td")]
        assert shown == [str(words.SCOPES[scope]) for scope in scopes]
    assert page.texts("thead .mine") == ["Supervisor Me"]
