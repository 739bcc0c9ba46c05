"""Fills one cell with workers and open files: `python -m bench.crew WORKERS FILES`."""

import sys
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from casework import create_app
from casework.access.policy import Role
from casework.accounts.models import Position, User
from casework.cases.models import Approval, ApprovalKind, BarredUser, Case, Concern, Member, Stage
from casework.cases.references import ALPHABET, check_character
from casework.consents.models import Consent, ConsentState, Purpose
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.demonstration.seeding import make_room, measure_again
from casework.demonstration.writer import Row, Writer
from casework.keys.models import KeyOwner
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.people.models import ContactNumber, Person, Sex
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState, Urgency
from casework.supervision.models import ReviewQuestion
from casework.tasks.models import TaskKind
from config import from_environment

CELL = "child_protection"
BATCH = 2_000
SEED = 13


class Crew:
    """Who works in the cell, and what they carry."""

    def __init__(self, chance: Random, cell: Cell, supervisor: User) -> None:
        self.chance, self.writer, self.cell, self.supervisor = chance, Writer(chance), cell, supervisor
        self.partner_id = db.session.scalars(sa.select(Partner.id).limit(1)).one()
        self.workers: list[Row] = []

    def hire(self, number: int) -> None:
        at = now() - timedelta(days=400)
        user = self.writer.add(
            User,
            at,
            directorate_id=self.cell.directorate_id,
            username=f"crew{number}",
            name_ar=f"موظفة {number:02}",
            name_lat=f"Employée {number:02}",
            created_at=at,
        )
        held: dict[str, Any] = {"cell_id": self.cell.id, "directorate_id": self.cell.directorate_id}
        self.writer.add(
            Position, at, user_id=user["id"], role=Role.SOCIAL_WORKER, from_at=at, confirmed_at=at, **held
        )
        self.workers.append(user)

    def days_ago(self, most: int) -> Any:
        return today() - timedelta(days=self.chance.randint(0, most))

    def open_file(self, number: int) -> None:
        chance, at = self.chance, now() - timedelta(minutes=self.chance.randint(60, 500_000))
        worker = chance.choice(self.workers) if chance.random() < 0.99 else None
        key = self.writer.new_key(KeyOwner.PERSON)
        person = self.writer.add(
            Person,
            at,
            key=key,
            cell_id=self.cell.id,
            created_at=at,
            birth_year=chance.choice((None, *range(1990, 2020))),
            sex=chance.choice((None, *Sex)),
            territory=chance.choice((None, "azilal")),
            first_name_ar="فاطمة",
        )
        case = self.writer.add(
            Case,
            at,
            key=key,
            reference=self.reference(number),
            cell_id=self.cell.id,
            person_id=person["id"],
            lead_id=worker["id"] if worker else None,
            unassigned_at=None if worker else at,
            risk=chance.choice(list(RiskLevel)),
            stage=chance.choice(list(Stage)[:4]),
            opened_on=self.days_ago(300),
            last_contact_on=self.days_ago(120),
            next_due_on=self.days_ago(40) + timedelta(days=25),
            next_due_kind=TaskKind.FOLLOW_UP.value,
            review_due_on=self.days_ago(60) + timedelta(days=40),
        )
        if worker:
            self.writer.add(Member, at, case_id=case["id"], user_id=worker["id"], from_at=at)
        self.fill_in(case, at, key)

    def fill_in(self, case: Row, at: Any, key: Any) -> None:
        """What the figures look for beside the file."""
        chance, add, by = self.chance, self.writer.add, self.workers[0]["id"]
        place: dict[str, Any] = {"key": key, "case_id": case["id"]}
        state = chance.choice((ConsentState.GIVEN, ConsentState.NOT_POSSIBLE))
        said = {"purpose": Purpose.SERVICE, "state": state, "decided_on": today(), "recorded_at": at}
        add(Consent, at, recorded_by_id=by, **said, **place)
        add(ContactNumber, at, key=key, person_id=case["person_id"], confirmed_on=self.days_ago(200))
        add(Concern, at, case_id=case["id"], code=chance.choice(("OTHER", "NEGL")), is_primary=True)
        if chance.random() < 0.02:
            asked = {"kind": chance.choice(list(ApprovalKind)), "asked_by_id": by, "asked_at": at}
            add(Approval, at, cell_id=self.cell.id, **asked, **place)
        if chance.random() < 0.02:
            answered = {"answered_by_id": by, "answered_at": at} if chance.random() < 0.3 else {}
            asked = {"asked_by_id": self.supervisor.id, "asked_at": at, "due_on": self.days_ago(9)}
            add(ReviewQuestion, at, **asked, **answered, **place)
        if chance.random() < 0.01:
            add(BarredUser, at, user_id=self.supervisor.id, is_supervisor=True, **place)
        if chance.random() < 0.2:
            sent = {"made_at": at, "moved_at": at, "sent_at": at, "answer_by": self.days_ago(9)}
            sent |= {"state": chance.choice(list(ReferralState)), "urgency": Urgency.THIS_WEEK}
            code = f"B{case['reference']}"
            add(
                Referral,
                at,
                code=code,
                partner_id=self.partner_id,
                service="PSY",
                made_by_id=by,
                **sent,
                **place,
            )

    def reference(self, number: int) -> str:
        body = "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(5))
        return f"AZ-19-{body}{check_character(body)}"  # a year of which `flask demo` knows nothing


def make(n_workers: int, n_files: int) -> None:
    make_room()
    cell = db.session.scalars(sa.select(Cell).where(Cell.programme_key == CELL)).one()
    supervisor = next(p.user for p in cell.positions if p.role is Role.SUPERVISOR)
    crew = Crew(Random(SEED), cell, supervisor)  # noqa: S311 invented people are no secret
    for number in range(n_workers):
        crew.hire(number)
    for number in range(1, n_files + 1):
        crew.open_file(number)
        if number % BATCH == 0 or number == n_files:
            crew.writer.send()
            db.session.commit()
    measure_again()


def main() -> None:
    with create_app(from_environment()).app_context():
        make(int(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
