"""A cell with all that its figures may count, for the tests: files as they were drawn, one by one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from casework.accounts.models import User
from casework.cases.models import (
    Approval,
    ApprovalKind,
    BarredUser,
    Case,
    CaseStatus,
    Concern,
    Member,
    MemberRole,
    Stage,
)
from casework.consents.models import Consent, ConsentState, Purpose
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.people.models import ContactNumber, Person, Sex
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState, Urgency
from casework.supervision.models import ReviewQuestion
from casework.tasks.models import Task, TaskKind
from casework.transfers.models import Transfer, TransferState
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory

DAYS = st.none() | st.sampled_from((-91, -61, -31, -30, -1, 0, 1))
OPEN = (CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.CLOSING)
SAID: dict[str, Any] = {
    "status": st.sampled_from([*OPEN, CaseStatus.CLOSED, CaseStatus.MERGED]),
    "stage": st.sampled_from(Stage),
    "risk": st.sampled_from(RiskLevel),
    "lead": st.sampled_from(("deputy", "worker", "worker", "supervisor", "gone", None)),
    "covered": st.sampled_from((None, None, "deputy", "worker")),
    "barred": st.sampled_from((None, None, "supervisor", "deputy", "worker")),
    "due": DAYS,
    "hours": st.sampled_from((None, None, -1, 1)),
    "review": st.sampled_from((None, -3, 0, 2)),
    "contact": DAYS,
    "opened": st.sampled_from((-100, -40, 0)),
    "born": st.sampled_from((None, 1980, 2015)),
    "sex": st.sampled_from((None, Sex.FEMALE)),
    "territory": st.sampled_from((None, "azilal")),
    "consents": st.lists(st.sampled_from((ConsentState.GIVEN, ConsentState.WITHDRAWN)), max_size=2),
    "confirmed": st.sampled_from((None, -100, -3, "none")),
    "concern": st.sampled_from((None, "OTHER", "NEGLECT")),
    "question": st.sampled_from((None, "late", "due", "answered", "closed")),
    "asked": st.none() | st.sampled_from(ApprovalKind),
    "asked_by": st.sampled_from(("deputy", "worker", "supervisor")),
    "referral": st.none() | st.sampled_from(ReferralState),
    "to_shelter": st.booleans(),
    "task": DAYS,
    "told": st.sampled_from((None, "new", "seen")),
    "proposed": st.booleans(),
}
FILE = st.fixed_dictionaries(SAID)


def day(offset: Any) -> Any:
    return None if offset is None else today() + timedelta(days=offset)


class Team:
    """A cell with a supervisor, a deputy, a worker, one who left; another cell beside it."""

    def __init__(self) -> None:
        self.cell: Cell = CellFactory()
        self.elsewhere: Cell = CellFactory(women=True)
        self.deputy, self.worker, self.gone = (UserFactory(cell=self.cell) for _n in range(3))
        self.supervisor = UserFactory(cell=self.cell, supervisor=True)
        self.cell.deputy_id = self.deputy.id
        self.gone.all_positions[0].until_at = now() - timedelta(days=1)
        self.partners = [PartnerFactory(), PartnerFactory(shelter=True)]

    @property
    def readers(self) -> tuple[User, User, User]:
        return self.supervisor, self.deputy, self.worker

    def named(self, name: str | None) -> User | None:
        return getattr(self, name) if name else None

    def keep(self, number: int, said: dict[str, Any]) -> Case:
        """One file, as it was drawn."""
        lead = self.named(said["lead"])
        case = self.open_file(number, said, self.cell, lead)
        if said["status"] is CaseStatus.MERGED:
            case.merged_into_id = db.session.query(Case.id).limit(1).scalar()
        db.session.add_all([*self.members(case, said), *self.beside(case, said)])
        if said["proposed"]:
            self.propose(number, said)
        db.session.flush()
        return case

    def open_file(self, number: int, said: dict[str, Any], cell: Cell, lead: User | None) -> Case:
        key_id = new_key(KeyOwner.PERSON).id
        person = Person(
            key_id=key_id,
            cell_id=cell.id,
            birth_year=said["born"],
            sex=said["sex"],
            territory=said["territory"],
        )
        case = Case(
            key_id=key_id,
            reference=f"{cell.id}-{number}",
            cell_id=cell.id,
            person_id=person.id,
            lead_id=lead.id if lead else None,
            unassigned_at=None if lead else now() - timedelta(days=number),
            status=said["status"],
            stage=said["stage"],
            risk=said["risk"],
            opened_on=day(said["opened"]),
            last_contact_on=day(said["contact"]),
            next_due_on=day(said["due"]),
            review_due_on=day(said["review"]),
            next_due_at=now() + timedelta(hours=said["hours"])
            if said["hours"] and said["due"] == 0
            else None,
        )
        db.session.add_all([person, case])
        return case

    def members(self, case: Case, said: dict[str, Any]) -> Iterator[Member]:
        """A lead who left the cell may still stand on the file."""
        if case.lead_id:
            yield Member(case_id=case.id, user_id=case.lead_id)
        covering = self.named(said["covered"])
        if covering and covering.id != case.lead_id:
            yield Member(case_id=case.id, user_id=covering.id, role=MemberRole.COVER)

    def propose(self, number: int, said: dict[str, Any]) -> None:
        """The other cell proposes a file of its own."""
        case = self.open_file(number, said | {"status": CaseStatus.OPEN}, self.elsewhere, None)
        transfer = Transfer(
            key_id=case.key_id,
            case_id=case.id,
            from_cell_id=self.elsewhere.id,
            to_cell_id=self.cell.id,
            state=TransferState.PROPOSED,
            asked_by_id=self.worker.id,
            proposed_at=now(),
        )
        db.session.add_all([transfer, *self.barred(case, said)])

    def barred(self, case: Case, said: dict[str, Any]) -> Iterator[BarredUser]:
        user = self.named(said["barred"])
        if user and user.id != case.lead_id:
            is_supervisor = user is self.supervisor
            yield BarredUser(
                key_id=case.key_id, case_id=case.id, user_id=user.id, is_supervisor=is_supervisor
            )

    def beside(self, case: Case, said: dict[str, Any]) -> Iterator[Any]:
        place = {"key_id": case.key_id, "case_id": case.id}
        by = self.worker
        yield from self.barred(case, said)
        for state in said["consents"]:
            given = {"purpose": Purpose.SERVICE, "state": state, "decided_on": today()}
            yield Consent(recorded_by_id=by.id, **given, **place)
        yield from self.asked_about(case, said)
        if said["confirmed"] != "none":
            confirmed_on = day(said["confirmed"])
            yield ContactNumber(key_id=case.key_id, person_id=case.person_id, confirmed_on=confirmed_on)
        if said["concern"]:
            yield Concern(case_id=case.id, code=said["concern"], is_primary=True)
        if said["task"] is not None:
            due_at = now() + timedelta(days=said["task"])
            yield Task(kind=TaskKind.BY_HAND, due_at=due_at, assignee_id=case.lead_id, **place)
        for reader in self.readers if said["told"] else ():
            seen_at = now() if said["told"] == "seen" else None
            told = {"kind": NoticeKind.VERY_LATE, "object_id": new_id(), "seen_at": seen_at}
            yield Notice(user_id=reader.id, case_id=case.id, **told)

    def asked_about(self, case: Case, said: dict[str, Any]) -> Iterator[Any]:
        """Of the worker, of the supervisor, of a partner."""
        if said["question"]:
            yield self.question(case, said["question"])
        if said["asked"]:
            place = {"key_id": case.key_id, "case_id": case.id}
            asked_at = now() - timedelta(hours=len(case.reference) % 7)
            asked_by = getattr(self, said["asked_by"]).id
            yield Approval(
                cell_id=case.cell_id, kind=said["asked"], asked_by_id=asked_by, asked_at=asked_at, **place
            )
        if said["referral"]:
            yield self.referral(case, said["referral"], self.partners[said["to_shelter"]])

    def question(self, case: Case, how: str) -> ReviewQuestion:
        return ReviewQuestion(
            key_id=case.key_id,
            case_id=case.id,
            asked_by_id=self.supervisor.id,
            due_on=day(-2 if how == "late" else 2),
            answered_at=now() if how == "answered" else None,
            closed_at=now() if how == "closed" else None,
        )

    def referral(self, case: Case, state: ReferralState, partner: Partner) -> Referral:
        return Referral(
            key_id=case.key_id,
            code=str(case.id),
            case_id=case.id,
            partner_id=partner.id,
            service="PSY",
            state=state,
            urgency=Urgency.THIS_WEEK,
            made_by_id=self.worker.id,
            sent_at=now() - timedelta(days=9),
            answer_by=day(-1 if case.stage is Stage.PLAN else 3),
        )
