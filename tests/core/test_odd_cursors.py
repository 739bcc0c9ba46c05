"""A page cursor that somebody made up, or an answer for a place that no form has: never a crash."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from casework.access.policy import Role
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.intake import SHORTEST
from tests.intake.interviews import begin, send

HUGE, FIRST, LAST = "9" * 40, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
NOBODY = str(new_id())


def made_up(*parts: str) -> str:
    return urlsafe_b64encode("|".join(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [made_up(HUGE), made_up("-" + HUGE), made_up("0"), made_up("٣"), made_up("1_0"), "%FF", "é", "A" * 5000],
)
def test_no_entry_of_the_log_is_too_far(browser: Browser, cursor: str) -> None:
    case = CaseFactory()
    browser.sign_in(case.lead)

    assert browser.open("casefile.seen_by", case_id=case.id, after=cursor).status == 200


@pytest.mark.parametrize("moment", [FIRST, LAST, "2026-01-01", "0001-01-01", "9999-12-31"])
def test_no_moment_is_too_far(browser: Browser, moment: str) -> None:
    case = CaseFactory()
    browser.sign_in(case.lead)
    cursor = made_up(moment, NOBODY)

    for endpoint, about in (("casefile.show", {"case_id": case.id}), ("referrals.list_referrals", {})):
        assert browser.open(endpoint, **about, after=cursor).status == 200
    assert browser.open("caseload.files", after=cursor).status == 200


def test_a_name_in_a_cursor_is_any_text(browser: Browser) -> None:
    browser.sign_in(UserFactory(role=Role.DPO))
    for name in ("a\x00b", "ب" * 3000, "'; --", "%"):
        assert browser.open("partners.list_partners", after=made_up(name, NOBODY)).status == 200


def test_a_user_name_in_a_cursor_is_any_text(browser: Browser) -> None:
    browser.sign_in(UserFactory(role=Role.ADMINISTRATOR))

    assert browser.open("accounts.list_accounts", after=made_up("a\x00b")).status == 200


@pytest.mark.parametrize("place", ["²", "9" * 5000, "٣", "-1", "", "0" * 300])
def test_an_answer_for_no_place_of_the_form_is_left_out(browser: Browser, place: str) -> None:
    worker: Any = UserFactory()
    browser.sign_in(worker)
    draft_id = begin(browser, worker.cells[0], is_child="NO")
    answers = {**SHORTEST["child_protection"]["person"], f"numbers-{place}-number": "0600000001"}
    page = send(browser, draft_id, "person", answers)

    assert page.status == 200, page.errors
    assert browser.open("intake.step", draft_id=draft_id, step="person").status == 200


def test_what_goes_wrong_in_the_database_is_logged_without_its_values(browser: Browser) -> None:
    assert db.engine.hide_parameters
