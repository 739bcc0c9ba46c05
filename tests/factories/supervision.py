"""Questions, review sessions and conferences, for the tests, made as the services make them."""

from datetime import timedelta
from typing import Any

from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.services import state_purpose
from casework.core.clock import today
from casework.core.ids import new_id
from casework.supervision import services
from casework.supervision.models import Conference, ReviewQuestion, ReviewSession
from tests.factories.accounts import UserFactory
from tests.factories.base import commit

ASKED = "Was the school told?"


def supervisor_of(*cases: Case) -> User:
    """Who has said today why he opens these files."""
    user: User = UserFactory(supervisor=True, cell=cases[0].cell)
    for case in cases:
        state_purpose(case, user, "The monthly review")
    commit()
    return user


def question(case: Case, by: User, entry: Any = None, **answers: Any) -> ReviewQuestion:
    said: dict[str, Any] = {
        "text": ASKED,
        "due_on": today() + timedelta(days=7),
        "form_key": new_id(),
    } | answers
    made = services.ask(case, entry, by=by, **said)
    commit()
    return made


def session_with(worker: User, by: User) -> ReviewSession:
    made = services.start_session(worker.cells[0], worker, by=by, form_key=new_id())
    commit()
    return made


def conference(by: User, colleagues: Any = (), partners: Any = (), **answers: Any) -> Conference:
    said: dict[str, Any] = {"held_on": today(), "form_key": new_id()} | answers
    made = services.call_conference(by.cells[0], by=by, colleagues=colleagues, partners=partners, **said)
    commit()
    return made
