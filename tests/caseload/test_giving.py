"""A supervisor gives files to somebody, for good or for a while: all of them, or none."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Action
from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.handovers import Handover
from casework.cases.models import BarredUser, Case, CaseStatus, Member, MemberRole
from casework.cases.queries import find_case
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices.models import Notice
from tests.browser import Browser
from tests.caseload.giving import (
    REASON,
    ahead,
    can_confirm,
    confirm,
    cover,
    first_form,
    leads,
    preview_cover,
    preview_giving,
    reason_shown,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.bulk import many_cases
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory
from tests.parallel import all_at_once

AWAY = "is away from"


@pytest.fixture
def team(browser: Browser) -> tuple[User, User]:
    """A worker of a cell, and its supervisor, signed in."""
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    browser.sign_in(supervisor)
    return worker, supervisor


def shut_out(user: User, case: Case) -> None:
    db.session.add(BarredUser(case_id=case.id, user_id=user.id, key_id=case.key_id))
    commit()


def test_files_are_looked_at_then_given_then_reported(browser: Browser, team: tuple[User, User]) -> None:
    worker, supervisor = team
    cell = worker.cells[0]
    cell.caseload_limit = 2
    free = [CaseFactory(cell=cell, unassigned=True) for _n in range(2)]
    led = CaseFactory(cell=cell)
    before, files = led.lead, [*free, led]
    assert set(browser.open("caseload.unassigned").texts("a.code")) == {case.reference for case in free}
    preview = preview_giving(browser, worker, *files)

    assert leads(*files) == [None, None, before.id]
    assert "Leads 0 open files now." in preview.text
    assert "3 of 2" in preview.text
    assert "more than the cell's limit" in preview.text
    assert f"From {before.name} to {worker.name}." in preview.text
    report = confirm(browser, preview)
    assert set(report.texts("a.code")) == {case.reference for case in files}
    assert worker.name in report.text
    assert leads(*files) == [worker.id] * 3
    assert find_case(led.id, before, Action.CASE_VIEW) is None
    entries = db.session.query(AuditEntry).filter_by(event=Event.MEMBER_ADDED.value, object_id=worker.id)
    assert len([entry for entry in entries if entry.reason_id]) == 3

    again = confirm(browser, preview)
    assert again.response.request.path == report.response.request.path
    assert db.session.query(Handover).count() == 1
    assert not can_confirm(preview_giving(browser, worker, *files))
    receiver = Browser(browser.app)
    receiver.sign_in(worker)
    notice = db.session.query(Notice).one()
    told = receiver.post("notices.open_notice", notice_id=notice.id)
    assert told.response.request.path == report.response.request.path
    assert set(told.texts("a.code")) == {case.reference for case in files}
    stranger = Browser(browser.app)
    stranger.sign_in(UserFactory(cell=cell))
    assert stranger.open("caseload.handed_over", handover_id=notice.object_id).status == 404
    assert supervisor.id == db.session.query(Handover).one().by_id


def test_one_that_cannot_be_given_stops_them_all(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    free, hidden, closed = (CaseFactory(cell=worker.cells[0], unassigned=True) for _n in range(3))
    ready = preview_giving(browser, worker, free, hidden, closed)
    shut_out(worker, hidden)
    closed.status = CaseStatus.CLOSED
    commit()
    preview = preview_giving(browser, worker, free, hidden, closed)

    assert not can_confirm(preview)
    assert preview.texts(".chip") == [
        "This file cannot be given to this person.",
        "A closed file is not assigned. Reopen it first.",
    ]
    assert confirm(browser, ready).status == 409
    assert leads(free, hidden) == [None, None]
    fewer = confirm(browser, preview, "Go on without")
    assert confirm(browser, fewer).texts("a.code") == [free.reference]
    assert reason_shown(confirm(browser, preview, "Change the answers")) == REASON


def test_what_changed_meanwhile_is_shown_again(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    one, other = (CaseFactory(cell=worker.cells[0], unassigned=True) for _n in range(2))
    preview = preview_giving(browser, worker, one, other)
    other.last_contact_on = today()
    commit()
    page = confirm(browser, preview)

    assert page.status == 409
    assert f"these files changed meanwhile: \u2066{other.reference}\u2069" in page.text
    assert leads(one, other) == [None, None]
    assert confirm(browser, page).status == 200
    assert leads(one, other) == [worker.id, worker.id]


def test_what_is_not_to_be_given(browser: Browser, team: tuple[User, User]) -> None:
    """Files and people of elsewhere, forged or hidden, and answers that make no sense."""
    worker, supervisor = team
    cell = worker.cells[0]
    case, hidden = (CaseFactory(cell=cell, unassigned=True) for _n in range(2))
    shut_out(supervisor, hidden)
    answers = {"worker": str(worker.id), "reason": REASON}
    for foreign in (CaseFactory().id, new_id(), hidden.id):
        assert browser.open("caseload.assign", case=[case.id, foreign]).status == 404
        assert browser.post("caseload.assign", answers | {"case": [case.id, foreign]}).status == 404
        entries = db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value, object_id=foreign)
        assert entries.count() == 2
    outsiders = (
        UserFactory(),
        UserFactory(cell=cell, reception=True),
        UserFactory(cell=cell, disabled_at=now()),
    )
    assert [preview_giving(browser, outsider, case).status for outsider in outsiders] == [422] * 3
    assert preview_giving(browser, worker, case, reason=" ").status == 422
    assert browser.open("caseload.assign").messages == ["Choose at least one file."]
    assert browser.open("caseload.assign", case="x").status == 404
    too_many = [CaseFactory(cell=cell, unassigned=True).id for _n in range(3)] * 40
    assert browser.open("caseload.assign", case=too_many).status == 200  # the same three
    assert leads(case) == [None]


def test_a_confirmation_that_no_preview_wrote(browser: Browser, team: tuple[User, User]) -> None:
    """It changes nothing: the preview is shown again."""
    worker, _supervisor = team
    case = CaseFactory(cell=worker.cells[0], unassigned=True)
    answers = first_form(preview_giving(browser, worker, case))
    odd_versions = ("", "x", f"{case.id}:²", f"{case.id}:{'9' * 5000}", f"{new_id()}:1", "a\x00b")

    for seen in odd_versions:
        page = browser.send("POST", "/assign", answers | {"seen": [seen]})
        assert (page.status, can_confirm(page)) == (409, True)
    assert browser.send("POST", "/assign", answers | {"case": ["\x00"]}).status == 404
    assert leads(case) == [None]


def test_files_of_two_cells_or_too_many(browser: Browser, team: tuple[User, User]) -> None:
    worker, supervisor = team
    second = CellFactory(women=True)
    role = UserFactory(cell=second, supervisor=True).all_positions[0]
    role.user_id = supervisor.id
    here, there = CaseFactory(worker=worker), CaseFactory(cell=second)
    many_cases(101, worker)
    ids = [case.id for case in db.session.query(Case).filter_by(cell_id=worker.cells[0].id)]
    page = browser.open("caseload.assign", case=[here.id, there.id])

    assert (page.status, "Choose files of one cell at a time." in page.text) == (409, True)
    page = browser.open("caseload.cover", case=ids)
    assert (page.status, "Choose at most 100 files at a time." in page.text) == (409, True)
    page = browser.open("caseload.assign", case=[here.id] * 101 + ids[-1:])
    chosen = {field["value"] for field in page.soup.select("[name=case]")}
    assert chosen == {str(here.id), str(ids[-1])}  # one that is named often hides no other
    page = browser.open("caseload.cover_worker", cell_id=worker.cells[0].id, user_id=worker.id)
    assert len(page.soup.select("[name=case]")) == 100
    assert "2 more files are left" in page.text


def test_a_colleague_covers_until_a_day(browser: Browser, team: tuple[User, User], set_time: Any) -> None:
    worker, _supervisor = team
    stand_in = UserFactory(cell=worker.cells[0])
    cases = [CaseFactory(worker=worker) for _n in range(2)]

    report = cover(browser, stand_in, *cases)
    assert set(report.texts("a.code")) == {case.reference for case in cases}
    assert "There is nothing to do" in preview_cover(browser, stand_in, *cases).text
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).count() == 2
    assert leads(*cases) == [worker.id, worker.id]
    covering = Browser(browser.app)
    covering.sign_in(stand_in)
    assert f"Cover, until {ahead(5)}" in covering.open("caseload.files").texts(".chip")
    assert covering.open("casefile.show", case_id=cases[0].id).status == 200

    set_time(now() + timedelta(days=6))
    covering.sign_in(stand_in)
    assert covering.open("casefile.show", case_id=cases[0].id).status == 404
    assert covering.open("caseload.files").texts("a.code") == []
    report = covering.send("GET", report.response.request.path)
    assert (report.status, report.texts("a.code")) == (200, [])
    assert find_case(cases[0].id, worker, Action.CASE_VIEW)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"until_on": "01/01/2020"}, "This date is already past."),
        ({"until_on": "31/02/2027"}, "Write the date as day/month/year"),
        ({"from_on": "01/01/2020"}, "This date is already past."),
        ({"from_on": ahead(9)}, "This period ends before it begins."),
        ({"until_on": ahead(400)}, "This period is longer than a year."),
        ({"worker": str(new_id())}, "Choose one of the answers offered."),
    ],
)
def test_a_cover_that_makes_no_sense_is_sent_back(
    browser: Browser, team: tuple[User, User], more: dict[str, str], sentence: str
) -> None:
    worker, _supervisor = team
    page = preview_cover(browser, UserFactory(cell=worker.cells[0]), CaseFactory(worker=worker), **more)

    assert page.status == 422
    assert sentence in " ".join(page.errors)
    assert reason_shown(page) == "Annual leave"
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).count() == 0


def test_two_supervisors_give_one_file_at_once(browser: Browser, team: tuple[User, User]) -> None:
    """Whoever comes second reads that the file changed; sent twice by one it is given once."""
    worker, _supervisor = team
    other, second = UserFactory(cell=worker.cells[0]), Browser(browser.app)
    second.sign_in(UserFactory(cell=worker.cells[0], supervisor=True))
    cases = [CaseFactory(cell=worker.cells[0], unassigned=True) for _n in range(3)]
    ready = [
        (visitor, first_form(preview_giving(visitor, taker, *cases)))
        for visitor, taker in ((browser, worker), (second, other))
    ] * 2
    app, ids = browser.app, [case.id for case in cases]
    cookies: list[Any] = [visitor.client.get_cookie("sid") for visitor, _answers in ready]

    def post(number: int) -> int:
        client = app.test_client()
        client.set_cookie("sid", cookies[number].value)
        return client.post("/assign", data=ready[number][1]).status_code

    statuses = all_at_once(app, post, len(ready))
    assert sorted(status for status in statuses if status != 503) in ([302, 302, 409, 409], [302, 409, 409])
    assert len({db.session.get_one(Case, case_id).lead_id for case_id in ids}) == 1
    assert db.session.query(Member).count() == 3
    assert db.session.query(Handover).count() == 1


@pytest.mark.parametrize("is_cover", [False, True])
def test_a_hundred_files_ask_no_more_than_three(
    browser: Browser, team: tuple[User, User], statements: list[str], is_cover: bool
) -> None:
    worker, _supervisor = team
    stand_in = UserFactory(cell=worker.cells[0])
    counts = []
    for n in (3, 97):
        begun = db.session.query(Case).count()
        many_cases(n, worker, numbered_from=begun)
        files = db.session.query(Case).order_by(Case.id).all()[begun:]
        statements.clear()
        preview = (preview_cover if is_cover else preview_giving)(browser, stand_in, *files)
        confirm(browser, preview)
        counts.append(len([sent for sent in statements if sent.lstrip().startswith("SELECT")]))
        assert db.session.query(Member).filter_by(user_id=stand_in.id).count() == begun + n

    assert counts[0] == counts[1]
