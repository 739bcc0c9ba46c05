"""A draft is its author's alone, comes back as it was typed, and leaves nothing behind."""

from datetime import timedelta
from typing import Any

import pytest

from casework.accounts.models import User
from casework.audit.models import AuditEntry
from casework.caseload.queries.waiting import begun_and_waiting
from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.intake.models import Draft, Step
from casework.intake.services.drafts import delete_expired_drafts
from casework.keys.models import DataKey, KeyOwner
from casework.organisation.models import Cell
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.intake import SHORTEST
from tests.factories.organisation import CellFactory
from tests.intake.interviews import begin, fill_in, finish, newest_draft, send


def details_of(event: str) -> list[str | None]:
    entries = db.session.query(AuditEntry).filter_by(event=event).order_by(AuditEntry.seq)
    return [entry.detail for entry in entries]


def draft_keys_left() -> int:
    keys = db.session.query(DataKey).filter_by(owner_kind=KeyOwner.DRAFT)
    return keys.filter(DataKey.wrapped.is_not(None)).count()


@pytest.fixture
def author(browser: Browser, child_cell: Cell) -> User:
    user: User = UserFactory(cell=child_cell)
    browser.sign_in(user)
    return user


def test_nothing_is_kept_before_the_first_step_is_sent(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    browser.open("intake.start", cell_id=child_cell.id)

    assert db.session.query(Draft).count() == 0


def test_a_double_click_on_the_first_step_is_one_draft(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    answers = (
        browser.open("intake.start", cell_id=child_cell.id).hidden | SHORTEST["child_protection"]["notice"]
    )
    pages = [browser.visit("POST", "intake.start", answers, cell_id=child_cell.id) for _click in range(2)]

    assert [page.status for page in pages] == [200, 200]
    assert db.session.query(Draft).count() == 1


def test_what_was_begun_can_be_resumed(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell)
    send(browser, draft_id, "person", {"first_name_lat": "Fatima"})

    draft = begun_and_waiting(author).drafts[0]
    assert (draft.id, draft.next_step) == (draft_id, Step.SITUATION)
    page = browser.open("intake.step", draft_id=draft_id, step="person")
    assert page.soup.select_one("[name=first_name_lat]")["value"] == "Fatima"  # type: ignore[index]
    assert details_of("draft.saved") == ["notice", "person"]


def test_a_step_left_half_way_comes_back_as_it_was(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell)
    page = send(browser, draft_id, "person", {"birth": "31/02/2020", "commune": "", "later": "yes"})

    assert page.messages == ["The interview is kept for 24 hours. You find it on your home page."]
    shown = browser.open("intake.step", draft_id=draft_id, step="person")
    assert shown.soup.select_one("[name=birth]")["value"] == "31/02/2020"  # type: ignore[index]
    summary = finish(browser, draft_id)
    assert summary.status == 422
    assert db.session.query(Case).count() == 0


def test_a_refused_step_keeps_what_was_typed(browser: Browser, author: User, child_cell: Cell) -> None:
    page = send(browser, begin(browser, child_cell), "person", {"birth": "31/12/2999", "douar": "آيت بوكماز"})

    assert page.status == 422
    assert page.soup.select_one("[name=douar]")["value"] == "آيت بوكماز"  # type: ignore[index]
    assert "A date of birth cannot be in the future." in " ".join(page.errors)
    assert newest_draft().typed(Step.PERSON) is None


def test_somebody_elses_draft_looks_like_a_missing_one(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    draft_id = begin(browser, child_cell)
    browser.post("accounts.sign_out")
    browser.sign_in(UserFactory(cell=child_cell))

    pages: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("GET", "intake.step", {"step": "person"}),
        ("POST", "intake.step", {"step": "person"}),
        ("GET", "intake.summary", {}),
        ("POST", "intake.finish", {}),
        ("POST", "intake.leave", {}),
    )
    for verb, endpoint, more in pages:
        token = {"csrf_token": browser.token()} if verb == "POST" else None
        hidden, missing = (
            browser.visit(verb, endpoint, token, draft_id=each, **more) for each in (draft_id, new_id())
        )
        assert (hidden.status, missing.status) == (404, 404), endpoint
        assert hidden.texts("main") == missing.texts("main")
    assert db.session.query(Draft).count() == 1


def test_a_worker_who_left_the_cell_no_longer_reads_his_draft(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    draft_id = begin(browser, child_cell)
    other = CellFactory(women=True)
    author.all_positions[0].cell_id = other.id
    db.session.commit()

    assert browser.open("intake.summary", draft_id=draft_id).status == 404


def test_a_person_who_leaves_leaves_nothing(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell)
    page = browser.post("intake.leave", draft_id=draft_id)

    assert page.messages == ["The draft was deleted. Nothing of it was kept."]
    assert (db.session.query(Draft).count(), draft_keys_left()) == (0, 0)
    assert details_of("draft.deleted") == ["left"]
    assert browser.open("intake.summary", draft_id=draft_id).status == 404


def test_a_draft_expires_after_a_day(browser: Browser, author: User, child_cell: Cell) -> None:
    expired, kept = begin(browser, child_cell), begin(browser, child_cell)
    db.session.get_one(Draft, expired).saved_at = now() - timedelta(hours=25)
    db.session.commit()

    assert browser.open("intake.summary", draft_id=expired).status == 404
    assert [draft.id for draft in begun_and_waiting(author).drafts] == [kept]
    assert delete_expired_drafts() == 1
    commit()
    assert (db.session.query(Draft).count(), draft_keys_left()) == (1, 1)
    assert details_of("draft.deleted") == ["expired"]


def test_two_windows_on_one_step_show_both_texts(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell)
    first = browser.open("intake.step", draft_id=draft_id, step="person").hidden
    said = SHORTEST["child_protection"]["person"]
    address: dict[str, Any] = {"draft_id": draft_id, "step": "person"}
    browser.visit("POST", "intake.step", first | said | {"douar": "Ait Bougmez"}, **address)
    page = browser.visit("POST", "intake.step", first | said | {"douar": "Tabant"}, **address)

    assert page.status == 409
    assert "Ait Bougmez" in page.text
    assert "Tabant" in page.text
    assert newest_draft().typed(Step.PERSON)["douar"] == ["Ait Bougmez"]  # type: ignore[index]


def test_a_double_click_on_a_step_is_no_conflict(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell)
    answers = browser.open("intake.step", draft_id=draft_id, step="person").hidden
    answers |= SHORTEST["child_protection"]["person"]
    for _click in range(2):
        page = browser.visit("POST", "intake.step", answers, draft_id=draft_id, step="person")
        assert page.status == 200
    assert details_of("draft.saved") == ["notice", "person"]


def test_two_windows_on_two_steps_do_not_disturb_one_another(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    draft_id = fill_in(browser, child_cell)
    person = browser.open("intake.step", draft_id=draft_id, step="person").hidden
    send(browser, draft_id, "concerns", {"risk": "high"})
    said = person | SHORTEST["child_protection"]["person"] | {"douar": "Tabant"}

    assert browser.visit("POST", "intake.step", said, draft_id=draft_id, step="person").status == 200


def test_going_back_after_the_file_opened_leads_to_it(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    draft_id = fill_in(browser, child_cell)
    finish(browser, draft_id)

    assert browser.open("intake.step", draft_id=draft_id, step="person").heading == "The file is open"


def test_an_interview_needs_a_cell_of_ones_own(browser: Browser, author: User) -> None:
    elsewhere = CellFactory(disability=True)

    pages = [browser.open("intake.start", cell_id=cell_id) for cell_id in (elsewhere.id, new_id())]
    assert [page.status for page in pages] == [404, 404]
    assert pages[0].texts("main") == pages[1].texts("main")


@pytest.mark.parametrize("role", ["specialist", "reception", "director", "dpo", "administrator"])
def test_only_workers_and_supervisors_interview(browser: Browser, child_cell: Cell, role: str) -> None:
    traits = {role: True} | ({"cell": child_cell} if role in ("specialist", "reception") else {})
    browser.sign_in(UserFactory(**traits))

    assert browser.open("intake.start", cell_id=child_cell.id).status == 403


def test_an_unfinished_interview_opens_nothing(browser: Browser, author: User, child_cell: Cell) -> None:
    page = finish(browser, begin(browser, child_cell))

    assert page.status == 422
    missing = page.texts(".notice a")
    assert missing == ["Person", "Situation", "Concerns and risk"]
    assert db.session.query(Case).count() == 0


def test_the_home_page_leads_to_where_one_stopped(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = fill_in(browser, child_cell)
    draft = begun_and_waiting(author).drafts[0]

    assert draft.next_step is Step.SUMMARY
    page = browser.open("intake.step", draft_id=draft_id, step=draft.next_step)
    assert page.heading == "Read the interview back"
    sent = browser.post("intake.step", draft_id=draft_id, step=draft.next_step)
    assert sent.status == 404
