"""A worker logs an interview in five steps, each kept on the server."""

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.extensions import db
from casework.intake.models import Draft, Intake
from casework.keys.models import DataKey, KeyOwner
from casework.organisation.models import Cell
from casework.people.models import Person
from tests.browser import Browser
from tests.intake.interviews import fill_in, finish


def test_an_interview_becomes_a_file(browser: Browser, worker: User, cell: Cell) -> None:
    page = finish(browser, fill_in(browser, cell), narrative="جاءت لتسأل عن حقوقها")

    case = db.session.query(Case).one()
    assert page.heading == "The file is open"
    assert case.reference in page.text
    assert case.person.first_name_ar == "فاطمة الزهراء"
    assert case.lead_id == worker.id
    assert db.session.query(Intake).one().narrative == "جاءت لتسأل عن حقوقها"


def test_nothing_of_the_draft_is_left(browser: Browser, worker: User, cell: Cell) -> None:
    finish(browser, fill_in(browser, cell))

    assert db.session.query(Draft).count() == 0
    key = db.session.query(DataKey).filter_by(owner_kind=KeyOwner.DRAFT).one()
    assert (key.wrapped, bool(key.destroyed_at)) == (None, True)


def test_opening_twice_is_one_file(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = fill_in(browser, cell)
    hidden = browser.open("intake.summary", draft_id=draft_id).hidden
    pages = [browser.visit("POST", "intake.finish", hidden, draft_id=draft_id) for _click in range(2)]

    assert [page.heading for page in pages] == ["The file is open"] * 2
    assert db.session.query(Case).count() == db.session.query(Person).count() == 1
