"""Asking to close a file, approving or returning it, and opening it again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.audit.batches import in_batches
from casework.cases.approvals import STANDS, ask_for, decide, decides_alone, keep_answer, take_up
from casework.cases.entries import forget_story, register
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision
from casework.cases.moving import check_is_free
from casework.cases.open_matters import OPEN_MATTERS, OpenMatter, has_more_than, open_matters
from casework.cases.queries import approval_asked_with, waiting_of
from casework.cases.services import end_membership, release_absent_lead
from casework.cases.timeline import Happening, tell
from casework.closure.models import CheckAnswer, Closure
from casework.closure.queries import (
    closure_asked_in,
    closure_made_with,
    expired_reopenings,
    last_approved,
    requests_of,
)
from casework.core.clock import now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.programmes.base import Clock
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from casework.tasks.services import add_task, cancel_open, refresh
from casework.tasks.services.clocks import plan_step

TO_COMPLETE_WITHIN = timedelta(days=7)


def ask_closure(
    case: Case,
    *,
    by: User,
    checks: Mapping[str, Mapping[str, Any]],
    has_seen_open: bool = False,
    form_key: UUID | None = None,
    **answers: Any,
) -> Closure:
    """Sent twice it is asked once; `answers`: reason, summary, person_was_told, told."""
    hold(case)
    if form_key and (made := closure_made_with(case, form_key)):
        return made
    left_open = open_matters(case)
    check_may_ask(case, answers["reason"], checks, has_seen_open=has_seen_open or not left_open)
    closure = Closure(
        key_id=case.key_id,
        case_id=case.id,
        asked_by_id=by.id,
        form_key=form_key,
        checks={code: dict(check) for code, check in checks.items()},
        left_open=left_open,
        **answers,
    )
    db.session.add(closure)
    case.status = CaseStatus.CLOSING
    what = {"closure_id": str(closure.id), "risk": case.risk.value}
    ask_for(case, ApprovalKind.CLOSURE, by=by, what=what)
    trail.record(trail.Event.CLOSURE_ASKED, case, object_id=closure.id)
    tell_closure(case, by, closure.id, CaseStatus.CLOSING.value, closure.summary)
    refresh(case)
    return closure


def check_may_ask(
    case: Case, reason: str, checks: Mapping[str, Mapping[str, Any]], *, has_seen_open: bool
) -> None:
    if case.status is not CaseStatus.OPEN:
        raise RuleBroken(
            _("Only an open file can be closed; this one waits for the supervisor or is closed.")
        )
    check_is_free(case)
    if reason not in case.programme.closure_reasons:
        raise RuleBroken(_("Choose a reason of this programme."))
    if not all(is_answered(checks.get(point.code)) for point in case.programme.closure_checks.offered):
        raise RuleBroken(_("Answer each point of the checklist; where the answer is no, say why."))
    if not has_seen_open:
        raise RuleBroken(_("Something is still open on this file: confirm that you have seen it."))


def is_answered(check: Mapping[str, Any] | None) -> bool:
    if check is None or check["answer"] not in list(CheckAnswer):
        return False
    return check["answer"] != CheckAnswer.NO or bool(check["why"])


def still_as_asked(case: Case, approval: Approval) -> bool:
    """Its words were not withdrawn, the risk is what it was, and nothing new was opened on the file."""
    closure = closure_asked_in(approval)
    same_risk = case.risk.value == approval.what.get("risk", case.risk.value)
    return closure.summary is not None and same_risk and not has_more_than(case, closure.left_open or {})


STANDS[ApprovalKind.CLOSURE] = still_as_asked


def approve_closure(case: Case, approval: Approval, *, by: User, comment: str | None = None) -> None:
    """Nothing is due any more. What may be counted of the reason stands readable on the case."""
    take_up(case, approval)
    if case.status is not CaseStatus.CLOSING:
        raise RuleBroken(_("This file does not wait to be closed."))
    if any(waiting.kind is not ApprovalKind.CLOSURE for waiting in waiting_of(case)):
        raise RuleBroken(_("Decide first what else is asked on this file: once closed, it could not be."))
    decide(case, approval, Decision.APPROVED, by=by, comment=comment)
    closure = closure_asked_in(approval)
    closure.approved_at = now()
    close(case, closure)
    tell_closure(case, by, closure.id, CaseStatus.CLOSED.value, comment or "")


def close(case: Case, closure: Closure | None) -> None:
    case.status, case.closed_on, case.reopened_until = CaseStatus.CLOSED, today(), None
    if closure:
        case.closure_reason = case.programme.closure_reasons.countable(closure.reason)
    cancel_open(case)


def return_closure(case: Case, approval: Approval, comment: str, *, by: User) -> None:
    """The worker finds the comment on the timeline, and a task at home."""
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
    if case.status is not CaseStatus.CLOSING:
        return
    case.status = CaseStatus.OPEN
    tell_closure(case, by, closure_asked_in(approval).id, Decision.RETURNED.value, comment)
    add_task(
        case,
        by=by,
        title=None,
        due_on=today() + TO_COMPLETE_WITHIN,
        kind=TaskKind.COMPLETE_FILE,
        assignee_id=approval.asked_by_id,
    )


def reopen(case: Case, why: str, *, by: User, form_key: UUID | None = None) -> Approval | None:
    """By a supervisor, at once; whoever works on the file asks: gives what then waits."""
    hold(case)
    if form_key and (made := approval_asked_with(case, form_key)):
        return made
    if case.status is not CaseStatus.CLOSED:
        raise RuleBroken(_("This file is not closed."))
    if waiting_of(case, ApprovalKind.REOPENING):
        raise RuleBroken(_("It was already asked to reopen this file. It waits for the supervisor."))
    if not decides_alone(by, case):
        return ask_reopening(case, why, by=by, form_key=form_key)
    open_again(case)
    note_reopening(case, trail.give_reason(why, case.key_id))
    tell_closure(case, by, None, ApprovalKind.REOPENING.value, why)
    return None


def ask_reopening(case: Case, why: str, *, by: User, form_key: UUID | None) -> Approval:
    """Until it is approved the file stays closed."""
    if not can(by, Action.CLOSURE_ASK, case):
        raise RuleBroken(_("Only whoever works on the file asks to reopen it."))
    asked = ask_for(case, ApprovalKind.REOPENING, by=by, what={"text": why}, form_key=form_key)
    trail.record(trail.Event.APPROVAL_ASKED, case, object_id=asked.id, detail=asked.kind.value)
    return asked


def open_again(case: Case) -> None:
    """A file whose worker has left waits to be assigned."""
    case.status, case.closed_on, case.closure_reason = CaseStatus.OPEN, None, None
    release_absent_lead(case)
    plan_step(case, Clock.FOLLOW_UP, start=now())
    plan_step(case, Clock.SUPERVISOR_REVIEW, start=now())
    refresh(case)


def note_reopening(case: Case, reason_id: UUID | None = None) -> None:
    trail.record(trail.Event.CASE_REOPENED, case, reason_id=reason_id)


def confirm_reopening(case: Case, approval: Approval, *, by: User, comment: str | None = None) -> None:
    """The file that was opened when the person came back stays open; one that was asked for opens."""
    take_up(case, approval)
    check_provisional(case, approval)
    decide(case, approval, Decision.APPROVED, by=by, comment=comment)
    if approval.due_at is None and case.is_live:
        return  # the person came back in the meantime: that is decided on its own
    if approval.due_at:
        end_provisional(case, approval)
        case.reopened_until, case.closed_on, case.closure_reason = None, None, None
        refresh(case)
    else:
        open_again(case)
    note_reopening(case)
    tell_closure(case, by, None, ApprovalKind.REOPENING.value, comment or "")


def decline_reopening(case: Case, approval: Approval, comment: str, *, by: User) -> None:
    """The file is closed again, for the reason that it had, or stays closed."""
    take_up(case, approval)
    check_provisional(case, approval)
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
    if approval.due_at is None:
        return
    end_provisional(case, approval)
    close(case, last_approved(case))
    tell_closure(case, by, None, CaseStatus.CLOSED.value, comment)


def check_provisional(case: Case, approval: Approval) -> None:
    """What was opened until a day is confirmed while it is open."""
    if approval.due_at and not case.is_live:
        raise RuleBroken(_("This file is closed."))


def end_provisional(case: Case, approval: Approval) -> None:
    """Whoever recorded the return worked on the file until the decision, unless it is his anyway."""
    for member in case.current_members:
        if member.user_id == approval.asked_by_id and member.until_at == approval.due_at:
            end_membership(case, member)


def close_unconfirmed() -> int:
    """Run by `flask tick`: what nobody confirmed in time is closed again; gives how many files."""
    return in_batches(expired_reopenings, close_again)


def close_again(approval_id: UUID) -> bool:
    approval = db.session.get_one(Approval, approval_id)
    case = approval.case
    hold(case)
    hold(approval)
    if approval.decided_at is not None:
        return False
    directorate_id = case.cell.directorate_id  # said, since nobody is signed in while the clock decides
    keep_answer(case, approval, Decision.RETURNED, directorate_id=directorate_id, detail="expired")
    if case.status is not CaseStatus.OPEN:
        return False
    close(case, last_approved(case))
    tell_closure(case, None, None, CaseStatus.CLOSED.value, "")
    return True


def tell_closure(case: Case, by: User | None, object_id: UUID | None, detail: str, text: str) -> None:
    tell(
        case,
        Happening.CLOSURE,
        author_id=by.id if by else None,
        object_id=object_id,
        detail=detail,
        story={"text": excerpt(text)} if text else {},
    )


def forget_words(case: Case, closure_id: UUID) -> None:
    """That it was asked and decided stays; the words go, from every line that quotes them too."""
    closure = db.session.get_one(Closure, closure_id)
    closure.summary, closure.told = None, None
    closure.checks = {code: check | {"why": None} for code, check in (closure.checks or {}).items()}
    for approval in requests_of(case, closure):
        approval.comment = None
    forget_story(case, closure_id)


register(Happening.CLOSURE, withdraw=forget_words)
OPEN_MATTERS["tasks"] = OpenMatter(
    count=lambda case: len(open_tasks(case)),
    words=lambda n: ngettext("%(num)d open task", "%(num)d open tasks", n),
    is_change=False,
)
