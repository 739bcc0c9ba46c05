"""Whatever hangs on a file follows a merge, and goes back when it is undone: asked of every table."""

from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from casework.cases.models import Case
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.duplicates.attached import STAYS, pointing, target_of
from casework.duplicates.services.undoing import undo
from casework.supervision.models import Conference, ReviewSession
from casework.tasks.services import refresh
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.duplicates import merge, supervisor_who_read, two_files
from tests.factories.partners import PartnerFactory

# Written by hand: whoever makes a column that points at a case or a person says here what becomes of it
EXPECTED = """
access_grants.case_id                   stays
across_matches.first_id                 stays
across_matches.second_id                stays
across_persons.id                       stays
appointments.case_id                    follows
approvals.case_id                       follows
authority_reports.case_id               follows
barred_partners.case_id                 follows
barred_users.case_id                    follows
case_members.case_id                    stays
cases.merged_into_id                    follows
cases.person_id                         stays
changes.person_id                       follows
child_protection_details.case_id        follows
closures.case_id                        follows
concerns.case_id                        stays
conference_decisions.case_id            follows
consents.case_id                        follows
contact_numbers.person_id               follows
disability_details.case_id              follows
intakes.case_id                         follows
legal_grounds.case_id                   follows
measures.case_id                        follows
merges.kept_case_id                     follows
merges.merged_case_id                   stays
notes.case_id                           follows
notices.case_id                         follows
person_keys.person_id                   stays
referrals.case_id                       follows
referrals.opened_case_id                follows
relatives.known_person_id               follows
relatives.person_id                     follows
reporters.case_id                       follows
review_questions.case_id                follows
reviewed_files.case_id                  follows
risk_changes.case_id                    follows
stated_purposes.case_id                 follows
suspected_authors.person_id             follows
tasks.case_id                           follows
timeline_entries.case_id                follows
transfers.case_id                       stays
visits.case_id                          follows
womens_rights_details.case_id           follows
"""
DECIDED = {"approvals": {"decided_at": now()}}  # what still waits would forbid the merge
MADE: dict[type, Any] = {str: "x", int: 1, bool: False, bytes: b"0" * 16, dict: {}, list: []}
Known = dict[str, UUID]


def test_somebody_decided_what_becomes_of_each_column(app: Flask) -> None:
    found = {str(column): "stays" if str(column) in STAYS else "follows" for column in pointing()}

    assert found == dict(line.split() for line in EXPECTED.strip().splitlines())


def value_for(column: sa.Column[Any], known: Known) -> Any:
    """Something that the column accepts."""
    if column.foreign_keys:
        return known[next(iter(column.foreign_keys)).column.table.name]
    kind: Any = datetime if "DATETIME" in str(column.type) else column.type.python_type
    if issubclass(kind, Enum):
        return next(iter(kind))
    made = {datetime: now(), date: today(), UUID: new_id()} | MADE
    return f"x{new_id()}" if kind is str and column.unique else made[kind]


def attach(column: sa.Column[Any], case: Case, known: Known) -> UUID:
    """A row of the table that points at the file, or at its person, by this column."""
    table, row_id = column.table, new_id()
    needed = [c for c in table.columns if not c.nullable and c.default is None and c.server_default is None]
    values = {c.name: value_for(c, known) for c in needed}
    end = case.id if target_of(column) == "cases" else case.person_id
    values |= DECIDED.get(table.name, {}) | {"id": row_id, column.name: end}
    db.session.execute(table.insert().values(values))
    return row_id


def reviews(case: Case) -> Known:
    """A review and a conference, which are about several files."""
    chief = UserFactory(supervisor=True, cell=case.cell)
    held = ReviewSession(cell_id=case.cell_id, worker_id=chief.id, supervisor_id=chief.id)
    discussed = Conference(cell_id=case.cell_id, held_on=today(), called_by_id=chief.id)
    db.session.add_all([held, discussed])
    db.session.flush()
    return {"review_sessions": held.id, "conferences": discussed.id}


def everything_attached(case: Case) -> dict[str, UUID]:
    """One row for each column that is to follow: its id."""
    beside = CaseFactory(cell=case.cell)
    known = {
        "cases": beside.id,
        "persons": beside.person_id,
        "cells": case.cell_id,
        "users": UserFactory(cell=case.cell).id,
        "partners": PartnerFactory().id,
        "data_keys": case.key_id,
        "directorates": case.cell.directorate_id,
    } | reviews(case)
    return {str(column): attach(column, case, known) for column in pointing() if str(column) not in STAYS}


def pointers() -> dict[tuple[str, UUID], Any]:
    """Where every row of the database points, by column and row."""
    found: dict[tuple[str, UUID], Any] = {}
    for table in db.metadata.tables.values():
        columns = [column for column in table.columns if column.foreign_keys and "id" in table.c]
        for row in db.session.execute(sa.select(table.c.id, *columns)) if columns else ():
            found |= {(str(column), row[0]): value for column, value in zip(columns, row[1:], strict=True)}
    return found


def facts(case: Case) -> dict[str, Any]:
    """What the two files say themselves, but for their versions."""
    columns = [column for column in Case.__table__.columns if column.name != "version"]
    row = db.session.execute(sa.select(*columns).where(Case.id == case.id)).one()
    members = [(member.user_id, member.until_at) for member in case.members]
    return dict(row._mapping) | {"members": members}


def test_everything_follows_and_goes_back(app: Flask) -> None:
    kept, merged = two_files()
    user = supervisor_who_read(kept)
    rows = everything_attached(merged)
    refresh(merged)
    commit()
    db.session.expire_all()
    before, files = pointers(), [facts(kept), facts(merged)]
    made = merge(kept, merged, user, taken=["first_name_lat"])

    at = pointers()
    ends = {"cases": kept.id, "persons": kept.person_id}
    expected = {str(column): ends[str(target_of(column))] for column in pointing()}
    assert {name: at[name, row_id] for name, row_id in rows.items()} == {
        name: expected[name] for name in rows
    }
    left = {key[0] for key, value in at.items() if value in (merged.id, merged.person_id)}
    assert left <= STAYS.keys()

    undo(made, kept, by=user, why="Two cousins of one name")
    commit()
    after = pointers()
    assert {key: after.get(key) for key in before} == before
    assert [facts(kept), facts(merged)] == files
