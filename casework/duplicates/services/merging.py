"""Making one file of two, as a supervisor decides. Everything follows, and the journal can undo it."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import product
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import flag_modified

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import ApprovalKind, Case, CaseStatus, Concern, Member, MemberRole
from casework.cases.moving import held_by
from casework.cases.queries import KEPT, waiting_of
from casework.cases.services import add_member, assign, end_membership, may_work_on, set_risk
from casework.cases.timeline import Happening, tell
from casework.core.database import hold
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.duplicates.identity import QUESTIONS, said
from casework.duplicates.models import Merge, MergeStep
from casework.duplicates.queries.merging import (
    are_linked,
    attached_rows,
    ends_of,
    household_of,
    merge_made_with,
)
from casework.duplicates.services.journal import Journal
from casework.people import index
from casework.people.models import Person
from casework.people.services import change
from casework.tasks.queries import open_tasks
from casework.tasks.services import follow_risk, refresh
from casework.tasks.services.state import cancel

COLUMNS = tuple(column for columns in QUESTIONS.values() for column in columns)


def merge(
    kept: Case,
    merged: Case,
    *,
    by: User,
    taken: Collection[str],
    going_on: Collection[UUID],
    why: str,
    form_key: UUID,
    seen: str,
) -> Merge:
    """Sent twice it is one merge. `taken`: the questions whose answer comes from the merged file;
    `going_on`: who of that file goes on working; `seen`: the stamp of both files as they were shown.
    """
    hold_both(kept, merged)
    if made := merge_made_with(form_key, kept, merged):
        return made
    if stamp_of(kept, merged) != seen:
        raise Overtaken
    if sentence := obstacle(kept, merged, by):
        raise RuleBroken(sentence)
    ends = {"kept_case_id": kept.id, "merged_case_id": merged.id}
    row = Merge(key_id=kept.key_id, by_id=by.id, form_key=form_key, why=why, **ends)
    db.session.add(row)
    journal = watching(row, kept, merged)
    take_answers(kept, merged, taken, by)
    join_concerns(kept, merged, journal)
    join_team(kept, merged, going_on, by, journal)
    join_tasks(kept, merged, by)
    merged.status, merged.merged_into_id = CaseStatus.MERGED, kept.id
    journal.note_changes()
    record(trail.Event.CASES_MERGED, row, (kept, merged), why)
    tell_joined(kept, merged, row, by)
    move_attached(kept, merged, journal)
    bring_up_to_date(kept, merged)
    return row


def hold_both(*cases: Case) -> None:
    for case in sorted(cases, key=lambda case: case.id):  # never in a ring
        hold(case, "members", "barred", "concerns")


def stamp_of(*cases: Case) -> str:
    """Another one as soon as one of the files is another, or another version of it."""
    versions = " ".join(sorted(f"{case.id}.{case.version}" for case in cases))
    return sha256(versions.encode()).hexdigest()[:16]


def obstacle(kept: Case, merged: Case, by: User) -> Any:
    """Why they cannot be made one in this way; None when they can."""
    found = (sentence for is_broken, sentence in obstacles(kept, merged, by) if is_broken)
    return next(found, None)


def obstacles(kept: Case, merged: Case, by: User) -> Iterator[tuple[bool, Any]]:
    both = (kept, merged)
    yield kept.id == merged.id, _l("These are one file already.")
    yield kept.cell_id != merged.cell_id, _l("Only two files of the same cell can be made one.")
    may = all(can(by, Action.DUPLICATE_MERGE, case) for case in both)
    yield not may, _l("Only the supervisor makes one file of two.")
    is_gone = any(case.status not in KEPT for case in both)
    yield (
        is_gone,
        _l("One of these files is no longer in use: it was merged, transferred or entered in error."),
    )
    asked = any(
        waiting.kind is not ApprovalKind.POSSIBLE_MATCH for case in both for waiting in waiting_of(case)
    )
    yield asked, _l("Decide first what is asked on these two files.")
    held = next(filter(None, map(held_by, both)), None)
    yield held is not None, held
    yield merged.is_live and not kept.is_live, _l("One of the two files is closed: keep the other one.")
    is_barred = kept.lead_id in merged.barred_ids
    yield (
        is_barred,
        _l("Whoever leads the file that stays must not know of the other. Give it to somebody else first."),
    )
    yield (
        are_linked(*both),
        _l("These files are linked as two persons of one household. End that link first."),
    )


def watching(row: Merge, kept: Case, merged: Case) -> Journal:
    """A journal that looks at all that is about to change, besides what moves."""
    journal = Journal(row)
    journal.watch([kept, merged], "lead_id", "unassigned_at", "risk")
    journal.watch([kept], "last_contact_on", "all_concerns", "other_concern")
    journal.watch([merged], "status")
    journal.watch([kept.person], *COLUMNS)
    journal.watch({kept.person, *household_of(merged.person)}, "household_id")
    journal.watch([*kept.person.numbers, *merged.person.numbers], "confirmed_on")
    journal.watch([*kept.members, *merged.members], "until_at")
    tasks = [*open_tasks(kept), *open_tasks(merged)]
    journal.watch(tasks, "due_at", "counted_for", "done_at", "is_cancelled")
    return journal


def take_answers(kept: Case, merged: Case, taken: Collection[str], by: User) -> None:
    """Each earlier answer is kept. A number that one file alone calls safe is to be asked about again."""
    mine, other = kept.person, merged.person
    for question in taken:
        change(mine, mine, by.id, **said(other, question))
    join_households(mine, other)
    for one, two in product(mine.numbers, other.numbers):
        if one.number == two.number and one.is_safe_now != two.is_safe_now:
            change(one if one.is_safe_now else two, mine, by.id, confirmed_on=None)
    days = filter(None, (kept.last_contact_on, merged.last_contact_on))
    kept.last_contact_on = max(days, default=None)


def join_households(mine: Person, other: Person) -> None:
    """Whoever belongs with one of them belongs with both."""
    if mine.household_id is None:
        mine.household_id = other.household_id
    for person in household_of(other):
        person.household_id = mine.household_id


def join_concerns(kept: Case, merged: Case, journal: Journal) -> None:
    """The main concern stays; what may incriminate the person stays sealed."""
    codes = list(dict.fromkeys([*kept.concern_codes, *merged.concern_codes]))
    texts = dict.fromkeys(filter(None, (kept.other_concern, merged.other_concern)))
    known = {concern.code for concern in kept.concerns}
    for code in [concern.code for concern in merged.concerns if concern.code not in known]:
        concern = Concern(case_id=kept.id, code=code)
        db.session.add(concern)
        journal.note_added(concern)
    if kept.all_concerns or merged.all_concerns:
        kept.all_concerns = codes
    kept.other_concern = " · ".join(texts) or None


def join_team(kept: Case, merged: Case, going_on: Collection[UUID], by: User, journal: Journal) -> None:
    """Whoever must not know of one file must not know of both; of the other team the chosen ones go on."""
    for member in kept.current_members:
        if member.user_id in merged.barred_ids:
            end_membership(kept, member)
    for member in merged.current_members:
        until_at = member.until_at
        end_membership(merged, member)
        is_chosen = member.user_id in going_on and member.user_id not in kept.member_ids
        if is_chosen and may_work_on(kept, member.user):
            journal.note_added(taken_over(kept, member, until_at, by))


def taken_over(kept: Case, member: Member, until_at: Any, by: User) -> Member:
    """The lead of the merged file leads on only where nobody else does."""
    is_lead = member.role is MemberRole.LEAD
    if is_lead and kept.lead_id is None:
        return assign(kept, member.user, by=by)
    role = MemberRole.COVER if is_lead else member.role
    return add_member(kept, member.user, role, by=by, until_at=until_at)


def join_tasks(kept: Case, merged: Case, by: User) -> None:
    """The higher risk counts for what is due on both; of a step that both wait for, the earlier stays."""
    level = max(kept.risk, merged.risk, key=lambda risk: risk.rank)
    if level is not kept.risk:
        set_risk(kept, level, _("Files made one"), by=by)
    merged.risk = level
    for case in (kept, merged):
        follow_risk(case, by=by)
    for one, two in product(open_tasks(kept), open_tasks(merged)):
        if one.kind is two.kind and one.counted_for and one.is_open and two.is_open:
            cancel(max(one, two, key=lambda task: task.due_at))


def move_attached(kept: Case, merged: Case, journal: Journal) -> None:
    db.session.flush()
    ends = ends_of(kept, merged)
    for column, row_ids in attached_rows(ends).items():
        journal.move(column, row_ids, ends)


def bring_up_to_date(kept: Case, merged: Case) -> None:
    """What follows from the rows that moved: due dates, stages, the index of names; a new version of both."""
    db.session.flush()
    db.session.expire_all()
    for case in (kept, merged):
        refresh(case)
        flag_modified(case, "status")
    index.index({kept.person_id, merged.person_id})


def record(event: trail.Event, row: Merge, cases: Collection[Case], why: str) -> None:
    reason_id = trail.give_reason(why, row.key_id)
    for case in cases:
        trail.record(event, case, object_id=row.id, reason_id=reason_id)


def tell_joined(kept: Case, merged: Case, row: Merge, by: User) -> None:
    """The other file by its reference alone."""
    said: dict[str, Any] = {"detail": MergeStep.JOINED.value, "story": {"reference": merged.reference}}
    tell(kept, Happening.MERGE, author_id=by.id, object_id=row.id, **said)
