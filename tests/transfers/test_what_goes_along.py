"""What hangs on a file when it is another cell's: asked of every table, and of what binds it to people."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.cases.approvals import ask_for
from casework.cases.grants import AccessGrant, GrantKind
from casework.cases.households import link
from casework.cases.models import ApprovalKind, Case
from casework.cases.services import set_concerns
from casework.core.clock import FOREVER, now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.duplicates.services.undoing import undo
from casework.keys.ring import blind_index
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.people.index import FoundBy
from casework.people.models import Person, PersonKey, Relative
from casework.referrals.models import ReferralState
from casework.supervision.models import ReviewQuestion
from casework.tasks.queries import open_tasks
from casework.ties.models import TieKind
from casework.ties.services import declare
from casework.transfers.services import answering
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.duplicates import merge, supervisor_who_read, two_files
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.transfers import proposed, supervisor_of
from tests.factories.visits import VisitFactory
from tests.inbox.people import card

# what a table keeps of the former cell although it names the file
KEPT = {"transfers", "audit_entries"}
CONCERNS = ["MARDOC", "VBODILY", "SHELTER"]  # the first may incriminate her


def points_at(name: str) -> list[tuple[Any, Any]]:
    """Every pair of columns of one table that name a cell, and a row of `name`."""
    found = []
    for table in db.metadata.sorted_tables:
        columns: dict[str, list[Any]] = {
            key.column.table.name: [] for column in table.columns for key in column.foreign_keys
        }
        for column in table.columns:
            for key in column.foreign_keys:
                columns[key.column.table.name].append(column)
        if table.name not in KEPT:
            found += [(cell, row) for cell in columns.get("cells", ()) for row in columns.get(name, ())]
    return found


def left_behind(case: Case, cell_id: Any) -> list[str]:
    rows = [("cases", case.id), ("persons", case.person_id)]
    ends = [(cell, row, row_id) for name, row_id in rows for cell, row in points_at(name)]
    own = [
        (db.metadata.tables[name].c.cell_id, db.metadata.tables[name].c.id, row_id) for name, row_id in rows
    ]
    return [
        str(cell)
        for cell, row, row_id in [*ends, *own]
        if db.session.scalar(sa.select(sa.func.count()).where(cell == cell_id, row == row_id))
    ]


def with_everything(case: Case, there: Any) -> dict[str, Any]:
    """One of each thing that binds a file to the cell that it is in."""
    lead, other = lead_of(case), CaseFactory(cell=case.cell)
    set_concerns(case, CONCERNS[0], CONCERNS[1:], "Also her mother")
    NumberFactory(person=case.person)
    key = {"key_id": case.key_id, "case_id": case.id}
    line = Relative(key_id=case.key_id, person_id=case.person_id, name="Her sister", lives_there=True)
    link(case, other, line)
    ask_for(case, ApprovalKind.POSSIBLE_MATCH, by=lead, what={"about": str(new_id())})
    question = ReviewQuestion(
        **key, asked_by_id=lead.id, due_on=today(), open_about_id=case.id, text="Where does she live?"
    )
    grant = AccessGrant(**key, user_id=lead.id, kind=GrantKind.DUTY, from_at=now(), until_at=FOREVER)
    meeting = Appointment(
        **key, with_id=lead.id, kind=AppointmentKind.OFFICE, starts_at=FOREVER, minutes=30, made_by_id=lead.id
    )
    visit = VisitFactory(cell=case.cell)
    visit.case_id = case.id
    db.session.add_all([line, question, grant, meeting])
    notify([lead], NoticeKind.QUESTION_ASKED, question.id, case=case)
    commit()
    sent = ReferralFactory(case=case, partner=card(there), state=ReferralState.SENT)
    going_on = ReferralFactory(case=case, state=ReferralState.ACCEPTED)
    rows = {"question": question, "grant": grant, "meeting": meeting, "visit": visit}
    return rows | {"sent": sent, "going_on": going_on, "other": other, "line": line}


def keys_in(case: Case, cell: Any) -> set[bytes]:
    """The telephone of the person, as that cell would look for it."""
    return {blind_index(cell.index_key_id, FoundBy.PHONE, number.number) for number in case.person.numbers}


def test_nothing_is_left_in_the_former_cell(app: Flask) -> None:
    case: Case = CaseFactory(cell=CellFactory(women=True))
    here, there = case.cell, CellFactory()
    receiver, rows = supervisor_of(there), with_everything(case, there)
    transfer = proposed(case, there, manner=None)
    due = {task.id: task.due_at for task in open_tasks(case)}
    assert "cases.cell_id" in left_behind(case, here.id)
    answering.accept(transfer, version=transfer.version, by=receiver, primary="NEGL")
    commit()
    db.session.expire_all()

    assert left_behind(case, here.id) == []
    assert case.current_members == []
    assert case.waiting == []
    known = set(db.session.scalars(sa.select(PersonKey.key).where(PersonKey.person_id == case.person_id)))
    assert keys_in(case, there) <= known
    assert not keys_in(case, here) & known
    assert rows["question"].closed_at
    assert rows["question"].open_about_id is None
    assert rows["grant"].until_at <= now()
    assert rows["visit"].case_id is None
    assert rows["meeting"].state is AppointmentState.CANCELLED
    assert rows["meeting"].ended_at
    assert rows["sent"].state is ReferralState.WITHDRAWN
    assert rows["going_on"].state is ReferralState.ACCEPTED
    assert case.person.household_id is None
    assert rows["other"].person.household_id is None
    assert rows["line"].known_person_id is None
    assert rows["line"].name == "Her sister"
    assert all(task.due_at <= due[task.id] and task.assignee_id is None for task in open_tasks(case))
    # the list of here does not know the codes of there: they are words, but for what may incriminate her
    assert case.concern_codes == ["NEGL"]
    assert "Also her mother" in case.other_concern
    assert "hysical violence" in case.other_concern
    assert "ecognition" not in case.other_concern


def test_one_consent_one_file(app: Flask) -> None:
    kept, merged = two_files()
    there = CellFactory()
    chief, receiver = supervisor_who_read(kept), supervisor_of(there)
    made = merge(kept, merged, chief, going_on=[kept.lead_id])
    transfer = proposed(kept, there)
    with pytest.raises(RuleBroken, match="under way"):
        merge(kept, CaseFactory(cell=kept.cell), chief)
    db.session.rollback()
    answering.accept(transfer, version=transfer.version, by=receiver)
    commit()
    assert {merged.cell_id, merged.person.cell_id} == {there.id}
    with pytest.raises(RuleBroken, match="cannot be parted"):
        undo(made, kept, by=receiver, why="Two cousins of one name")
    db.session.rollback()
    assert {person.cell_id for person in db.session.query(Person)} == {there.id, chief.cells[0].id}


def test_whoever_knows_her_there_is_shut_out(app: Flask) -> None:
    case: Case = CaseFactory()
    there = CellFactory()
    receiver, cousin = supervisor_of(there), UserFactory(cell=there)
    known = {"first_name": case.person.first_name_lat, "surname": case.person.surname_lat}
    declare(cousin, kind=TieKind.FAMILY, form_key=new_id(), year=None, commune=None, **known)
    commit()
    transfer = proposed(case, there)
    answering.accept(transfer, version=transfer.version, by=receiver, lead=cousin)
    commit()
    assert cousin.id in case.barred_ids
    assert case.lead_id is None
    assert case.unassigned_at
