"""The review of the work: questions of supervisors, review sessions, a case conference."""

from dataclasses import dataclass
from typing import Any

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import day_of, today
from casework.core.extensions import db
from casework.demonstration.queries import files_in, last_note_before
from casework.demonstration.stage import DAY, Side, Stage
from casework.supervision.models import ReviewedFile, ReviewSession, ReviewVerdict
from casework.supervision.services import (
    answer,
    ask,
    call_conference,
    close,
    decide_in_conference,
    decide_on_file,
    end_conference,
    end_session,
    start_session,
    turn_to,
)
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks

CHILD, WOMEN = "child_protection", "womens_rights"


@dataclass(frozen=True)
class Question:
    """In days from today."""

    asked: int
    due: int
    answered: int | None = None
    closed: int | None = None
    is_of_file: bool = False  # rather than of its last note


QUESTIONS = (
    Question(-2, 4),
    Question(-9, -2, is_of_file=True),
    Question(-6, 1, -1),
    Question(-20, -13, -17, -16),
)
HELD, CALLED, MET = -21, -15, -12  # days: a session of last month, a conference
LOOKED_AT, BEGUN_WITH = 8, 2  # files of a session: of the one that was held, of the one under way
VERDICTS = (
    ReviewVerdict.GO_ON,
    ReviewVerdict.DO_NEXT,
    ReviewVerdict.GO_ON,
    ReviewVerdict.PROPOSE_CLOSURE,
    ReviewVerdict.GO_ON,
    ReviewVerdict.GO_ON,
)


def review(stage: Stage) -> None:
    child, women = stage.sides[CHILD], stage.sides[WOMEN]
    hold_session(stage, child, child.workers[0])
    begin_session(stage, women, women.workers[-1])
    meet_about_files(stage, child)
    for side in stage.sides.values():
        with side.sharing():
            for question in QUESTIONS:
                if case := side.take(side.older_than(1 - question.asked)):
                    ask_about(stage, side, case, question)


def ask_about(stage: Stage, side: Side, case: Case, said: Question) -> None:
    worker, asked_at = stage.lead_of(case), stage.hour(said.asked, 9, 30)
    entry = None if said.is_of_file else last_note_before(case, asked_at)
    with stage.at(asked_at, side.supervisor):
        question = ask(
            case,
            entry,
            by=side.supervisor,
            text=stage.words("question", side),
            due_on=today() + (said.due - said.asked) * DAY,
            form_key=stage.key(),
        )
    if said.answered is not None:
        with stage.at(stage.hour(said.answered, 14), worker):
            text = stage.words("question_answer", side)
            answer(case, question, by=worker, version=question.version, text=text)
    if said.closed is not None:
        with stage.at(stage.hour(said.closed, 16), side.supervisor):
            close(case, question, by=side.supervisor)


def hold_session(stage: Stage, side: Side, worker: User) -> None:
    """Of the files that were there on that day some were looked at, and one thing is to be done."""
    day = stage.working_day(HELD)
    led = [case for case in side.files if case.lead_id == worker.id and case.opened_on < day]
    if not led:
        return
    with stage.at(stage.hour(HELD, 10), side.supervisor):
        session = start_session(side.cell, worker, by=side.supervisor, form_key=stage.key())
        there = keep_older(session)
        seen = [row for row in there if is_reviewed(row)][:LOOKED_AT]
        for number, row in enumerate(seen):
            decide(stage, side, session, row, VERDICTS[number % len(VERDICTS)])
        if seen:
            end_session(session, by=side.supervisor)
        else:
            forget(session)


def keep_older(session: ReviewSession) -> list[ReviewedFile]:
    """Without the files that were opened since."""
    rows = files_in(session)
    for row in rows:
        if row.case.opened_on >= session.held_on:
            db.session.delete(row)
    kept = [row for row in rows if row.case.opened_on < session.held_on]
    for position, row in enumerate(kept, start=1):
        row.position = position
    db.session.flush()
    return kept


def is_reviewed(row: ReviewedFile) -> bool:
    """The review that it waits for was planned before that day."""
    tasks = [task for task in open_tasks(row.case) if task.kind is TaskKind.SUPERVISOR_REVIEW]
    return row.case.is_live and all(day_of(task.created_at) < today() for task in tasks)


def forget(session: ReviewSession) -> None:
    for row in files_in(session):
        db.session.delete(row)
    db.session.delete(session)


def begin_session(stage: Stage, side: Side, worker: User) -> None:
    """It is under way: the supervisor was called away."""
    if not any(case.lead_id == worker.id for case in side.files):
        return
    with stage.at(stage.hour(0, 9), side.supervisor):
        session = start_session(side.cell, worker, by=side.supervisor, form_key=stage.key())
        rows = [row for row in files_in(session) if is_reviewed(row)]
        for row, verdict in zip(rows[:BEGUN_WITH], VERDICTS, strict=False):
            decide(stage, side, session, row, verdict)


def decide(
    stage: Stage, side: Side, session: ReviewSession, row: ReviewedFile, verdict: ReviewVerdict
) -> None:
    task: dict[str, Any] = {}
    if verdict is ReviewVerdict.DO_NEXT:
        task = {"task_title": stage.words("to_decide", side), "task_due_on": today() + 28 * DAY}
    turn_to(row.case, by=side.supervisor)
    decide_on_file(
        session,
        row,
        row.case,
        by=side.supervisor,
        version=row.version,
        verdict=verdict,
        text=stage.words("verdict", side),
        **task,
    )


def meet_about_files(stage: Stage, side: Side) -> None:
    """The colleagues of the cell discuss two files; each decision is somebody's to do."""
    files = [case for case in (side.take(side.older_than(1 - MET)) for _file in range(2)) if case]
    if not files:
        return
    with stage.at(stage.hour(CALLED, 9), side.supervisor):
        conference = call_conference(
            side.cell,
            by=side.supervisor,
            held_on=stage.working_day(MET),
            colleagues=[*side.workers, *side.specialists],
            partners=[],
            form_key=stage.key(),
        )
    with stage.at(stage.hour(MET, 11), side.supervisor):
        for case, days in zip(files, (10, 18), strict=False):
            decide_in_conference(
                conference,
                case,
                by=side.supervisor,
                text=stage.words("to_decide", side),
                due_on=today() + days * DAY,
                responsible_id=case.lead_id,
                have_left=True,
                form_key=stage.key(),
            )
        end_conference(conference, by=side.supervisor)
