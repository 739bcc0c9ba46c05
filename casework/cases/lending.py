"""What somebody may write in a file that is lent to him for a few hours: one note and one task."""

from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.grants import AccessGrant
from casework.cases.models import Case
from casework.core.database import hold
from casework.core.errors import RuleBroken


def grant_of(case: Case, user: User) -> AccessGrant | None:
    """By which he is here; none when his role lets him in anyway."""
    grant: AccessGrant | None = case.lent
    return None if can(user, Action.CASE_VIEW, case) else grant


def check_note_left(case: Case, user: User) -> None:
    grant = grant_of(case, user)
    if grant and grant.note_id:
        raise RuleBroken(_("Standing in for a colleague you write one note. Add to the one that you wrote."))


def check_task_left(case: Case, user: User) -> None:
    grant = grant_of(case, user)
    if grant and grant.task_id:
        raise RuleBroken(_("Standing in for a colleague you add one task, and you have added it."))


def count_note(case: Case, user: User, note_id: UUID) -> None:
    """The one note is this one; raises RuleBroken when there is one."""
    if grant := grant_of(case, user):
        hold(grant)
        check_note_left(case, user)
        grant.note_id = note_id


def count_task(case: Case, user: User, task_id: UUID) -> None:
    if grant := grant_of(case, user):
        hold(grant)
        check_task_left(case, user)
        grant.task_id = task_id
