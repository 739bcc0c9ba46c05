"""What happens between the first day and the last: notes, steps done, things to do, specialists, covers."""

from datetime import date, datetime, timedelta
from typing import Any

from casework.audit.models import Event
from casework.cases.models import MemberRole, StatedPurpose
from casework.cases.timeline import Happening
from casework.core.clock import day_of, end_of, now, today
from casework.core.text import excerpt
from casework.demonstration.file import File
from casework.demonstration.words import drawn
from casework.demonstration.world import Colleague
from casework.demonstration.writer import Row
from casework.followup.models import Addendum, Contact, Note, NoteKind
from casework.programmes.base import Clock
from casework.tasks.models import Task, TaskKind

LATE, MET = 0.2, 0.8  # of the open files; of the notes but the last
LONGEST_LATE = timedelta(days=12)
N_NOTES = {1: 32, 2: 26, 3: 18, 4: 10, 5: 7, 6: 4, 7: 3}  # and how many of a hundred files
HOW = {
    NoteKind.OFFICE: 45,
    NoteKind.PHONE: 25,
    NoteKind.HOME_VISIT: 14,
    NoteKind.ACCOMPANIMENT: 8,
    NoteKind.MEETING: 8,
}
HOW_MISSED = {NoteKind.PHONE: 3, NoteKind.OFFICE: 1}
DONE_BY_HAND = (
    TaskKind.ASSESSMENT,
    TaskKind.PLAN,
    TaskKind.BY_HAND,
    TaskKind.COMPLETE_FILE,
    TaskKind.ASK_IN_PRIVATE,
)


def follow(file: File, last: date) -> None:
    """Some notes between the first day and the last, the steps between them; then who else joins."""
    at, days = file.opened_at, (last - day_of(file.opened_at)).days
    if file.chance.random() < 0.25:
        file.plan_by_hand(file.words("todo"), day_of(at) + timedelta(days=file.chance.randint(3, 40)), at)
    if days < 1:
        return
    n_notes = min(drawn(file.chance, N_NOTES), days)
    for age in [*sorted(file.chance.sample(range(1, days), n_notes - 1)), days]:
        at = file.at(day_of(file.opened_at) + timedelta(days=age))
        do_steps(file, at)
        add_note(file, at, is_met=age == days or file.chance.random() < MET)
    if file.place.specialists and file.chance.random() < 0.3:
        add_specialist(file, at, last)


def last_contact_by_now(file: File) -> date:
    """Within what the rule asks for most open files, some days beyond it for the others."""
    day, due_at = day_of(file.opened_at), file.due(Clock.FOLLOW_UP, now())
    n_days = max((due_at - now()).days, 1)
    is_late = file.chance.random() < LATE
    since = n_days + file.chance.randint(1, 15) if is_late else file.chance.randint(1, n_days)
    last = today() - timedelta(days=since)
    if file.world.is_away(file.lead, last):
        last = file.world.monday - timedelta(days=file.chance.randint(3, 6))
    return max(last, day)


def do_steps(file: File, at: datetime) -> None:
    """What fell due is done by then, but for some of what fell due lately; the review by the supervisor."""
    lately = now() - timedelta(days=20)
    for task in list(file.open_tasks.values()):
        due_at = task["due_at"]
        if due_at > at + timedelta(days=3) or (due_at > lately and file.chance.random() < LATE):
            continue
        do_step(file, task, at)


def do_step(file: File, task: Row, at: datetime) -> None:
    if task["kind"] in DONE_BY_HAND:
        file.complete(task, file.lead.id, at)
    elif task["kind"] is TaskKind.SUPERVISOR_REVIEW:
        review(file, task, at)


def tidy(file: File) -> None:
    """What can be done without the person is never late for long."""
    for task in list(file.open_tasks.values()):
        if task["kind"] in (*DONE_BY_HAND, TaskKind.SUPERVISOR_REVIEW):
            is_old = task["due_at"] < now() - LONGEST_LATE
            if is_old or (task["due_at"] < now() and file.chance.random() > LATE):
                do_step(file, task, file.at(day_of(task["due_at"])))


def review(file: File, task: Row, at: datetime) -> None:
    """The supervisor, who is no member, says why she opens the file."""
    supervisor = file.place.supervisor
    why, day = file.words("purpose"), day_of(at)
    purpose = file.add(StatedPurpose, at, case_id=file.id, user_id=supervisor.id, day=day, purpose=why)
    file.act(at, Event.PURPOSE_STATED, supervisor.id, purpose["id"])
    file.act(at, Event.CASE_OPENED, supervisor.id, detail="case.view")
    file.complete(task, supervisor.id, at)


def add_note(
    file: File, at: datetime, author: Colleague | None = None, *, is_met: bool = True, **more: Any
) -> Row:
    chance, by = file.chance, (author or file.lead).id
    contact = Contact.MADE if is_met else Contact.NOT_REACHED
    kind = more.setdefault("kind", drawn(chance, HOW if contact is Contact.MADE else HOW_MISSED))
    use = kind.value if contact is Contact.MADE else f"{kind.value}_missed"
    text = more["text"] = more.get("text") or file.words(use)
    next_step = file.words("next") if chance.random() < 0.25 and not author else None
    note = file.add(
        Note,
        at,
        case_id=file.id,
        author_id=by,
        happened_on=day_of(at),
        contact=contact,
        minutes=chance.choice((None, 15, 30, 45, 60)),
        written_at=at,
        form_key=file.writer.new_id(at),
        restricted_part=file.words("restricted") if chance.random() < 0.05 and not author else None,
        **more,
    )
    if chance.random() < 0.3:
        file.act(at, Event.CASE_OPENED, by, detail="case.view")
    file.act(at, Event.NOTE_ADDED, by, note["id"])
    if contact is Contact.MADE:
        file.met(at, by, note["id"])
    if next_step:
        file.plan_by_hand(next_step, day_of(at) + timedelta(days=chance.randint(5, 45)), at, note["id"])
    story: dict[str, Any] = {"text": excerpt(more.get("safety_line") or text), "contact": contact.value}
    story |= {"next": next_step} if next_step else {}
    story |= {"is_clinical": True} if more.get("is_clinical") else {}
    story |= {"has_restricted_part": True} if note["restricted_part_sealed"] else {}
    file.tell(at, Happening.NOTE, by, note["id"], detail=kind.value, story=story)
    return note


def add_specialist(file: File, since: datetime, until: date) -> None:
    """A psychologist joins, and writes a clinical note that she alone reads."""
    day = day_of(since) + timedelta(days=file.chance.randint(1, 10))
    if day > until:
        return
    specialist, at = file.chance.choice(file.place.specialists), file.at(day)
    file.join(specialist, MemberRole.SPECIALIST, at)
    note = add_note(
        file,
        at + timedelta(hours=1),
        specialist,
        kind=NoteKind.OFFICE,
        is_clinical=True,
        text=file.words("clinical"),
        safety_line=file.words("safety_line"),
    )
    if file.chance.random() < 0.3:
        add_addendum(file, note, specialist)


def add_addendum(file: File, note: Row, author: Colleague) -> None:
    at, text = min(note["written_at"] + timedelta(days=3), now()), file.words("addendum")
    addendum = file.add(
        Addendum,
        at,
        note_id=note["id"],
        author_id=author.id,
        at=at,
        form_key=file.writer.new_id(at),
        text=text,
    )
    file.act(at, Event.NOTE_ADDED, author.id, addendum["id"], detail="addendum")
    story = {"is_clinical": True} if note["is_clinical"] else {"text": excerpt(text)}
    file.tell(at, Happening.NOTE, author.id, addendum["id"], detail="addendum", story=story)


def move_a_task(file: File) -> None:
    """A due date moved with a reason, or left to wait where that is agreed with the person."""
    at = file.at(today() - timedelta(days=2))
    task = next((task for task in file.open_tasks.values() if task["kind"] is TaskKind.FOLLOW_UP), None)
    if not task or at <= file.opened_at:
        return
    until = today() + timedelta(days=file.chance.randint(3, 25))
    if file.programme.follow_up_is_agreed:
        task["waits_until"], task["due_at"] = until, end_of(until)
        file.act(at, Event.TASK_MOVED, file.lead.id, task["id"], detail="waits")
        return
    why = file.words("next")
    task["moved_from"], task["due_at"] = task["due_at"], end_of(until)
    file.writer.seal(Task, task, file.key, why=why)
    file.act(at, Event.TASK_MOVED, file.lead.id, task["id"], reason_id=file.reason(at, why))
