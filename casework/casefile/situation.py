"""Correcting what the file says of the situation: concerns, the programme's details, the risk."""

from typing import Any

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.casefile.comparison import stamp_of
from casework.casefile.queries import last_risk_change
from casework.casefile.services import Answers, check_open, is_saved_already
from casework.cases import approvals
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import waiting_of
from casework.cases.services import set_concerns, set_risk
from casework.cases.timeline import Happening, tell
from casework.core.answers import plain
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.people.models import Change
from casework.programmes.base import GRAVE, Details, RiskLevel
from casework.programmes.queries import details_of
from casework.tasks.services import follow_risk, follow_windows


def concerns_of(case: Case) -> Answers:
    primary, *others = case.concern_codes or [""]
    return {"primary": primary, "others": others, "other_text": case.other_concern}


def check_corrects_concerns(case: Case, user: User) -> None:
    """Some concerns may incriminate the person: whoever may not read them cannot rewrite the list either."""
    check_open(case)
    if user.id not in case.member_ids:
        raise RuleBroken(_("Only the members of the file correct its concerns."))


def edit_concerns(case: Case, form: Any, *, by: User) -> None:
    check_corrects_concerns(case, by)
    hold(case)
    db.session.expire(case, ["concerns"])
    before = concerns_of(case)
    if is_saved_already(form.version.data, stamp_of(before), form, before):
        return
    set_concerns(case, form.primary.data, form.others.data or [], form.other_text.data)
    db.session.flush()
    keep_changes(case, case, before, concerns_of(case), by=by)


def hidden_fields(case: Case, user: User) -> set[str]:
    """What may incriminate the person is for members, who may have done the harm for the restricted page."""
    programme = case.programme
    hidden = set() if user.id in case.member_ids else set(programme.restricted_fields)
    return hidden if can(user, Action.CASE_SENSITIVE, case) else hidden | set(programme.sensitive_fields)


def details_shown_to(case: Case, user: User, details: Details | None) -> Answers:
    """The answers that this person may see and correct."""
    details = details or case.programme.details(key_id=case.key_id, case_id=case.id)
    hidden = hidden_fields(case, user)
    return {q.name: details.values[q.name] for q in details.questions if q.name not in hidden}


def edit_details(case: Case, form: Any, seen: int, *, by: User) -> None:
    """What the form did not ask keeps its answer."""
    check_open(case)
    hold(case)
    details = details_of(case.programme, case.id)
    if details:
        hold(details)
    stored = details_shown_to(case, by, details)
    if is_saved_already(seen, stamp_of(stored), form, stored):
        return
    if details is None:
        details = case.programme.details(key_id=case.key_id, case_id=case.id)
        db.session.add(details)
    before = kept_answers(details)
    details.record(form.answers)
    follow_windows(case)
    keep_changes(case, details, before, kept_answers(details), by=by)


def kept_answers(details: Details) -> Answers:
    values = details.values
    return {question.name: question.kept(values[question.name]) for question in details.questions}


def keep_changes(case: Case, row: Any, before: Answers, after: Answers, *, by: User) -> None:
    """What each answer said before, for the page of corrections."""
    changed = [name for name in after if (plain(before[name]) or None) != (plain(after[name]) or None)]
    for name in changed:
        kept = Change(
            key_id=case.person.key_id,
            person_id=case.person_id,
            object_kind=row.__tablename__,
            object_id=row.id,
            field=name,
            by_id=by.id,
            before=before[name],
            after=after[name],
        )
        db.session.add(kept)
    if changed:
        trail.record(trail.Event.CASE_CHANGED, case, object_id=row.id, detail=row.__tablename__)


def risk_of(case: Case) -> Answers:
    last = last_risk_change(case)
    return {"level": case.risk, "why": last.why if last else None}


def change_risk(case: Case, form: Any, *, by: User) -> Approval | None:
    """At once; or, when whoever works on the file takes a grave risk down, asked: gives what then waits."""
    check_open(case)
    hold(case)
    level, why = form.level.data, form.why.data
    if is_saved_already(form.version.data, stamp_of({"level": case.risk}), form, risk_of(case)):
        return None
    if level is case.risk:
        raise RuleBroken(_("This is the level that the file already has."))
    if needs_approval(case, level, by):
        return ask_to_lower(case, form, by=by)
    set_risk(case, level, why, by=by)
    follow_risk(case, by=by)
    return None


def needs_approval(case: Case, level: RiskLevel, by: User) -> bool:
    """Going down from a grave risk is the supervisor's decision."""
    is_lowered = level.rank < case.risk.rank
    return is_lowered and case.risk in GRAVE and not approvals.decides_alone(by, case)


def ask_to_lower(case: Case, form: Any, *, by: User) -> Approval:
    waiting = waiting_of(case, ApprovalKind.RISK_LOWERED)
    if any(asked.form_key != form.key for asked in waiting):
        raise RuleBroken(_("A lower risk was already asked for this file. It waits for the supervisor."))
    what = {"from": case.risk.value, "to": form.level.data.value, "why": form.why.data}
    what |= {"since": last_set(case)}
    asked = approvals.ask_for(case, ApprovalKind.RISK_LOWERED, by=by, what=what, form_key=form.key)
    if asked not in waiting:
        trail.record(trail.Event.APPROVAL_ASKED, case, object_id=asked.id, detail=asked.kind.value)
    return asked


def is_still_so_grave(case: Case, approval: Approval) -> bool:
    """The risk was not set again since, not even to the same level by a way round."""
    asked, since = approval.what, last_set(case)
    return case.risk.value == asked["from"] and asked.get("since", since) == since


def last_set(case: Case) -> str | None:
    last = last_risk_change(case)
    return str(last.id) if last else None


approvals.STANDS[ApprovalKind.RISK_LOWERED] = is_still_so_grave


def decide_risk(case: Case, approval: Approval, form: Any, *, by: User) -> None:
    """Approved, the level and its due dates change; returned, the story says why."""
    approvals.take_up(case, approval)
    check_open(case)
    asked, decision = approval.what, form.decision.data
    approvals.decide(case, approval, decision, by=by, comment=form.comment.data)
    if decision is Decision.APPROVED:
        set_risk(case, RiskLevel(asked["to"]), asked["why"], by=by)
        follow_risk(case, by=by)
        return
    tell(
        case,
        Happening.RISK,
        author_id=by.id,
        object_id=approval.id,
        detail=decision.value,
        story={"text": form.comment.data},
    )
