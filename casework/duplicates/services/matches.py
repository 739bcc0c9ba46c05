"""Possible matches inside a cell: who they are, asking about those that one may not read, deciding on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _

from casework.access.policy import Role
from casework.accounts.models import User
from casework.accounts.queries import colleagues, find_user
from casework.audit import trail
from casework.cases.approvals import ask_for, decide
from casework.cases.models import Approval, ApprovalKind, Case, Decision, MemberRole
from casework.cases.services import add_member
from casework.core.clock import end_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.duplicates.describing import describe_file, describe_interview, initials_of, numbered
from casework.duplicates.queries.matches import Sought, candidates, interview_of, requests_made_with
from casework.intake.interview import Interview
from casework.intake.result import barred
from casework.keys.ring import blind_index
from casework.names.keys import query_keys
from casework.names.matching import Verdict
from casework.names.persons import Described, Likeness, weigh
from casework.organisation.models import Cell
from casework.organisation.territory import territory_of
from casework.people.index import FoundBy

SHOWN = 10
ASKED = 3  # files about which one request is made, the best ones
TO_DECIDE_WITHIN = timedelta(days=3)
LENT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Subject:
    """Whoever is looked for: the person of an interview, or of a file."""

    id: UUID  # of the interview, which stays the same once it is a file
    cell: Cell
    person: Described
    person_id: UUID | None = None
    kept_from: frozenset[UUID] = frozenset()  # colleagues who must not know


@dataclass(frozen=True)
class Match:
    case: Case
    likeness: Likeness
    is_open: bool


@dataclass(frozen=True)
class Findings:
    """What the page shows: files that the reader may open, and whether there is something to ask."""

    shown: Sequence[Match]
    hidden: Sequence[Match]
    asked: dict[UUID, Approval]  # by the file
    has_more: bool = False

    @property
    def to_ask(self) -> list[Match]:
        return [match for match in self.hidden if match.case.id not in self.asked]

    @property
    def about_hidden(self) -> list[Approval]:
        """What was asked; how many times is never said."""
        return [self.asked[match.case.id] for match in self.hidden if match.case.id in self.asked]

    @property
    def is_waiting(self) -> bool:
        return any(asked.decided_at is None for asked in self.about_hidden)

    @property
    def is_declined(self) -> bool:
        return all(asked.decision is Decision.RETURNED for asked in self.about_hidden)

    @property
    def asked_at(self) -> datetime | None:
        return max((asked.asked_at for asked in self.about_hidden), default=None)

    @property
    def answers(self) -> list[str]:
        """What the supervisor wrote."""
        return list(dict.fromkeys(asked.comment for asked in self.about_hidden if asked.comment))


def subject_of_file(case: Case) -> Subject:
    return Subject(
        id=interview_of(case) or case.id,
        cell=case.cell,
        person=describe_file(case),
        person_id=case.person_id,
        kept_from=frozenset(case.barred_ids),
    )


def subject_of_interview(interview: Interview) -> Subject:
    return Subject(
        id=interview.draft.id,
        cell=interview.draft.cell,
        person=describe_interview(interview),
        kept_from=frozenset(user.id for user in barred(interview)),
    )


def sought(subject: Subject) -> Sought:
    """The keys that only this cell can make, so that nobody of another cell is ever found."""
    person = subject.person
    named = [query_keys(name) for name in person.names]
    strong = [*((FoundBy.NAME, pair) for keys in named for pair in keys.pairs), *numbered(person)]
    weak = [(FoundBy.NAME, single) for keys in named for single in keys.singles]
    return Sought(
        strong=blind(subject.cell, strong),
        weak=blind(subject.cell, weak),
        birth_year=person.birth_year,
        territory=territory_of(person.commune) if person.commune else None,
    )


def blind(cell: Cell, values: Iterable[tuple[str, str]]) -> list[bytes]:
    return [blind_index(cell.index_key_id, field, value) for field, value in dict.fromkeys(values)]


def matches_of(subject: Subject, user: User) -> list[Match]:
    """Best first, each file once. Never another cell's, never a file from which the user is barred."""
    best: dict[UUID, Match] = {}
    for one in candidates(sought(subject), subject.cell, user, apart_from=subject.person_id):
        match = Match(one.case, weigh(subject.person, describe_file(one.named)), one.is_open)
        if match.likeness.verdict is Verdict.DIFFERENT:
            continue
        if one.case.id not in best or best[one.case.id].likeness.score < match.likeness.score:
            best[one.case.id] = match
    return sorted(best.values(), key=lambda match: (match.likeness.score, match.case.id), reverse=True)


def find(subject: Subject, user: User) -> Findings:
    matches = matches_of(subject, user)
    shown = [match for match in matches if match.is_open]
    hidden = [match for match in matches if not match.is_open][:ASKED]
    keys = {request_key(subject, match.case, user): match.case.id for match in hidden}
    asked = {keys[key]: approval for key, approval in requests_made_with(keys).items()}
    return Findings(shown[:SHOWN], hidden, asked, has_more=len(shown) > SHOWN)


def request_key(subject: Subject, case: Case, user: User) -> UUID:
    """The same whenever the same person asks about the same two: a second look asks nothing twice."""
    return uuid5(subject.id, f"{case.id}|{user.id}")


def look(subject: Subject, user: User) -> Findings:
    """Each file that is found leaves an entry in the log, also the one that is not shown."""
    findings = find(subject, user)
    trail.record(trail.Event.DUPLICATES_VIEWED, cell_id=subject.cell.id, object_id=subject.id)
    for match in findings.shown:
        trail.record(trail.Event.DUPLICATES_VIEWED, match.case, object_id=subject.id, detail="shown")
    for match in findings.hidden:
        trail.record(trail.Event.DUPLICATES_VIEWED, match.case, object_id=subject.id, detail="not_shown")
    return findings


def ask(subject: Subject, *, by: User) -> bool:
    """Ask the supervisor about the best files that the person may not read; says whether there was any."""
    to_ask = find(subject, by).to_ask
    if to_ask and subject.kept_from & deciding_in(subject.cell):
        raise RuleBroken(
            _("Whoever would answer must not know of this person. Speak to a supervisor who may know.")
        )
    for match in sorted(to_ask, key=lambda match: match.case.id):  # never in a ring
        hold(match.case)
        request(subject, match, by=by)
    return bool(to_ask)


def deciding_in(cell: Cell) -> set[UUID]:
    """Who would read the request in the list of what waits."""
    supervisors = {user.id for user in colleagues(cell.id, Role.SUPERVISOR)}
    return supervisors | ({cell.deputy_id} if cell.deputy_id else set())


def request(subject: Subject, match: Match, *, by: User) -> None:
    """Sealed with the file that was found; of the other it says what the supervisor needs to compare."""
    key = request_key(subject, match.case, by)
    if requests_made_with([key]):
        return
    what = {
        "about": str(subject.id),
        "initials": initials_of(subject.person),
        "birth_year": subject.person.birth_year,
        "evidence": [kind.value for kind in match.likeness.evidence],
    }
    asked = ask_for(
        match.case,
        ApprovalKind.POSSIBLE_MATCH,
        by=by,
        what=what,
        due_at=now() + TO_DECIDE_WITHIN,
        form_key=key,
    )
    trail.record(trail.Event.DUPLICATE_ASKED, match.case, object_id=asked.id)


def approve(
    case: Case, approval: Approval, *, by: User, until_on: date | None = None, comment: str | None = None
) -> None:
    """It may be the same person: whoever asked reads the file until a day, this day included."""
    decide(case, approval, Decision.APPROVED, by=by, comment=comment)
    asker = find_user(approval.asked_by_id, by.directorate_id)
    if asker is None or asker.id in case.member_ids:
        return
    until_at = end_of(until_on or today() + LENT_FOR)
    add_member(case, asker, MemberRole.COVER, by=by, until_at=until_at)


def decline(case: Case, approval: Approval, *, by: User, comment: str | None = None) -> None:
    """It is another person: whoever asked learns that, and no more."""
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
