"""A decision that stood in the wrong file is withdrawn after its task was done: no line keeps its words."""

from typing import Any

import pytest
from flask import Flask

from casework.cases import entries
from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.supervision import services
from casework.supervision.models import ReviewedFile, ReviewVerdict
from casework.tasks.models import Task, TaskKind
from casework.tasks.services import complete
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.supervision import conference, session_with, supervisor_of

WORDS = "ZZWORDS about the uncle"


def decided_in_review(case: Case, chief: Any) -> None:
    session, row = session_with(lead_of(case), chief), db.session.query(ReviewedFile).one()
    said: dict[str, Any] = {"verdict": ReviewVerdict.DO_NEXT, "task_title": WORDS, "task_due_on": today()}
    services.decide_on_file(session, row, case, by=chief, version=row.version, **said)


def decided_in_conference(case: Case, chief: Any) -> None:
    said: dict[str, Any] = {"text": WORDS, "due_on": today(), "form_key": new_id()}
    services.decide_in_conference(conference(chief), case, by=chief, **said)


@pytest.mark.parametrize(
    ("kind", "decide"),
    [(Happening.REVIEW, decided_in_review), (Happening.CONFERENCE, decided_in_conference)],
)
def test_a_task_that_is_done_keeps_no_words_of_the_decision(app: Flask, kind: Happening, decide: Any) -> None:
    case = CaseFactory()
    chief = supervisor_of(case)
    decide(case, chief)
    commit()
    task = db.session.query(Task).filter_by(kind=TaskKind.DECISION).one()
    complete(case, task, version=task.version, by=lead_of(case))
    commit()
    lines = db.session.query(TimelineEntry).filter_by(case_id=case.id)
    assert [line.kind for line in lines if WORDS in str(line.story)] == [kind, Happening.TASK]
    entries.withdraw(case, lines.filter_by(kind=kind).one(), "The wrong file")
    commit()

    assert [line.kind for line in lines if WORDS in str(line.story)] == []
    assert (task.title, task.is_cancelled) == (None, False)
