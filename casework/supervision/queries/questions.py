"""Questions of the supervisor: of one file, and those that wait for somebody."""

from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.models import LIVE, Case
from casework.cases.queries import in_scope, is_member
from casework.cases.timeline import Audience, TimelineEntry
from casework.core.extensions import db
from casework.supervision.models import ReviewQuestion

AT_ONCE = 30  # a longer list of questions helps nobody: the oldest come first
WHO = (
    joinedload(ReviewQuestion.asked_by),
    joinedload(ReviewQuestion.answered_by),
    joinedload(ReviewQuestion.entry),
)


def questions_of(case: Case) -> Select[ReviewQuestion]:
    """With whoever asked and answered, and the entry that each is about."""
    return select(ReviewQuestion).where(ReviewQuestion.case_id == case.id).options(*WHO)


def find_question(case: Case, question_id: UUID) -> ReviewQuestion | None:
    return db.session.scalar(questions_of(case).where(ReviewQuestion.id == question_id))


def question_made_with(case: Case, form_key: UUID) -> ReviewQuestion | None:
    return db.session.scalar(questions_of(case).where(ReviewQuestion.form_key == form_key))


def n_open_on(case: Case) -> int:
    """Questions of this file that nobody closed, whoever may read them."""
    asked = select(func.count()).where(ReviewQuestion.case_id == case.id, ReviewQuestion.closed_at.is_(None))
    return db.session.scalar(asked) or 0


def open_question_about(about_id: UUID) -> ReviewQuestion | None:
    return db.session.scalar(select(ReviewQuestion).where(ReviewQuestion.open_about_id == about_id))


def questions_about(case: Case, object_id: UUID, user: User) -> list[ReviewQuestion]:
    """All that was asked about what this line, or these lines, tell of, the newest first."""
    about = questions_of(case).join(TimelineEntry, TimelineEntry.id == ReviewQuestion.entry_id)
    found = db.session.scalars(
        about.where(TimelineEntry.object_id == object_id).order_by(ReviewQuestion.id.desc())
    )
    return [question for question in found if reads(user, question, case)]


def questions_on_entry(entry: TimelineEntry) -> list[ReviewQuestion]:
    """Whoever reads them: for what becomes of them when the entry leaves the file."""
    return list(db.session.scalars(select(ReviewQuestion).where(ReviewQuestion.entry_id == entry.id)))


def find_subject(case: Case, entry_id: UUID) -> TimelineEntry | None:
    """The line itself, or the first one that tells of the object with this id."""
    named = or_(TimelineEntry.id == entry_id, TimelineEntry.object_id == entry_id)
    entries = select(TimelineEntry).where(TimelineEntry.case_id == case.id, named)
    return db.session.scalars(entries.order_by(TimelineEntry.id).limit(1)).first()


def audience_of(entry: TimelineEntry | None) -> Audience:
    """Whoever may not read a part of the entry does not learn of it from what is asked about it."""
    if entry is None:
        return Audience.TEAM
    story = entry.story or {}
    has_hidden_part = story.get("is_clinical") or story.get("has_restricted_part")
    is_for_all = entry.audience is Audience.TEAM and not has_hidden_part
    return Audience.TEAM if is_for_all else Audience.AUTHOR_AND_SUPERVISOR


def is_for_team(question: ReviewQuestion) -> bool:
    """Also not while the entry has a hidden part that it had not when the question was asked."""
    return question.audience is Audience.TEAM and audience_of(question.entry) is Audience.TEAM


def audience_now(question: ReviewQuestion) -> Audience:
    return Audience.TEAM if is_for_team(question) else Audience.AUTHOR_AND_SUPERVISOR


def reads(user: User, question: ReviewQuestion, case: Case) -> bool:
    """The team; of what the team may not read in full, the entry's author, who asked, and supervisors."""
    close = {question.asked_by_id, question.entry.author_id if question.entry else None}
    return is_for_team(question) or user.id in close or can(user, Action.NOTE_RESTRICTED, case)


def may_answer(user: User, question: ReviewQuestion, case: Case) -> bool:
    """Whoever works on the file; nobody answers himself."""
    is_theirs = user.id in case.member_ids and can(user, Action.CASE_EDIT, case)
    is_unanswered = question.waits_for_answer and user.id != question.asked_by_id
    return is_unanswered and is_theirs and reads(user, question, case)


def may_close(user: User, question: ReviewQuestion, case: Case) -> bool:
    """A supervisor at any time; once it is answered also the lead worker, or who answered in his place."""
    if not question.is_open or not reads(user, question, case):
        return False
    either = user.id in (case.lead_id, question.answered_by_id) and user.id in case.member_ids
    return (either and question.answered_at is not None) or can(user, Action.CASELOAD_REVIEW, case)


def questions_waiting(user: User) -> list[ReviewQuestion]:
    """What he is to answer on the files that he works on, and what he asked himself; one statement."""
    entry_author = TimelineEntry.author_id == user.id
    may_read = or_(ReviewQuestion.audience == Audience.TEAM, entry_author)
    to_answer = and_(ReviewQuestion.answered_at.is_(None), is_member(user), may_read)
    waiting = (
        select(ReviewQuestion)
        .join(ReviewQuestion.case)
        .join(Case.cell)
        .join(Case.person)
        .outerjoin(ReviewQuestion.entry)
        .options(
            contains_eager(ReviewQuestion.case).contains_eager(Case.person),
            contains_eager(ReviewQuestion.case).contains_eager(Case.cell),
            contains_eager(ReviewQuestion.entry),
        )
        .where(
            ReviewQuestion.closed_at.is_(None),
            Case.status.in_(LIVE),
            in_scope(user, Action.CASE_VIEW),
            or_(ReviewQuestion.asked_by_id == user.id, to_answer),
        )
        .order_by(ReviewQuestion.due_on, ReviewQuestion.id)
        .limit(AT_ONCE)
    )
    return [question for question in db.session.scalars(waiting) if reads_at_home(user, question)]


def reads_at_home(user: User, question: ReviewQuestion) -> bool:
    """A list needs no word of the rights on each file: it holds what he asked, or what he is to answer."""
    is_author = question.entry is not None and question.entry.author_id == user.id
    return question.asked_by_id == user.id or is_author or is_for_team(question)
