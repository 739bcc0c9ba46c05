"""The demonstration is invented, the same each time, and cannot drift away from what the services write."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.accounts.models import Absence
from casework.appointments.models import Appointment
from casework.audit.verify import verify_all
from casework.cases.grants import AccessGrant
from casework.cases.handovers import Handover
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision, Member, RiskChange
from casework.cases.stages import stage_of
from casework.cases.timeline import TimelineEntry
from casework.closure.models import Closure
from casework.consents.models import Consent
from casework.core.clock import now
from casework.core.extensions import db
from casework.demonstration.seeding import fill
from casework.demonstration.words import rows
from casework.demonstration.world import PASSWORD
from casework.followup.models import Note
from casework.intake.models import Intake
from casework.measures.models import AuthorityReport, Measure
from casework.organisation.models import Directorate, Holiday
from casework.people.index import keys_of
from casework.people.models import ContactNumber, Person, PersonKey, SuspectedAuthor
from casework.programmes.models import ResponseTimeSetting
from casework.referrals.models import Referral
from casework.supervision.models import (
    Conference,
    ConferenceDecision,
    ReviewedFile,
    ReviewQuestion,
    ReviewSession,
)
from casework.tasks.models import Task
from casework.tasks.queries import kinds_done, open_tasks
from casework.ties.models import Tie
from casework.transfers.models import Transfer
from tests.browser import Browser
from tests.conftest import empty_database
from tests.demonstration.lives import lives_by_services
from tests.demonstration.rules import check_referral
from tests.demonstration.supervision import check_supervision
from tests.factories.organisation import DirectorateFactory

N_CASES = 50
OF_SUPERVISION: tuple[Any, ...] = (
    AccessGrant,
    Appointment,
    AuthorityReport,
    ConferenceDecision,
    Measure,
    ReviewedFile,
    ReviewQuestion,
    Transfer,
)
SHOWN = (*OF_SUPERVISION, Absence, Conference, Handover, Holiday, ResponseTimeSetting, ReviewSession, Tie)


def fill_quietly(n_cases: int = N_CASES, seed: int = 1) -> None:
    fill(n_cases, seed, is_done=lambda _n: None)


def demo(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["demo", *options])
    return result.exit_code, result.output


def test_the_command_fills_an_empty_database_once(app: Flask) -> None:
    assert demo(app, "--cases", "4")[0] == 0
    assert db.session.query(Case).count() == 4
    assert db.session.query(Directorate).one().is_demonstration

    status, printed = demo(app, "--cases", "4")
    assert (status, db.session.query(Case).count()) == (0, 4)
    assert "demonstration already" in printed


def test_a_real_database_never_becomes_a_demonstration(app: Flask) -> None:
    DirectorateFactory()
    status, printed = demo(app)

    assert status == 1
    assert "holds real files" in printed
    assert db.session.query(Case).count() == 0


def told() -> list[Any]:
    """What a reader would find, in one order."""
    persons = [
        (person.id, person.first_name_ar, person.alias, person.birth_year) for person in all_of(Person)
    ]
    cases = [(case.reference, case.status, case.risk, case.opened_on) for case in all_of(Case)]
    met = sorted((row.case.reference, row.starts_at, row.state.value) for row in all_of(Appointment))
    passed = sorted((row.case.reference, row.state.value) for row in all_of(Transfer))
    return [persons, cases, [note.text for note in all_of(Note)], met, passed]


def all_of(model: Any) -> list[Any]:
    return db.session.query(model).order_by(model.id).all()


@pytest.mark.usefixtures("app")
def test_the_same_seed_tells_the_same_lives(set_time: Callable[..., None]) -> None:
    set_time(now())
    fill_quietly(10)
    first = told()
    empty_database()
    fill_quietly(10)
    again = told()
    empty_database()
    fill_quietly(10, seed=2)

    assert first == again
    assert told() != first


@pytest.mark.usefixtures("app")
def test_nobody_real_can_be_reached() -> None:
    fill_quietly()
    numbers = [row.number for row in [*all_of(ContactNumber), *all_of(SuspectedAuthor)] if row.number]
    cards = [person.cin for person in all_of(Person) if person.cin]

    assert numbers
    assert all(len(number) == 13 and number.startswith("+2126000000") for number in numbers)
    assert cards
    assert all(len(card) == 8 and card.startswith("IC0000") for card in cards)


def test_bulk_and_services_keep_the_same_rules(app: Flask) -> None:
    by_services = lives_by_services(N_CASES)
    for case in by_services:
        check(case)
    filled_by_services = filled()
    assert all(verdict.is_sound for verdict in verify_all())
    empty_database()

    fill_quietly()
    cases = all_of(Case)
    assert len(cases) == N_CASES
    for case in cases:
        check(case)
    assert all(verdict.is_sound for verdict in verify_all())
    in_bulk = filled()
    missing = {table: columns - in_bulk.get(table, set()) for table, columns in filled_by_services.items()}
    assert {table: columns for table, columns in missing.items() if columns} == {}
    assert [model.__name__ for model in SHOWN if not db.session.query(model).count()] == []
    assert max(done_by_tick(app)) < N_CASES / 5
    assert all(verdict.is_sound for verdict in verify_all())


def done_by_tick(app: Flask) -> list[int]:
    """What the clock finds to do in a demonstration just made, of each thing how many."""
    result = app.test_cli_runner().invoke(args=["tick"])
    assert result.exit_code == 0, result.output
    return [int(line.split()[0]) for line in result.output.splitlines()]


def filled() -> dict[str, set[str]]:
    """For each table with rows, the columns that say something in one of them at least."""
    found = {}
    for name, table in db.metadata.tables.items():
        counts = sa.select(*(sa.func.count(column) for column in table.columns)).select_from(table)
        columns = zip(table.columns, db.session.execute(counts).one(), strict=True)
        if said := {column.name for column, n in columns if n}:
            found[name] = said
    return found


def check(case: Case) -> None:
    """What holds for every file, whoever wrote it."""
    db.session.refresh(case)
    check_due(case)
    check_people(case)
    check_story(case)
    check_supervision(case)
    for referral in of(Referral, case):
        check_referral(referral)


def check_due(case: Case) -> None:
    reviews = [task.due_on for task in open_tasks(case) if task.is_review]
    assert case.review_due_on == (reviews[0] if reviews else None)
    first = next((task for task in open_tasks(case) if not task.is_review), None)
    kind = first.clock or first.kind.value if first else None
    assert (case.next_due_on, case.next_due_kind) == (first.due_on if first else None, kind)
    assert case.next_due_when == (first.due_when if first else None)
    assert case.stage is stage_of(case, done=kinds_done(case))
    is_kept_closed = case.status is CaseStatus.CLOSED or case.reopened_until is not None
    assert is_kept_closed == (case.closed_on is not None)
    assert case.is_live or not open_tasks(case)
    kinds = [task.kind for task in open_tasks(case) if task.counted_for]
    assert len(kinds) == len(set(kinds)), "one step of a kind is due at a time"


def check_people(case: Case) -> None:
    leads = [member.user_id for member in case.current_members if member.role.value == "lead"]
    assert leads == ([case.lead_id] if case.lead_id else [])
    assert (case.lead_id is None) == (case.unassigned_at is not None)
    found_by = sa.select(PersonKey.key).where(PersonKey.person_id == case.person_id)
    assert set(db.session.scalars(found_by)) == keys_of(case.person, case.person.numbers)
    assert [concern.is_primary for concern in case.concerns].count(True) == 1
    assert {concern.code for concern in case.concerns} - {"OTHER"} <= set(case.concern_codes)
    assert case.person.cell_id == case.cell_id
    assert case.person.key_id == case.key_id
    assert case.title_name
    waiting = [row.kind for row in of(Approval, case) if row.decided_at is None]
    assert (case.status is CaseStatus.CLOSING) == (ApprovalKind.CLOSURE in waiting)
    assert (case.reopened_until is not None) == (ApprovalKind.REOPENING in waiting)
    decided = [row for row in of(Approval, case) if row.decision is Decision.APPROVED]
    assert all(row.decided_by_id != row.asked_by_id for row in decided)


def check_story(case: Case) -> None:
    """Every thing that happened has its line, and no line points at nothing."""
    things: list[Any] = [Intake, RiskChange, Consent, Note, Referral, Closure, Member]
    happened = {row.id for model in things for row in of(model, case)}
    lines = of(TimelineEntry, case)
    others = {row.id for model in (Task, Approval, *OF_SUPERVISION) for row in of(model, case)}
    assert happened <= {line.object_id for line in lines}
    assert {line.object_id for line in lines} <= happened | others | addenda(case)
    assert all(line.happened_at <= now() and isinstance(line.story or {}, dict) for line in lines)


def addenda(case: Case) -> set[Any]:
    return {addendum.id for note in of(Note, case) for addendum in note.addenda}


def of(model: Any, case: Case) -> list[Any]:
    return db.session.query(model).filter_by(case_id=case.id).all()


@pytest.mark.usefixtures("app")
def test_everybody_named_on_the_sign_in_page_can_sign_in(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(browser.app.config, "DEMONSTRATION", True)
    fill_quietly(6)
    page = browser.open("accounts.sign_in")
    names = page.texts(".accounts td:first-child")

    assert names == [row["username"] for row in rows("accounts")]
    assert PASSWORD in page.texts(".accounts code")
    for name in names:
        answer = browser.submit("accounts.sign_in", {"username": name, "password": PASSWORD}, follow=False)
        assert answer.status == 302, (name, answer.errors)
        browser.post("accounts.sign_out")
