"""How far each life has come by today: followed, forgotten, closing, closed, come back, without a worker."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.audit.models import Event
from casework.cases.approvals import EVENTS
from casework.cases.models import Approval, ApprovalKind, CaseStatus, Decision
from casework.cases.timeline import Happening
from casework.closure.models import CheckAnswer, Closure
from casework.closure.services import TO_COMPLETE_WITHIN
from casework.core.clock import day_of, end_of, now, today
from casework.core.text import excerpt
from casework.demonstration.file import File
from casework.demonstration.following import follow, last_contact_by_now, move_a_task, tidy
from casework.demonstration.referring import refer, wait_in_inbox
from casework.demonstration.world import MONTHS
from casework.demonstration.writer import Row
from casework.intake.services.returning import TO_BE_CONFIRMED_WITHIN
from casework.programmes.base import Clock
from casework.referrals.models import is_under_way
from casework.tasks.models import TaskKind

SETTLED, LONG = 90, 400  # days after which a file may be closed, and almost always is
CAME_BACK = 0.015  # of the closed files, in these days
COMMONEST = 4  # the first reasons of the list
DAY = timedelta(days=1)


def live(file: File) -> None:
    """From the first day until today, whatever today finds. The older a file, the likelier it is closed."""
    chance, age = file.chance, (today() - day_of(file.opened_at)).days
    if age > MONTHS * 30:
        conclude(file, day_of(file.opened_at) + chance.randint(SETTLED, LONG) * DAY)
        return
    if age > SETTLED and chance.random() < min(0.95, age / LONG):
        conclude(file, today() - timedelta(days=chance.randint(0, age - SETTLED)))
        if chance.random() < CAME_BACK:
            come_back(file)
        return
    follow(file, last_contact_by_now(file))
    tidy(file)
    if not wait_in_inbox(file):
        refer(file, today() - DAY)
    today_finds(file)


def conclude(file: File, end: date) -> None:
    """Followed until its last day, then closed."""
    follow(file, end - DAY)
    refer(file, end - DAY)
    close(file, end)


def today_finds(file: File) -> None:
    """A few open files wait for somebody: an approval, a worker."""
    what = file.chance.random()
    if what < 0.05:
        wait_for_closure(file)
    elif what < 0.09:
        leave_unassigned(file)
    elif what < 0.16:
        move_a_task(file)


def close(file: File, day: date) -> None:
    """Asked by the worker, approved by the supervisor on the next day."""
    closure, approval = ask_closure(file, max(file.at(day), file.latest_at))
    at, comment = min(closure["asked_at"] + DAY, now()), file.words("approved")
    decide(file, approval, Decision.APPROVED, at, comment)
    closure["approved_at"] = at
    file.row |= {"status": CaseStatus.CLOSED, "closed_on": day_of(at)}
    file.cancel_open(at)
    tell_closure(file, at, file.place.supervisor.id, closure, CaseStatus.CLOSED.value, comment)


def wait_for_closure(file: File) -> None:
    """Asked some days ago; of a few the supervisor wants to know more."""
    closure, approval = ask_closure(file, max(file.latest_at, file.at(today() - 3 * DAY)))
    file.row["status"] = CaseStatus.CLOSING
    if file.chance.random() < 0.7:
        return
    at, comment = now() - timedelta(hours=3), file.words("returned")
    decide(file, approval, Decision.RETURNED, at, comment)
    file.row["status"] = CaseStatus.OPEN
    supervisor = file.place.supervisor.id
    tell_closure(file, at, supervisor, closure, Decision.RETURNED.value, comment)
    due_at = end_of(today() + TO_COMPLETE_WITHIN)
    asked = {"created_by_id": supervisor, "assignee_id": file.lead.id}
    task = file.plan(TaskKind.COMPLETE_FILE, due_at, at, **asked)
    file.act(at, Event.TASK_ADDED, supervisor, task["id"], detail=TaskKind.COMPLETE_FILE.value)


def ask_closure(file: File, at: datetime) -> tuple[Row, Row]:
    """The closure, and the question to the supervisor."""
    by = file.lead.id
    reason = file.chance.choice([option.code for option in file.programme.closure_reasons][:COMMONEST])
    summary, form_key = file.words("summary"), file.writer.new_id(at)
    said = {"reason": reason, "summary": summary, "told": file.words("told"), "person_was_told": True}
    said |= {"checks": checks_of(file), "left_open": left_open(file)}
    closure = file.add(Closure, at, case_id=file.id, asked_by_id=by, asked_at=at, form_key=form_key, **said)
    approval = file.add(
        Approval,
        at,
        case_id=file.id,
        cell_id=file.place.id,
        kind=ApprovalKind.CLOSURE,
        asked_by_id=by,
        asked_at=at,
        what={"closure_id": str(closure["id"]), "risk": file.row["risk"].value},
    )
    file.row["closure_reason"] = file.programme.closure_reasons.countable(reason)
    file.act(at, Event.CLOSURE_ASKED, by, closure["id"])
    tell_closure(file, at, by, closure, CaseStatus.CLOSING.value, summary)
    return closure, approval


def checks_of(file: File) -> dict[str, Any]:
    """Every point of the programme's checklist answered."""
    return {point.code: {"answer": CheckAnswer.YES, "why": None} for point in file.programme.closure_checks}


def left_open(file: File) -> dict[str, int]:
    under_way = [row for row in file.referrals if is_under_way(row["state"])]
    counted = {"tasks": len(file.open_tasks), "referrals": len(under_way)}
    return {key: n for key, n in counted.items() if n}


def tell_closure(file: File, at: datetime, by: UUID, closure: Row, detail: str, text: str) -> None:
    file.tell(at, Happening.CLOSURE, by, closure["id"], detail=detail, story={"text": excerpt(text)})


def decide(file: File, approval: Row, decision: Decision, at: datetime, comment: str) -> None:
    supervisor = file.place.supervisor.id
    approval |= {"decision": decision, "decided_at": at, "decided_by_id": supervisor}
    file.writer.seal(Approval, approval, file.key, comment=comment)
    file.act(at, EVENTS[ApprovalKind.CLOSURE, decision], supervisor, approval["id"], detail=decision.value)


def come_back(file: File) -> None:
    """Open again since yesterday, until the supervisor has decided."""
    at, by, word = max(file.at(today() - DAY), file.latest_at), file.lead.id, file.words("came_back")
    until = at + TO_BE_CONFIRMED_WITHIN
    file.row |= {"status": CaseStatus.OPEN, "reopened_until": until}
    approval = file.add(
        Approval,
        at,
        case_id=file.id,
        cell_id=file.place.id,
        kind=ApprovalKind.REOPENING,
        asked_by_id=by,
        asked_at=at,
        due_at=until,
        form_key=file.writer.new_id(at),
        what={"text": word},
    )
    file.act(at, Event.CAME_BACK, by, approval["id"])
    file.tell(at, Happening.CAME_BACK, by, approval["id"], story={"text": excerpt(word)})
    file.plan_step(Clock.SUPERVISOR_REVIEW, at, at)
    file.met(at, by)


def leave_unassigned(file: File) -> None:
    """Whoever led the file left the cell a few days ago."""
    at = max(file.at(today() - timedelta(days=file.chance.randint(1, 6))), file.latest_at)
    file.lead_member["until_at"] = at
    file.row |= {"lead_id": None, "unassigned_at": at}
    file.act(at, Event.MEMBER_ENDED, file.place.supervisor.id, file.lead.id)
