"""However often and however fast "open the file" is pressed, there is one file."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from flask import Flask

from casework.cases.models import Case
from casework.core.extensions import db
from casework.intake.models import Draft, Intake
from casework.organisation.models import Cell
from casework.people.models import Person
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.intake.interviews import fill_in

CLICKS = 8


def press(app: Flask, cookie: str, draft_id: UUID, answers: dict[str, str]) -> int:
    client = app.test_client()
    client.set_cookie("sid", cookie)
    with app.app_context():
        answer = client.post(f"/intake/drafts/{draft_id}/finish", data=answers)
        db.session.remove()
    return answer.status_code


def test_eight_clicks_at_once_are_one_file(app: Flask, browser: Browser, child_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    draft_id = fill_in(browser, child_cell)
    answers = browser.open("intake.summary", draft_id=draft_id).hidden
    cookie = browser.client.get_cookie("sid")
    assert cookie
    db.session.remove()
    with ThreadPoolExecutor(CLICKS) as pool:
        clicks = [pool.submit(press, app, cookie.value, draft_id, answers) for _click in range(CLICKS)]
        statuses = {click.result() for click in clicks}

    assert statuses <= {302, 503}
    assert 302 in statuses
    counts = [db.session.query(model).count() for model in (Case, Person, Intake, Draft)]
    assert counts == [1, 1, 1, 0]
