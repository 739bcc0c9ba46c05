"""The tasks of declared clocks: raised in time, cancelled when their reason goes or moves."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from casework.audit import trail
from casework.audit.batches import in_batches
from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.tasks.declared import CLOCKS, DeclaredClock, Due
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries.declared import counted, files_held, files_to_change, tasks_of_clock
from casework.tasks.services.state import cancel, refresh

AT_ONCE = 20  # files in one act


def raise_declared() -> int:
    """Run by `flask tick`: says how many tasks were raised, or cancelled because their reason went."""
    return sum(raise_of(clock) for clock in CLOCKS.values())


def raise_of(clock: DeclaredClock) -> int:
    def find() -> Iterator[list[UUID]]:
        due = clock.find(now() + clock.raise_before, None)
        return batched_ids(files_to_change(clock.key, due))

    return in_batches(find, lambda case_ids: follow_clock(clock, files_held(case_ids)))


def follow_declared(case: Case, *keys: str) -> None:
    """Bring this file's declared tasks up to date at once; the caller holds the case. No key: every clock."""
    for key in keys or CLOCKS:
        follow_clock(CLOCKS[key], [case])


def follow_clock(clock: DeclaredClock, cases: list[Case]) -> int:
    """What is due is asked again: it may have changed since somebody waited for these files."""
    db.session.flush()
    live = {case.id: case for case in cases if case.is_live}
    due = set(clock.find(now() + clock.raise_before, list(live))) if live else set()
    kept = tasks_of_clock(clock.key, [case.id for case in cases])
    wrong = [task for task in kept if task.is_open and counted(task) not in due]
    for task in wrong:
        cancel(task)
    missing = sorted(due - {counted(task) for task in kept if not task.is_cancelled})
    raised = [raise_task(clock, live[one.case_id], one, kept) for one in missing]
    db.session.flush()
    changed = {task.case_id for task in [*wrong, *raised]}
    for case in cases:
        if case.id in changed:
            refresh(case)
    return len(wrong) + len(raised)


def raise_task(clock: DeclaredClock, case: Case, due: Due, kept: Iterable[Task]) -> Task:
    """One task for one object and one moment: what was cancelled, or ends there by chance, serves again."""
    same = (task for task in kept if (task.about_id, task.due_at) == (due.about_id, due.due_at))
    task = next(same, None) or Task(
        key_id=case.key_id,
        case_id=case.id,
        kind=TaskKind.DECLARED,
        clock=clock.key,
        about_id=due.about_id,
        due_at=due.due_at,
    )
    if task.is_cancelled:
        task.done_at, task.is_cancelled = None, False
    task.moved_from = None
    db.session.add(task)
    directorate_id = case.cell.directorate_id  # said, since nobody is signed in while the clock adds one
    trail.record(
        trail.Event.TASK_ADDED, case, directorate_id=directorate_id, object_id=task.id, detail=clock.key
    )
    return task


def batched_ids(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
