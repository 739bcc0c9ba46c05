"""Opens a file in one transaction: person, case, members, consents, due dates and audit, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.accounts.models import User
from casework.cases import services as cases
from casework.cases.barring import bar, shut_out
from casework.cases.models import Case, EntryKind
from casework.cases.timeline import Happening, tell
from casework.consents.services import record_consent
from casework.core.clock import day_of, now, today
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.intake.models import Intake
from casework.intake.queries import intake_made_with
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, ContactSafety, Person, Relative, SuspectedAuthor
from casework.people.services import create_person
from casework.programmes.base import Clock, RiskLevel
from casework.tasks.models import TaskKind
from casework.tasks.services import add_task, follow_windows, start_clocks
from casework.tasks.services.clocks import due_of
from casework.visits.models import Visit
from casework.visits.services import lead_to

Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """All that is known when a file opens; what was not asked stays empty."""

    cell: Cell
    form_key: UUID  # one form, one file
    risk: RiskLevel
    risk_why: str
    kind: EntryKind = EntryKind.INTERVIEW
    happening: Happening = Happening.INTERVIEW
    happened_at: datetime = field(default_factory=now)  # the clocks count from here
    had_contact: bool = True  # the person was met or spoken to
    source: str | None = None
    identity: Answers = field(default_factory=dict)  # of people.services.create_person
    numbers: Sequence[Answers] = ()
    relatives: Sequence[Answers] = ()
    suspected_author: Answers | None = None  # may say `is_companion`
    details: Answers | None = None
    primary_concern: str | None = None
    other_concerns: Sequence[str] = ()
    other_concern_text: str | None = None
    consents: Sequence[Answers] = ()  # of consents.services.record_consent
    barred: Sequence[User] = ()
    to_ask_in_private: bool = False
    to_complete: bool = False  # most of the interview is still to be done
    intake: Answers = field(default_factory=dict)  # further columns of Intake
    visit: Visit | None = None  # that was taken up
    story: str | None = None  # what the timeline tells; otherwise the beginning of the narrative

    @property
    def is_entered_late(self) -> bool:
        return day_of(self.happened_at) < today()


def open_from(new: NewCase, *, by: User) -> Case:
    """A file that its author leads. Sent twice it is still one file."""
    if made := intake_made_with(new.form_key, by):
        return made.case
    person = create_person(new.cell, **new.identity)
    case = begin(new, person)
    for colleague in new.barred:
        bar(case, colleague, why=new.intake.get("must_not_know"))
    cases.assign(case, by, by=by)
    add_people(person, new)
    if new.details is not None:
        details = case.programme.details(key_id=case.key_id, case_id=case.id)
        details.record(new.details)
        db.session.add(details)
    if new.primary_concern:
        cases.set_concerns(case, new.primary_concern, list(new.other_concerns), new.other_concern_text)
    cases.set_risk(case, new.risk, new.risk_why, by=by, happened_at=new.happened_at)
    for consent in new.consents:
        record_consent(case, by=by, decided_on=day_of(new.happened_at), **consent)
    plan(case, new, by=by)
    follow_windows(case)
    write_down(case, new, by=by)
    if new.visit:
        lead_to(new.visit, case.id)
    shut_out(case)
    return case


def begin(new: NewCase, person: Person) -> Case:
    person.cell = new.cell
    case = cases.open_case(
        person,
        province=new.cell.directorate.code,
        risk=new.risk,
        entry_kind=new.kind,
        source=new.source,
        opened_on=day_of(new.happened_at),
        is_entered_late=new.is_entered_late,
    )
    db.session.flush()
    return case


def add_people(person: Person, new: NewCase) -> None:
    """Numbers, relatives and the suspected author, whose number is never safe whoever else answers it."""
    author = dict(new.suspected_author or {})
    never = author.get("number")
    for answers in new.numbers:
        safe = {"safety": ContactSafety.UNSAFE} if never and answers["number"] == never else {}
        person.numbers.append(ContactNumber(key_id=person.key_id, **{**answers, **safe}))
    is_companion = author.pop("is_companion", False)
    companion_id = None
    for answers in new.relatives:
        relative = Relative(key_id=person.key_id, person_id=person.id, **answers)
        db.session.add(relative)
        companion_id = companion_id or (relative.id if relative.came_along else None)
    if author or is_companion:
        suspected = SuspectedAuthor(key_id=person.key_id, person_id=person.id, **author)
        suspected.relative_id = companion_id if is_companion else None
        db.session.add(suspected)


def plan(case: Case, new: NewCase, *, by: User) -> None:
    """The programme's steps, and what could not be asked this time."""
    start_clocks(case, start=new.happened_at, had_contact=new.had_contact, by=by)
    wanted = ((new.to_ask_in_private, TaskKind.ASK_IN_PRIVATE), (new.to_complete, TaskKind.COMPLETE_FILE))
    for is_wanted, kind in wanted:
        if is_wanted:
            next_meeting = due_of(case, Clock.FOLLOW_UP, now())
            add_task(case, by=by, title=None, due_on=day_of(next_meeting), kind=kind)


def write_down(case: Case, new: NewCase, *, by: User) -> Intake:
    intake = Intake(
        key_id=case.key_id,
        case_id=case.id,
        kind=new.kind,
        author_id=by.id,
        happened_on=day_of(new.happened_at),
        form_key=new.form_key,
        **new.intake,
    )
    db.session.add(intake)
    text = new.story or intake.narrative
    tell(
        case,
        new.happening,
        happened_at=new.happened_at if new.is_entered_late else now(),
        author_id=by.id,
        object_id=intake.id,
        story={"text": excerpt(text)} if text else {},
    )
    return intake
