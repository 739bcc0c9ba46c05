"""Appointments: those of the last days with what came of them, those of this week and the next."""

from datetime import date, datetime, timedelta
from itertools import cycle

from casework.accounts.models import User
from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.appointments.services import make_appointment, record_outcome
from casework.cases.models import Case
from casework.core.clock import day_of, now, start_of, today
from casework.demonstration.queries import notes_since
from casework.demonstration.stage import DAY, Side, Stage, moment
from casework.followup.models import Contact, NoteKind

KINDS = {
    NoteKind.OFFICE: AppointmentKind.OFFICE,
    NoteKind.HOME_VISIT: AppointmentKind.HOME_VISIT,
    NoteKind.ACCOMPANIMENT: AppointmentKind.ACCOMPANIMENT,
    NoteKind.MEETING: AppointmentKind.MEETING,
}
LAST_DAYS, NEXT_DAYS = 6, 9
AT_MOST = 5  # of a worker, each way
HOURS = ((9, 30), (11, 0), (14, 30), (10, 0))
FIRST_OF_ALL = ((10, 0), (15, 0))  # today, of the first worker of the first cell
A_WHILE = timedelta(minutes=45)


def meet(stage: Stage) -> None:
    for number, side in enumerate(stage.sides.values()):
        for place, worker in enumerate(side.workers):
            files = [case for case in side.files if case.lead_id == worker.id]
            meet_again(stage, side, worker)
            plan_ahead(stage, side, worker, files)
            if place == 0:
                miss_one(stage, side, worker, files)
            if number == place == 0:
                plan_today(stage, side, worker, files)
            elif place == 0:
                forget_one(stage, side, worker, files)


def meet_again(stage: Stage, side: Side, worker: User) -> None:
    """Most notes of the last days follow an hour that was agreed on."""
    since = start_of(today() - LAST_DAYS * DAY)
    noted = [row for row in notes_since(worker, side.id, since) if row.Note.kind in KINDS]
    for note, case in noted[:AT_MOST]:
        starts_at = note.written_at - A_WHILE
        made = plan(stage, side, case, worker, starts_at, KINDS[note.kind])
        if made:
            is_met = note.contact is Contact.MADE
            with stage.at(note.written_at, worker):
                state = AppointmentState.HELD if is_met else AppointmentState.MISSED
                record_outcome(case, made, by=worker, version=made.version, state=state)


def plan_ahead(stage: Stage, side: Side, worker: User, files: list[Case]) -> None:
    """One a day or every second one, at an hour that differs."""
    days = (tomorrow for n in range(1, NEXT_DAYS) if stage.is_working(tomorrow := today() + n * DAY))
    first_kinds = (AppointmentKind.OFFICE, AppointmentKind.OFFICE, AppointmentKind.HOME_VISIT)
    kinds = cycle(first_kinds if side.programme.lists_names else first_kinds[:1])
    for day, case, hour in zip(days, files[:AT_MOST], cycle(HOURS), strict=False):
        if not worker.absence_between(day, day):
            plan(stage, side, case, worker, moment(day, *hour), next(kinds))


def plan_today(stage: Stage, side: Side, worker: User, files: list[Case]) -> None:
    day = stage.working_day(0)
    for case, hour in zip(reversed(files), FIRST_OF_ALL, strict=False):
        plan(stage, side, case, worker, moment(day, *hour), AppointmentKind.OFFICE)


def miss_one(stage: Stage, side: Side, worker: User, files: list[Case]) -> None:
    """Somebody did not come."""
    for case in files[:1]:
        hour = moment(stage.working_day(-2), 14)
        if made := plan(stage, side, case, worker, hour, AppointmentKind.OFFICE):
            with stage.at(hour + A_WHILE, worker):
                missed = AppointmentState.MISSED
                record_outcome(case, made, by=worker, version=made.version, state=missed)


def forget_one(stage: Stage, side: Side, worker: User, files: list[Case]) -> None:
    """Nobody wrote down yet whether it took place."""
    if files:
        day: date = stage.working_day(-1)
        plan(stage, side, files[-1], worker, moment(day, 11), AppointmentKind.OFFICE)


def plan(
    stage: Stage, side: Side, case: Case, worker: User, starts_at: datetime, kind: AppointmentKind
) -> Appointment | None:
    """Some days before, when somebody worked on the file already."""
    made_at = min(starts_at - stage.chance.randint(1, 4) * DAY, now() - A_WHILE)
    if day_of(made_at) <= case.opened_on:
        return None
    with stage.at(made_at, worker):
        if worker.id not in case.member_ids:
            return None
        return make_appointment(
            case,
            by=worker,
            form_key=stage.key(),
            with_id=worker.id,
            kind=kind,
            starts_at=starts_at,
            minutes=stage.chance.choice((30, 45, 60)),
            place=None,
            about=stage.words("about", side),
        )
