"""Between the look at what would change and its confirmation: one sentence, nothing done, nothing lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.accounts.models import Absence, User
from casework.cases.barring import bar
from casework.cases.handovers import Handover
from casework.cases.models import Case, CaseStatus, Member, MemberRole
from casework.core.clock import now, today
from casework.core.extensions import db
from tests.browser import Browser, Page
from tests.caseload.giving import confirm, leads, preview_cover, preview_giving
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory

REASON = "Her caseload allows it, says the cell"


def disabled(taker: User, _case: Case) -> None:
    taker.disabled_at = now()


def elsewhere(taker: User, _case: Case) -> None:
    taker.all_positions[0].cell_id = CellFactory().id


def on_leave(taker: User, case: Case) -> None:
    last_day = today() + timedelta(days=2)
    away = {"from_on": today(), "until_on": last_day, "recorded_by_id": case.lead_id}
    db.session.add(Absence(user_id=taker.id, **away))


def tied(taker: User, case: Case) -> None:
    bar(case, taker)


def closed(_taker: User, case: Case) -> None:
    case.status = CaseStatus.CLOSED


def changed(_taker: User, case: Case) -> None:
    case.last_contact_on = today() - timedelta(days=1)


def hidden(_taker: User, case: Case) -> None:
    supervisor = next(place.user for place in case.cell.positions if place.role.value == "supervisor")
    bar(case, supervisor)


CHANGES: dict[str, tuple[Callable[[User, Case], None], int, str]] = {
    "disabled": (disabled, 422, "Choose one of the answers offered."),
    "elsewhere": (elsewhere, 422, "Choose one of the answers offered."),
    "on leave": (on_leave, 422, "is away from"),
    "tied": (tied, 409, "This file cannot be given to this person."),
    "closed": (closed, 409, "A closed file is not assigned. Reopen it first."),
    "changed": (changed, 409, "Nothing was done: these files changed meanwhile"),
    "hidden": (hidden, 404, "There is no such page, or it is not open to you."),
}


@pytest.mark.parametrize("preview", [preview_giving, preview_cover])
@pytest.mark.parametrize("what", CHANGES)
def test_one_that_changed_stops_them_all(browser: Browser, what: str, preview: Callable[..., Page]) -> None:
    taker = UserFactory()
    files = [CaseFactory(cell=taker.cells[0]) for _n in range(3)]
    browser.sign_in(UserFactory(cell=taker.cells[0], supervisor=True))
    ready, before = preview(browser, taker, *files, reason=REASON), leads(*files)
    change, status, sentence = CHANGES[what]
    change(taker, files[1])
    commit()
    page = confirm(browser, ready)

    assert (page.status, sentence in page.text) == (status, True)
    assert REASON in str(page.soup)
    assert leads(*files) == before
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).count() == 0
    assert db.session.query(Handover).count() == 0
