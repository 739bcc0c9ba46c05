"""Recording what an authority decided about a person, correcting it, and how it ended."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.entries import register
from casework.cases.models import Case
from casework.cases.open_matters import OPEN_MATTERS, OpenMatter
from casework.cases.timeline import Happening, tell
from casework.core.answers import differences
from casework.core.clock import moment_of
from casework.core.database import hold
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.measures.models import Measure, MeasureKind, MeasureStep
from casework.measures.queries import (
    changes_of,
    hearings_coming,
    measure_made_with,
    measures_ending,
    n_in_force,
)
from casework.people.services import change
from casework.tasks.declared import DeclaredClock, declare
from casework.tasks.services import follow_declared

ANSWERS = ("kind", "authority", "from_on", "until_on", "reference", "text")
WORDS = ("reference", "text", "outcome")  # that somebody typed


def reads_text(user: User, case: Case) -> bool:
    """A measure may say where the person lives: for the members and the supervisor, however one came here."""
    return user.id in case.member_ids or can(user, Action.CASE_SUPERVISE, case)


def check_takes_measures(case: Case) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: it takes no measure any more. A supervisor can reopen it."))


def lasting(answers: dict[str, Any]) -> dict[str, Any]:
    """A hearing lasts its one day; no measure ends before it begins."""
    if answers["kind"] is MeasureKind.HEARING:
        return answers | {"until_on": answers["from_on"]}
    if answers["until_on"] and answers["until_on"] < answers["from_on"]:
        raise RuleBroken(_("A measure cannot end before it begins."))
    return answers


def add_measure(case: Case, *, by: User, form_key: UUID, **answers: Any) -> Measure:
    """Sent twice it is recorded once."""
    hold(case)
    if made := measure_made_with(case, form_key):
        return made
    check_takes_measures(case)
    key = {"key_id": case.key_id, "case_id": case.id}
    measure = Measure(**key, recorded_by_id=by.id, form_key=form_key, **lasting(answers))
    db.session.add(measure)
    note_change(case, measure, by, measure.kind.value)
    return measure


def note_change(case: Case, measure: Measure, by: User, detail: str) -> None:
    """The words stay out of the story, which is printed; the clocks follow the last day."""
    trail.record(trail.Event.MEASURE_SAVED, case, object_id=measure.id, detail=detail)
    tell(case, Happening.MEASURE, author_id=by.id, object_id=measure.id, detail=detail)
    db.session.flush()
    follow_declared(case)


def answers_of(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in ANSWERS}


def edit_measure(case: Case, measure: Measure, form: Any, *, by: User) -> None:
    """What it said before is kept among the corrections of the file."""
    hold(case)
    check_takes_measures(case)
    hold(measure)
    stored = answers_of(measure)
    if measure.version != form.version.data:
        if told := differences(form, stored):
            raise Overtaken(told)
        return
    if change(measure, case.person, by.id, **lasting(form.answers)):
        note_change(case, measure, by, MeasureStep.CHANGED.value)


def end_measure(
    case: Case, measure: Measure, *, by: User, version: int, ended_on: date, outcome: str
) -> None:
    """It was lifted or ran out; of a hearing, what came of it. A second click ends it once."""
    hold(case)
    check_takes_measures(case)
    hold(measure)
    if measure.ended_at:
        if measure.outcome == outcome:
            return
        raise RuleBroken(_("Somebody has already recorded how this measure ended."))
    check_version(measure, version)
    if ended_on < measure.from_on:
        raise RuleBroken(_("A measure cannot end before it begins."))
    measure.ended_at, measure.outcome = moment_of(ended_on), outcome
    note_change(case, measure, by, MeasureStep.ENDED.value)


def forget_words(_case: Case, measure_id: UUID) -> None:
    """Its kind and its days stay, since clocks were counted from them; the words go, the earlier ones too."""
    measure = db.session.get_one(Measure, measure_id)
    for name in WORDS:
        setattr(measure, name, None)
    for kept in changes_of(measure):
        if kept.field in WORDS:
            kept.before, kept.after = None, None


register(Happening.MEASURE, withdraw=forget_words)
OPEN_MATTERS["measures"] = OpenMatter(
    count=n_in_force, words=lambda n: ngettext("%(num)d measure in force", "%(num)d measures in force", n)
)
declare(
    DeclaredClock(
        key="measure",
        label=_l("A measure ends: renew it, or record how it ended"),
        raise_before=timedelta(days=14),
        find=measures_ending,
    )
)
declare(
    DeclaredClock(
        key="hearing",
        label=_l("A hearing comes: prepare it, then record what came of it"),
        raise_before=timedelta(days=7),
        find=hearings_coming,
    )
)
