"""Who is away, from one day to another. Whoever is away today is given no file (cases/services.py)."""

from datetime import date, timedelta

from flask_babel import gettext as _

from casework.accounts.models import Absence, User
from casework.audit import trail
from casework.core.clock import today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.text import in_its_direction, isolated
from casework.organisation.models import Cell

LONGEST = timedelta(days=366)
A_DAY = timedelta(days=1)


def record_absence(user: User, cell: Cell, *, from_on: date, until_on: date, by: User) -> Absence:
    """Both days included; recorded twice it is one. Raises RuleBroken for a period that cannot be."""
    hold(user, "absences")
    known = user.absence_between(from_on, until_on)
    if known and (known.from_on, known.until_on) == (from_on, until_on):
        return known
    if from_on < today():
        raise RuleBroken(_("An absence is recorded from today on."))
    check_period(user, from_on, until_on)
    absence = Absence(user_id=user.id, from_on=from_on, until_on=until_on, recorded_by_id=by.id)
    user.absences.append(absence)
    trail.record(trail.Event.ABSENCE_RECORDED, cell_id=cell.id, object_id=user.id)
    return absence


def change_absence(absence: Absence, cell: Cell, *, from_on: date, until_on: date) -> None:
    """The day on which it began stays once it has come; what is over is not changed."""
    hold(absence.user, "absences")
    if absence.until_on < today():
        raise RuleBroken(_("This absence is already over."))
    if from_on != absence.from_on and min(from_on, absence.from_on) < today():
        raise RuleBroken(_("The first day of an absence that has begun stays as it is."))
    if until_on < today():
        raise RuleBroken(_("This period is already over."))
    check_period(absence.user, from_on, until_on, besides=absence)
    absence.from_on, absence.until_on = from_on, until_on
    trail.record(trail.Event.ABSENCE_RECORDED, cell_id=cell.id, object_id=absence.user_id, detail="changed")


def end_absence(absence: Absence, cell: Cell) -> None:
    """The person is back today; an absence that has not begun, or began today, never was."""
    hold(absence.user, "absences")
    if absence.from_on >= today():
        absence.user.absences.remove(absence)
        db.session.delete(absence)
    elif absence.until_on >= today():
        absence.until_on = today() - A_DAY
    trail.record(trail.Event.ABSENCE_RECORDED, cell_id=cell.id, object_id=absence.user_id, detail="ended")


def check_period(user: User, from_on: date, until_on: date, besides: Absence | None = None) -> None:
    """Raises RuleBroken for days that are backwards, too many, or those of another absence."""
    if until_on < from_on:
        raise RuleBroken(_("This period ends before it begins."))
    if until_on - from_on > LONGEST:
        raise RuleBroken(_("An absence lasts a year at most."))
    others = [other for other in user.absences if other is not besides and other.shares(from_on, until_on)]
    if others:
        raise RuleBroken(away_words(user, others[0]))


def away_words(user: User, absence: Absence) -> str:
    """The sentence that says so, wherever it stands in the way."""
    first, last = (isolated(short_day(day)) for day in (absence.from_on, absence.until_on))
    name = in_its_direction(user.name)
    return _("%(name)s is away from %(first)s to %(last)s.", name=name, first=first, last=last)
