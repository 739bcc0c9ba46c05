"""A file is opened from what is known, in one transaction."""

from datetime import timedelta

import pytest

from casework.audit.models import AuditEntry
from casework.cases.models import BarredUser, Case, MemberRole
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import Consent, ConsentState, Purpose
from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.intake.models import Intake, SeenAlone
from casework.intake.services.opening import open_from
from casework.people.models import ContactNumber, ContactSafety, Relative, SuspectedAuthor
from casework.tasks.models import Task, TaskKind
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.intake import new_case
from tests.factories.organisation import CellFactory

pytestmark = pytest.mark.usefixtures("app")


def test_the_author_leads_the_new_file() -> None:
    worker = UserFactory()
    case = open_from(new_case(worker.cells[0]), by=worker)
    commit()

    assert [(member.user_id, member.role) for member in case.members] == [(worker.id, MemberRole.LEAD)]
    assert case.last_contact_on == today()
    assert not case.is_entered_late
    happened = {entry.kind for entry in db.session.query(TimelineEntry)}
    assert {Happening.INTERVIEW, Happening.RISK, Happening.MEMBER} <= happened
    assert "case.created" in {entry.event for entry in db.session.query(AuditEntry)}


def test_the_same_form_sent_twice_is_one_file() -> None:
    worker = UserFactory()
    said = new_case(worker.cells[0])
    first, second = open_from(said, by=worker), open_from(said, by=worker)
    commit()

    assert first is second
    assert db.session.query(Case).count() == db.session.query(Intake).count() == 1


def test_a_form_key_of_somebody_else_opens_nothing_of_his() -> None:
    worker, other = UserFactory(), UserFactory()
    open_from(new_case(worker.cells[0]), by=worker)
    commit()

    case = open_from(new_case(other.cells[0]), by=other)
    assert case.lead_id == other.id


def test_an_interview_typed_in_late_counts_from_its_day() -> None:
    worker = UserFactory()
    day = today() - timedelta(days=60)
    case = open_from(new_case(worker.cells[0], happened_at=start_of(day)), by=worker)

    assert case.is_entered_late
    assert case.opened_on == case.last_contact_on == day
    assert case.next_due_on
    assert case.next_due_on < today()


def test_a_barred_colleague_never_sees_the_file_and_a_barred_supervisor_is_replaced() -> None:
    cell = CellFactory()
    worker, neighbour = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    case = open_from(new_case(cell, barred=[neighbour]), by=worker)
    commit()

    assert db.session.query(BarredUser).one().user_id == neighbour.id
    assert case.supervisor_is_barred


def test_a_number_of_the_suspected_author_is_never_safe() -> None:
    worker = UserFactory()
    number = {"number": "+212600001111", "safety": ContactSafety.SAFE, "confirmed_on": today()}
    said = new_case(
        worker.cells[0],
        numbers=[number, {**number, "number": "+212600002222"}],
        relatives=[{"name": "Brahim", "came_along": True}],
        suspected_author={"relation": "SPOUSE", "number": "+212600001111", "is_companion": True},
    )
    open_from(said, by=worker)
    commit()

    found = {row.number: row.safety for row in db.session.query(ContactNumber)}
    assert found == {"+212600001111": ContactSafety.UNSAFE, "+212600002222": ContactSafety.SAFE}
    assert db.session.query(SuspectedAuthor).one().relative_id == db.session.query(Relative).one().id


def test_what_was_not_asked_becomes_a_task() -> None:
    worker = UserFactory()
    said = new_case(worker.cells[0], to_ask_in_private=True, intake={"seen_alone": SeenAlone.NO})
    open_from(said, by=worker)

    task = db.session.query(Task).filter_by(kind=TaskKind.ASK_IN_PRIVATE).one()
    assert task.is_open
    assert task.due_at > now()


def test_an_incriminating_concern_stands_nowhere_readable() -> None:
    worker = UserFactory()
    case = open_from(
        new_case(worker.cells[0], primary_concern="EARLYP", other_concerns=["NEGL", "MIGR"]), by=worker
    )
    commit()

    assert case.concern_codes == ["EARLYP", "NEGL", "MIGR"]
    assert case.primary_concern == "EARLYP"
    assert {concern.code for concern in case.concerns} == {"OTHER", "NEGL"}


def test_consents_are_dated_from_the_interview() -> None:
    worker = UserFactory()
    day = today() - timedelta(days=2)
    consent = {"purpose": Purpose.SERVICE, "state": ConsentState.GIVEN}
    open_from(new_case(worker.cells[0], consents=[consent], happened_at=start_of(day)), by=worker)

    assert db.session.query(Consent).one().decided_on == day
