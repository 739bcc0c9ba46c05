"""A browser that fetches a link before it is clicked ends no session and changes nothing."""

import pytest

from tests.browser import Browser
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    "header", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_fetching_the_quick_exit_beforehand_is_no_exit(browser: Browser, header: dict[str, str]) -> None:
    browser.sign_in(UserFactory())
    page = browser.send("GET", "/exit", headers=header, follow=False)

    assert page.status == 503
    assert browser.visit("GET", "caseload.home", follow=False).status == 200


def test_asking_only_for_the_head_of_the_quick_exit_is_no_exit(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    browser.send("HEAD", "/exit", follow=False)

    assert browser.visit("GET", "caseload.home", follow=False).status == 200
