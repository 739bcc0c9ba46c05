"""A supervisor asks, whoever works on the file answers, either closes: one open question about one thing."""

from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.open_matters import OPEN_MATTERS, OpenMatter
from casework.cases.timeline import Happening, TimelineEntry, tell
from casework.core.clock import now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.supervision.models import QuestionStep, ReviewQuestion
from casework.supervision.queries.questions import (
    audience_now,
    audience_of,
    may_answer,
    may_close,
    n_open_on,
    open_question_about,
    question_made_with,
    questions_on_entry,
    reads,
)

ASKED_ALREADY = _l("A question about this is open already. Close it before you ask another one.")
# lines that say only who or what moved, or that are themselves questions
NOT_ASKED_ABOUT = (Happening.WITHDRAWN, Happening.MEMBER, Happening.MERGE, Happening.QUESTION)


def can_ask_about(entry: TimelineEntry) -> bool:
    return entry.kind not in NOT_ASKED_ABOUT


def check_can_ask(case: Case, entry: TimelineEntry | None) -> None:
    """About an entry, or (None) about the whole file."""
    if not case.is_live:
        raise RuleBroken(_("This file is closed: nothing is asked about it any more."))
    if entry and not can_ask_about(entry):
        raise RuleBroken(_("There is nothing to ask about in this entry."))
    if open_question_about(entry.id if entry else case.id):
        raise RuleBroken(str(ASKED_ALREADY))


def ask(
    case: Case, entry: TimelineEntry | None, *, by: User, text: str, due_on: date, form_key: UUID
) -> ReviewQuestion:
    """Sent twice it is asked once; of two at once the second is told that one is open."""
    hold(case)
    if made := question_made_with(case, form_key):
        return made
    if not can(by, Action.CASELOAD_REVIEW, case):
        raise RuleBroken(_("Only the supervisor asks such a question."))
    if entry:
        hold(entry)
    check_can_ask(case, entry)
    if due_on < today():
        raise RuleBroken(_("A due date cannot be in the past."))
    question = ReviewQuestion(
        key_id=case.key_id,
        case_id=case.id,
        entry_id=entry.id if entry else None,
        open_about_id=entry.id if entry else case.id,
        audience=audience_of(entry),
        asked_by_id=by.id,
        due_on=due_on,
        form_key=form_key,
        text=text,
    )
    question.entry, question.asked_by = entry, by
    db.session.add(question)
    trail.record(trail.Event.QUESTION_ASKED, case, object_id=question.id)
    tell_question(case, question, QuestionStep.ASKED, text, by=by)
    notify(who_may_answer(case, question), NoticeKind.QUESTION_ASKED, question.id, case=case)
    return question


def who_may_answer(case: Case, question: ReviewQuestion) -> list[User]:
    """Each member once, as far as the question is for him."""
    members = {member.user_id: member.user for member in case.current_members}
    return [user for user in members.values() if may_answer(user, question, case)]


def tell_question(
    case: Case, question: ReviewQuestion, step: QuestionStep, text: str | None, *, by: User
) -> None:
    tell(
        case,
        Happening.QUESTION,
        author_id=by.id,
        object_id=question.id,
        detail=step.value,
        audience=audience_now(question),
        story={"text": excerpt(text)} if text else None,
    )


def answer(case: Case, question: ReviewQuestion, *, by: User, version: int, text: str) -> None:
    """The first answer counts; whoever asked is told."""
    hold(case)
    hold(question)
    if (question.answered_by_id, question.answer) == (by.id, text):
        return
    if question.answered_at or not question.is_open:
        raise RuleBroken(_("This question was answered or closed in the meantime."))
    if not may_answer(by, question, case):
        raise RuleBroken(_("Whoever works on the file answers, and nobody answers himself."))
    check_version(question, version)
    question.answer, question.answered_at, question.answered_by_id = text, now(), by.id
    trail.record(trail.Event.QUESTION_ANSWERED, case, object_id=question.id)
    tell_question(case, question, QuestionStep.ANSWERED, text, by=by)
    notify([question.asked_by], NoticeKind.QUESTION_ANSWERED, question.id, case=case)


def close(case: Case, question: ReviewQuestion, *, by: User) -> None:
    """By a supervisor, or by whoever answers for the file; closed twice it is closed once."""
    hold(case)
    hold(question)
    if not question.is_open:
        return
    if not reads(by, question, case) or not may_close(by, question, case):
        raise RuleBroken(
            _("The supervisor closes this question, or who answers for the file once it is answered.")
        )
    end(question)
    question.closed_by_id = by.id
    trail.record(trail.Event.QUESTION_CLOSED, case, object_id=question.id)
    tell_question(case, question, QuestionStep.CLOSED, None, by=by)


def end(question: ReviewQuestion) -> None:
    question.closed_at, question.open_about_id = question.closed_at or now(), None


def forget_question(case: Case, question_id: UUID) -> None:
    """That something was asked stays; the words go, from every line that quotes them too."""
    blank(case, db.session.get_one(ReviewQuestion, question_id))


def blank(case: Case, question: ReviewQuestion) -> None:
    end(question)
    question.text = question.answer = None
    entries.forget_story(case, question.id)


def follow_entry(case: Case, entry: TimelineEntry) -> None:
    """What was asked about an entry of the wrong file quotes it: it goes with it."""
    for question in questions_on_entry(entry):
        blank(case, question)


entries.register(Happening.QUESTION, withdraw=forget_question)
OPEN_MATTERS["questions"] = OpenMatter(
    count=n_open_on, words=lambda n: ngettext("%(num)d open question", "%(num)d open questions", n)
)
entries.when_gone.append(follow_entry)
