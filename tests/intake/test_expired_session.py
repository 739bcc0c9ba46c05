"""An interview outlives the session: what was being typed when it ran out comes back."""

from datetime import UTC, datetime, timedelta

from casework.accounts.models import User
from casework.core.extensions import db
from casework.intake.models import Draft, Step
from casework.organisation.models import Cell
from tests.accounts.test_kept import SetTime, press, sign_in_again
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.intake import SHORTEST
from tests.intake.interviews import begin

START = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_step_sent_too_late_comes_back_filled_in(
    browser: Browser, child_cell: Cell, set_time: SetTime
) -> None:
    set_time(START)
    worker: User = UserFactory(cell=child_cell)
    browser.sign_in(worker)
    draft_id = begin(browser, child_cell)
    address = f"/intake/drafts/{draft_id}/person"
    typed = SHORTEST["child_protection"]["person"] | {"douar": "آيت بوكماز", "later": "yes"}
    answers = browser.send("GET", address).hidden | typed
    set_time(START + timedelta(minutes=20))

    late = browser.send("POST", address, answers, follow=False)
    assert late.status == 401
    page = press(browser, sign_in_again(browser, late, worker))
    assert page.status == 200
    assert page.soup.select_one("[name=douar]")["value"] == "آيت بوكماز"  # type: ignore[index]
    draft = db.session.get_one(Draft, draft_id)
    assert draft.typed(Step.PERSON) is None
    kept = browser.send("POST", address, page.hidden | SHORTEST["child_protection"]["person"])
    assert kept.status == 200
