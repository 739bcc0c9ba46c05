"""A cell with two workers and their supervisor, and files of whatever kind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from casework.cases.models import Approval, ApprovalKind, BarredUser, Case, CaseStatus, Concern, Member, Stage
from casework.consents.models import Consent, ConsentState, Purpose
from casework.core.clock import end_of, now, today
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, Person, Sex
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState, Urgency
from casework.supervision.models import ReviewQuestion
from casework.tasks.models import Task, TaskKind
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory

DAYS = st.none() | st.sampled_from((-91, -61, -31, -30, -1, 0, 1))
OPEN = (CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.CLOSING)
SAID: dict[str, Any] = {
    "status": st.sampled_from([*OPEN, CaseStatus.CLOSED, CaseStatus.MERGED]),
    "stage": st.sampled_from(Stage),
    "risk": st.sampled_from(RiskLevel),
    "lead": st.sampled_from((0, 1, None)),
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
    "asked": st.sampled_from((None, None, ApprovalKind.CLOSURE, ApprovalKind.RISK_LOWERED)),
    "referral": st.sampled_from((None, ReferralState.SENT, ReferralState.EXPIRED, ReferralState.DONE)),
}
FILE = st.fixed_dictionaries(SAID)


def day(offset: Any) -> Any:
    return None if offset is None else today() + timedelta(days=offset)


class Team:
    """A cell with two workers, of whom the first is its deputy, and a supervisor."""

    def __init__(self) -> None:
        self.cell: Cell = CellFactory()
        self.workers = [UserFactory(cell=self.cell) for _n in range(2)]
        self.supervisor = UserFactory(cell=self.cell, supervisor=True)
        self.cell.deputy_id = self.workers[0].id
        self.partner = PartnerFactory()
        self.barred = {
            "supervisor": self.supervisor,
            "deputy": self.workers[0],
            "worker": self.workers[1],
        }

    def keep(self, number: int, said: dict[str, Any]) -> None:
        """One file, as it was drawn."""
        lead = None if said["lead"] is None else self.workers[said["lead"]]
        key_id = new_key(KeyOwner.PERSON).id
        person = Person(
            key_id=key_id,
            cell_id=self.cell.id,
            birth_year=said["born"],
            sex=said["sex"],
            territory=said["territory"],
        )
        case = Case(
            key_id=key_id,
            reference=f"{self.cell.id}-{number}",
            cell_id=self.cell.id,
            person_id=person.id,
            lead_id=lead.id if lead else None,
            unassigned_at=None if lead else now() - timedelta(days=number),
            status=said["status"],
            stage=said["stage"],
            risk=said["risk"],
            opened_on=day(said["opened"]),
            last_contact_on=day(said["contact"]),
            next_due_on=day(said["due"]),
            next_due_at=now() + timedelta(hours=said["hours"])
            if said["hours"] and said["due"] == 0
            else None,
        )
        if said["status"] is CaseStatus.MERGED:
            case.merged_into_id = db.session.query(Case.id).limit(1).scalar()
        members = [Member(case_id=case.id, user_id=lead.id)] if lead else []
        db.session.add_all([person, case, *members, *self.reviews(case, said), *self.beside(case, said)])
        db.session.flush()

    def reviews(self, case: Case, said: dict[str, Any]) -> Iterator[Task]:
        if said["review"] is not None:
            due_at = end_of(day(said["review"]))
            yield Task(key_id=case.key_id, case_id=case.id, kind=TaskKind.SUPERVISOR_REVIEW, due_at=due_at)

    def beside(self, case: Case, said: dict[str, Any]) -> Iterator[Any]:
        place = {"key_id": case.key_id, "case_id": case.id}
        by = self.workers[1]
        if said["barred"] and self.barred[said["barred"]].id != case.lead_id:
            user = self.barred[said["barred"]]
            yield BarredUser(user_id=user.id, is_supervisor=user is self.supervisor, **place)
        for state in said["consents"]:
            given = {"purpose": Purpose.SERVICE, "state": state, "decided_on": today()}
            yield Consent(recorded_by_id=by.id, **given, **place)
        if said["confirmed"] != "none":
            confirmed_on = day(said["confirmed"])
            yield ContactNumber(key_id=case.key_id, person_id=case.person_id, confirmed_on=confirmed_on)
        if said["concern"]:
            yield Concern(case_id=case.id, code=said["concern"], is_primary=True)
        if said["question"]:
            yield self.question(case, said["question"])
        if said["asked"]:
            asked_at = now() - timedelta(hours=len(case.reference) % 7)
            yield Approval(
                cell_id=case.cell_id, kind=said["asked"], asked_by_id=by.id, asked_at=asked_at, **place
            )
        if said["referral"]:
            yield self.referral(case, said["referral"])

    def question(self, case: Case, how: str) -> ReviewQuestion:
        return ReviewQuestion(
            key_id=case.key_id,
            case_id=case.id,
            asked_by_id=self.supervisor.id,
            due_on=day(-2 if how == "late" else 2),
            answered_at=now() if how == "answered" else None,
            closed_at=now() if how == "closed" else None,
        )

    def referral(self, case: Case, state: ReferralState) -> Referral:
        return Referral(
            key_id=case.key_id,
            code=str(case.id),
            case_id=case.id,
            partner_id=self.partner.id,
            service="PSY",
            state=state,
            urgency=Urgency.THIS_WEEK,
            made_by_id=self.workers[1].id,
            sent_at=now() - timedelta(days=9),
            answer_by=day(-1 if case.stage is Stage.PLAN else 3),
        )
