"""Files lent for a few hours, and ties, for the tests: made by the services."""

from typing import Any

from casework.accounts.models import User
from casework.cases.grants import AccessGrant, GrantGround
from casework.cases.models import Case
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.grants.services import exceptional
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.ties.models import Tie, TieKind
from casework.ties.services import keep
from tests.factories.base import commit

WHY = "A judge asks tonight where the child sleeps and who answers for him."


def asked_by(director: User, case: Case) -> AccessGrant:
    """Exceptional access, which waits for the supervisor."""
    exceptional.ask(director, reference=case.reference, ground=GrantGround.COURT, why=WHY, form_key=new_id())
    commit()
    return db.session.query(AccessGrant).order_by(AccessGrant.id.desc()).limit(1).one()


def given_to(director: User, case: Case, by: User) -> AccessGrant:
    grant = asked_by(director, case)
    exceptional.decide(case, grant, gives=True, answer="It is needed", version=grant.version, by=by)
    commit()
    return grant


def doubtful_tie(by: User, case: Case, *asked: User) -> Tie:
    """About which the supervisor is asked."""
    known: dict[str, Any] = {"first_name": "Zahra", "surname": "AIT", "year": None, "commune": None}
    tie = keep(by, case.cell_id, TieKind.FRIEND, new_id(), known)
    notify(asked, NoticeKind.TIE_POSSIBLE, tie.id, case=case)
    commit()
    return tie
