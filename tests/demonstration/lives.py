"""Fifty lives told by the services, to compare with as many that were written in bulk."""

from casework.accounts.models import User
from casework.cases.households import SIBLING, line_for, link
from casework.cases.models import Case
from casework.cases.queries import approvals_page
from casework.closure.services import approve_closure
from casework.consents.models import ConsentAct, ConsentManner, ConsentState, Purpose
from casework.core.clock import today
from casework.core.ids import new_id
from casework.followup.models import Contact, NoteKind
from casework.followup.services import add_note
from casework.intake.models import SeenAlone
from casework.intake.services.opening import open_from
from casework.people.models import ContactSafety
from casework.programmes.base import RiskLevel
from casework.referrals.models import ReferralState
from casework.tasks.models import TaskKind
from casework.tasks.services import complete
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.closures import ask_to_close
from tests.factories.intake import new_case
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.tasks import open_task_of_kind

GIVEN = {"purpose": Purpose.SERVICE, "state": ConsentState.GIVEN, "manner": ConsentManner.SPOKEN}
NUMBER = {"number": "+212600000001", "safety": ContactSafety.SAFE, "confirmed_on": None}


def lives_by_services(n_cases: int) -> list[Case]:
    """One cell; every second file is referred, every third one closed."""
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    partner = PartnerFactory()
    cases: list[Case] = []
    for number in range(n_cases):
        case = begun(worker)
        if number == 1:
            link(cases[0], case, line_for(cases[0], case, relation=SIBLING, lives_there=True))
        commit()
        followed(case, worker)
        commit()
        if number % 2:
            ReferralFactory(case=case, partner=partner, state=ReferralState.DONE)
        if number % 3 == 0:
            closed(case, worker, supervisor)
        cases.append(case)
    return cases


def begun(worker: User) -> Case:
    said = new_case(
        worker.cells[0],
        numbers=[NUMBER | {"confirmed_on": today()}],
        relatives=[{"name": "إيزة", "relation": "GMM", "came_along": True, "lives_there": True}],
        suspected_author={"relation": "FAMILY"},
        details={"is_safe_now": "YES"},
        primary_concern="NEGL",
        other_concerns=["EARLYP"],
        risk=RiskLevel.HIGH,
        consents=[GIVEN, GIVEN | {"act": ConsentAct.ASSENT}],
        intake={"narrative": "جات الأم مع الطفل.", "seen_alone": SeenAlone.YES, "notice_read": True},
    )
    return open_from(said, by=worker)


def followed(case: Case, worker: User) -> None:
    add_note(
        case,
        by=worker,
        form_key=new_id(),
        next_step="نعيطو",
        next_on=today(),
        happened_on=today(),
        kind=NoteKind.OFFICE,
        contact=Contact.MADE,
        text="لقاء فالمكتب.",
    )
    task = open_task_of_kind(case, TaskKind.ASSESSMENT)
    assert task
    complete(case, task, version=task.version, by=worker, why="تدار")


def closed(case: Case, worker: User, supervisor: User) -> None:
    ask_to_close(case, by=worker, summary="تحققو", told="فالمكتب")
    commit()
    approval = next(approval for approval in approvals_page(supervisor) if approval.case_id == case.id)
    approve_closure(case, approval, by=supervisor)
    commit()
