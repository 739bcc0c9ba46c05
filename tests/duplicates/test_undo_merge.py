"""Two files are parted again: from the journal, within thirty days, without what was said since."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from casework.access.policy import Action
from casework.cases import households
from casework.cases.barring import bar
from casework.cases.models import Case, CaseStatus, MemberRole
from casework.cases.queries import find_case, linked_files
from casework.cases.services import assign
from casework.core.clock import now
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.duplicates.services.following import follow_late
from casework.duplicates.services.undoing import undo
from casework.followup.models import Note
from casework.people.models import Household
from casework.people.services import change
from casework.programmes.base import RiskLevel
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from casework.tasks.services import cancel_open
from tests.browser import Browser
from tests.casefile.people import changes
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.duplicates import WHY as WHY_ONE
from tests.factories.duplicates import merge, supervisor_who_read, two_files
from tests.factories.followup import NoteFactory

WHY = "Two cousins of one name"


def test_what_moved_goes_back_and_what_came_since_stays(browser: Browser) -> None:
    kept, merged = two_files(risk=RiskLevel.HIGH)
    merged.person.douar = "Tizi"
    moved = NoteFactory(case=merged).id
    supervisor, worker_id = supervisor_who_read(kept, merged), merged.lead_id
    kept_id, merged_id = kept.id, merged.id
    made = merge(kept, merged, supervisor, taken=["first_name_lat", "douar"], going_on=[worker_id])
    assert "douar" in changes()
    since = NoteFactory(case=kept).id
    change(kept.person, kept.person, supervisor.id, first_name_lat="Fatima")
    commit()
    browser.sign_in(supervisor)
    address = {"case_id": kept_id, "merge_id": made.id}
    page = browser.open("duplicates.undo_merge", **address)
    assert "1 line written since the merge stays with this file" in page.text
    page = browser.submit("duplicates.undo_merge", {"why": WHY}, **address)

    assert "1 answer was corrected since the merge and stays as it is." in page.messages
    kept, merged = db.session.get_one(Case, kept_id), db.session.get_one(Case, merged_id)
    assert db.session.get_one(Note, moved).case_id == merged_id
    assert db.session.get_one(Note, since).case_id == kept_id
    assert "douar" not in changes()  # the other person's answer stays in no list of corrections
    assert (merged.status, merged.lead_id, merged.merged_into_id) == (CaseStatus.OPEN, worker_id, None)
    assert (kept.risk, merged.risk) == (RiskLevel.MEDIUM, RiskLevel.HIGH)
    assert worker_id not in kept.member_ids
    assert merged.next_due_on
    again = browser.submit("duplicates.undo_merge", {"why": WHY}, **address)
    assert "undone already" in again.text


def test_who_was_shut_out_since_is_shut_out_of_both(app: Flask) -> None:
    kept, merged = two_files()
    supervisor, worker = supervisor_who_read(kept, merged), lead_of(merged)
    made = merge(kept, merged, supervisor)
    bar(kept, worker)
    commit()
    undo(made, kept, by=supervisor, why=WHY)
    commit()

    assert find_case(merged.id, worker, Action.CASE_VIEW) is None
    assert merged.lead_id is None
    assert merged.unassigned_at


def test_parted_neither_file_tells_of_the_other(browser: Browser) -> None:
    """Whoever must not know of one of them reads the other again, and finds no trace of it there."""
    kept, merged = two_files(risk=RiskLevel.HIGH)
    worker = lead_of(kept)
    first = UserFactory(cell=kept.cell)
    supervisor = supervisor_who_read(kept, merged)
    assign(kept, first, by=supervisor)
    join(kept, worker, MemberRole.COVER)
    bar(merged, worker, why="A neighbour")
    commit()
    reference, kept_id = merged.reference, kept.id
    made = merge(kept, merged, supervisor)
    browser.sign_in(worker)
    assert browser.open("casefile.show", case_id=kept_id).status == 404
    undo(made, kept, by=supervisor, why=WHY)
    commit()
    pages = [
        browser.open("casefile.show", case_id=kept_id),
        browser.open("duplicates.show_merge", case_id=kept_id, merge_id=made.id),
    ]

    assert [page.status for page in pages] == [200, 200]
    assert not any(word in page.text for page in pages for word in (reference, WHY, WHY_ONE))
    browser.sign_in(supervisor)
    told = browser.open("duplicates.show_merge", case_id=kept_id, merge_id=made.id).text
    assert reference in told
    assert WHY_ONE in told


def test_what_was_done_for_both_is_due_again_for_each(app: Flask) -> None:
    kept, merged = two_files()
    merged.person.household_id = household_of(merged)
    supervisor = supervisor_who_read(kept, merged)
    made = merge(kept, merged, supervisor)
    assert kept.person.household_id == merged.person.household_id
    cancel_open(kept)
    undo(made, kept, by=supervisor, why=WHY)
    commit()

    assert kept.person.household_id is None
    for case in (kept, merged):
        assert [task.kind for task in open_tasks(case)].count(TaskKind.FOLLOW_UP) == 1


def test_both_households_are_one_until_then(app: Flask) -> None:
    kept, merged = two_files()
    siblings: list[Case] = [CaseFactory(cell=kept.cell) for _n in range(2)]
    for case, sibling in zip((kept, merged), siblings, strict=True):
        households.link(case, sibling, households.line_for(case, sibling, relation="SIB"))
    supervisor = supervisor_who_read(kept, merged)
    before = [case.person.household_id for case in (kept, merged, *siblings)]
    made = merge(kept, merged, supervisor)
    assert len({case.person.household_id for case in (kept, merged, *siblings)}) == 1
    assert linked_files(kept, supervisor) == siblings

    undo(made, kept, by=supervisor, why=WHY)
    commit()
    assert [case.person.household_id for case in (kept, merged, *siblings)] == before


def household_of(case: Case) -> UUID:
    household = Household(cell_id=case.cell_id)
    db.session.add(household)
    db.session.flush()
    return household.id


def test_after_thirty_days_they_stay_one(app: Flask, set_time: Any) -> None:
    kept, merged = two_files()
    supervisor = supervisor_who_read(kept, merged)
    made = merge(kept, merged, supervisor)
    set_time(now() + timedelta(days=30, minutes=1))

    with pytest.raises(RuleBroken, match="30 days"):
        undo(made, kept, by=supervisor, why=WHY)


def test_merges_that_follow_one_another_are_parted_in_any_order(app: Flask) -> None:
    first, second = two_files()
    third = CaseFactory(cell=first.cell)
    note = NoteFactory(case=first)
    supervisor = supervisor_who_read(first, second, third)
    into_second = merge(second, first, supervisor)
    into_third = merge(third, second, supervisor)
    with pytest.raises(Overtaken):  # a page that was opened before it
        undo(into_second, second, by=supervisor, why=WHY)
    found = find_case(first.id, supervisor, Action.CASE_VIEW)
    assert (found, note.case_id) == (third, third.id)

    undo(into_second, third, by=supervisor, why=WHY)
    assert (note.case_id, first.status) == (first.id, CaseStatus.OPEN)
    undo(into_third, third, by=supervisor, why=WHY)
    commit()
    assert (note.case_id, second.status, first.merged_into_id) == (first.id, CaseStatus.OPEN, None)


def test_what_was_written_at_the_very_moment_follows_later(app: Flask) -> None:
    kept, merged = two_files()
    supervisor, note = supervisor_who_read(kept, merged), NoteFactory(case=merged)
    made = merge(kept, merged, supervisor)
    assert follow_late() == 0
    db.session.execute(update(Note).values(case_id=merged.id))  # as if it had come in between
    assert follow_late() == 1
    commit()

    assert note.case_id == kept.id
    undo(made, kept, by=supervisor, why=WHY)
    assert note.case_id == merged.id


def test_only_the_supervisor_parts_them(browser: Browser) -> None:
    kept, merged = two_files()
    worker = lead_of(kept)
    made = merge(kept, merged, supervisor_who_read(kept, merged))
    browser.sign_in(worker)
    address = {"case_id": kept.id, "merge_id": made.id}
    stranger = Browser(browser.app)
    stranger.sign_in(UserFactory(cell=kept.cell))

    assert "Part the two files" not in browser.open("duplicates.show_merge", **address).text
    assert browser.open("duplicates.undo_merge", **address).status == 403
    assert stranger.open("duplicates.show_merge", **address).status == 404
