"""A supervisor makes one file of two: what she sees, what is refused, and who knows of it afterwards."""

from typing import Any

import pytest
from flask import Flask

from casework.audit.models import AuditEntry, Event
from casework.cases import approvals
from casework.cases.barring import bar
from casework.cases.models import ApprovalKind, Case, CaseStatus, MemberRole
from casework.cases.queries import case_with_reference, find_case
from casework.cases.services import set_concerns
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.duplicates.models import Merge
from casework.programmes.base import RiskLevel
from casework.search.finding import find
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.casefile.people import changes, filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, join, lead_of
from tests.factories.duplicates import WHY, merge, supervisor_who_read, two_files
from tests.factories.followup import NoteFactory
from tests.parallel import AT_ONCE, answers_to

TEXT = "She slept at the home of an aunt."


@pytest.fixture
def pair(app: Flask) -> tuple[Case, Case]:
    return two_files()


def supervise(browser: Browser, *cases: Case) -> Browser:
    browser.sign_in(supervisor_who_read(*cases))
    return browser


def answers(page: Page, **more: Any) -> dict[str, Any]:
    return filled(page) | {"why": WHY} | more


def test_one_file_of_two(browser: Browser, pair: tuple[Case, Case]) -> None:
    kept, merged = pair
    NoteFactory(case=merged, text=TEXT)
    addresses: dict[str, Any] = {"case_id": kept.id, "other_id": merged.id}
    worker_id = merged.lead_id
    kept_id, merged_id, reference = kept.id, merged.id, merged.reference
    reader = lead_of(merged).name
    browser.sign_in(lead_of(merged))
    browser.open("casefile.show", case_id=merged_id)
    browser.post("accounts.sign_out")
    supervise(browser, kept, merged)
    page = browser.submit("duplicates.choose_merge", {"reference": reference.lower()}, case_id=kept_id)
    assert {"Fatima-Zohra AIT LHAJ", "Fatim Zahra AIT LHAJ"} <= set(page.texts("td"))
    chosen = answers(page, take_first_name_lat=str(merged_id), going_on=[str(worker_id)])
    page = browser.visit("POST", "duplicates.merge", chosen, **addresses)

    assert TEXT in page.text
    assert reference in page.text
    assert changes()["first_name_lat"] == ("Fatima-Zohra", "Fatim Zahra")
    kept, merged = db.session.get_one(Case, kept_id), db.session.get_one(Case, merged_id)
    assert (merged.status, merged.current_members) == (CaseStatus.MERGED, [])
    assert {member.role for member in kept.current_members} == {MemberRole.LEAD, MemberRole.COVER}
    assert worker_id in kept.member_ids
    assert kept.last_contact_on == today()
    logged = db.session.query(AuditEntry).filter_by(event=Event.CASES_MERGED.value)
    assert {entry.case_id for entry in logged} == {kept_id, merged_id}
    assert reader in browser.open("casefile.seen_by", case_id=kept_id).texts("td[data-label=Who]")
    sheet = browser.submit("casefile.print_file", {"why": "For the judge"}, case_id=kept_id)
    assert reference in sheet.text


def test_the_old_address_and_reference_lead_to_the_file_that_stays(browser: Browser, pair: Any) -> None:
    kept, merged = pair
    leaver, worker = lead_of(merged), lead_of(kept)
    kept_id, merged_id, reference = kept.id, merged.id, merged.reference
    merge(kept, merged, supervisor_who_read(kept, merged))
    browser.sign_in(worker)
    page = browser.visit("GET", "casefile.person", case_id=merged_id, follow=False)
    assert page.response.headers["Location"].endswith(f"/cases/{kept_id}/person")
    sent = browser.post("followup.add_note", {"text": TEXT}, case_id=merged_id)
    assert (sent.status, TEXT in sent.text) == (409, True)
    by_reference = case_with_reference(reference, worker)
    assert by_reference
    assert by_reference.id == kept_id

    other = Browser(browser.app)
    other.sign_in(leaver)
    hidden, missing = (other.open("casefile.show", case_id=case_id) for case_id in (merged_id, new_id()))
    assert hidden.status == missing.status == 404
    assert hidden.soup.select_one("main") == missing.soup.select_one("main")


def test_a_double_click_is_one_merge(app: Flask, browser: Browser, pair: Any) -> None:
    kept, merged = pair
    addresses = {"case_id": merged.id, "other_id": kept.id}
    supervise(browser, kept, merged)
    sent = answers(browser.open("duplicates.merge", **addresses))
    at_once = answers_to(browser, "duplicates.merge", [sent] * AT_ONCE, **addresses)

    assert {answer.status_code for answer in at_once} == {302}
    assert len({answer.headers["Location"] for answer in at_once}) == 1
    assert db.session.query(Merge).count() == 1


def test_a_stale_page_merges_nothing(browser: Browser, pair: Any) -> None:
    kept, merged = pair
    addresses = {"case_id": kept.id, "other_id": merged.id}
    supervise(browser, kept, merged)
    sent = answers(browser.open("duplicates.merge", **addresses))
    merged.last_contact_on = None
    commit()
    page = browser.visit("POST", "duplicates.merge", sent, **addresses)

    assert (page.status, WHY in page.text) == (409, True)
    assert db.session.query(Merge).count() == 0


def test_another_cells_file_is_missing_and_each_file_asks_its_purpose(browser: Browser, pair: Any) -> None:
    kept, merged = pair
    stranger = CaseFactory()
    reference, worker = stranger.reference, lead_of(kept)
    supervise(browser, kept)
    page = browser.visit("GET", "duplicates.merge", case_id=kept.id, other_id=merged.id, follow=False)
    assert f"/cases/{merged.id}/purpose" in page.response.headers["Location"]
    for other_id in (stranger.id, new_id()):
        assert browser.open("duplicates.merge", case_id=kept.id, other_id=other_id).status == 404
    page = browser.submit("duplicates.choose_merge", {"reference": reference}, case_id=kept.id)
    assert page.status == 422
    assert "Give the reference of another file of the same cell." in page.errors[0]

    other = Browser(browser.app)
    other.sign_in(worker)
    assert other.open("duplicates.merge", case_id=kept.id, other_id=merged.id).status == 403


def test_who_is_barred_from_one_is_barred_from_both(app: Flask, pair: Any) -> None:
    kept, merged = pair
    lead, colleague = lead_of(kept), UserFactory(specialist=True, cell=kept.cell)
    join(kept, colleague)
    for user in (colleague, lead):
        bar(merged, user)
    commit()
    supervisor = supervisor_who_read(kept, merged)
    with pytest.raises(RuleBroken, match="must not know"):
        merge(kept, merged, supervisor)
    db.session.rollback()
    merge(merged, kept, supervisor, going_on=[lead.id, colleague.id])

    assert not merged.member_ids & {lead.id, colleague.id}
    assert find_case(kept.id, lead, approvals.Action.CASE_VIEW) is None


@pytest.mark.parametrize("obstacle", ["asked", "closed", "in_error", "other_cell"])
def test_what_forbids_a_merge(app: Flask, pair: Any, obstacle: str) -> None:
    kept, merged = pair
    supervisor = supervisor_who_read(kept, merged)
    if obstacle == "asked":
        approvals.ask_for(merged, ApprovalKind.RISK_LOWERED, by=lead_of(merged), what={})
    elif obstacle == "other_cell":
        merged = CaseFactory()
    else:
        kept.status = CaseStatus.CLOSED if obstacle == "closed" else CaseStatus.ENTERED_IN_ERROR
    commit()

    with pytest.raises(RuleBroken):
        merge(kept, merged, supervisor)


def test_the_graver_and_the_more_careful_of_two_answers_stays(app: Flask) -> None:
    kept, merged = two_files(risk=RiskLevel.HIGH)
    safe = NumberFactory(person=kept.person)
    NumberFactory(person=merged.person, confirmed_on=None)
    first, second, third = (option.code for option in list(kept.programme.concerns)[:3])
    set_concerns(kept, first, [second])
    set_concerns(merged, second, [third])
    commit()
    merge(kept, merged, supervisor_who_read(kept, merged))

    assert kept.risk is RiskLevel.HIGH
    assert not safe.is_safe_now
    assert (kept.primary_concern, set(kept.concern_codes)) == (first, {first, second, third})
    steps = [task.kind for task in open_tasks(kept)]
    assert len(steps) == len(set(steps))
    assert kept.next_due_on == min(task.due_on for task in open_tasks(kept))


@pytest.mark.parametrize("n_notes", [1, 30])
def test_what_a_merge_costs(browser: Browser, statements: list[str], pair: Any, n_notes: int) -> None:
    kept, merged = pair
    for _n in range(n_notes):
        NoteFactory(case=merged)
    addresses = {"case_id": kept.id, "other_id": merged.id}
    supervise(browser, kept, merged)
    sent = answers(browser.open("duplicates.merge", **addresses))
    statements.clear()
    browser.visit("POST", "duplicates.merge", sent, follow=False, **addresses)

    assert db.session.query(Merge).count() == 1
    assert len(statements) <= 80
    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.NOTE, case_id=addresses["case_id"])
    assert lines.count() == n_notes


def test_the_other_spelling_and_the_other_number_still_find_the_file(app: Flask, pair: Any) -> None:
    kept, merged = pair
    NumberFactory(person=merged.person, number="+212600005678")
    supervisor = supervisor_who_read(kept, merged)
    merge(kept, merged, supervisor)

    for typed in ("Fatim Zahra AIT LHAJ", "06 00 00 56 78", merged.reference):
        assert [case.id for case in find(typed, supervisor).files] == [kept.id], typed
