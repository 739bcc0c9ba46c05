"""Child protection: what only this cell asks and promises."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from casework.programmes import base, lists, violence
from casework.programmes.questions import OneOf, PastDay, SeveralOf, Words

KEY = "child_protection"
URGENT_CARE = _l("Sexual violence within the last 72 hours: see at once which medical care is possible.")

QUESTIONS = (
    OneOf(
        name="is_safe_now",
        label=_l("Is the child safe now?"),
        hint=_l("Your own judgement, today. If not, say below what was done at once."),
        options=lists.YES_NO,
        is_required=True,
        dangerous=("NO",),
    ),
    SeveralOf(
        name="danger_signs",
        label=_l("Signs of danger"),
        hint=_l("Tick what was said or seen. Never ask a child to tell again what was already told."),
        options=lists.CHILD_DANGER_SIGNS,
        is_private=True,
        dangerous=("LIFE", "SEXNOW", "INFANT", "SUICIDE", "LIVESIN", "NIGHT"),
    ),
    PastDay(
        name="sexual_violence_on",
        label=_l("If there was sexual violence: the day of the last time"),
        hint=_l("As far as it was told. Some medical care is only possible within 72 hours."),
        is_private=True,
    ),
    OneOf(
        name="school_status",
        label=_l("School"),
        options=lists.SCHOOL_STATUSES,
    ),
    OneOf(
        name="civil_register_status",
        label=_l("Civil register"),
        hint=_l("No birth certificate is needed to open the file."),
        options=lists.CIVIL_REGISTER_STATUSES,
    ),
    OneOf(
        name="care_arrangement",
        label=_l("Who the child lives with"),
        options=lists.CARE_ARRANGEMENTS,
    ),
    Words(
        name="precisions",
        label=_l("What the lists do not say"),
        hint=_l("In a few words: what “other” stands for, what was done at once."),
        may_incriminate=True,
    ),
)


class ChildProtectionDetails(base.Details):
    __tablename__ = "child_protection_details"

    questions = QUESTIONS

    school_status: Mapped[str | None] = mapped_column(String(40))
    civil_register_status: Mapped[str | None] = mapped_column(String(40))


class ChildProtectionForm(base.DetailsForm):
    questions = QUESTIONS


def care_times(answers: base.Answers) -> tuple[datetime, datetime] | None:
    happened_on = answers.get("sexual_violence_on")
    return violence.care_times(happened_on) if happened_on else None


CARE = base.Window(
    key="care_72_hours_child",
    label=_l("Care possible for 72 hours only: see to it at once"),
    # the day is sealed among the answers: those of the few files opened lately are opened
    may_apply=lambda: ChildProtectionDetails.__table__.c.answers_sealed.is_not(None),
    alert=URGENT_CARE,
    times=care_times,
)


programme = base.Programme(
    key=KEY,
    label=_l("Child protection"),
    person_word=_l("the child"),
    serves_children=True,
    lists_names=True,
    sees_confidential_places=False,
    follow_up_is_agreed=False,
    late_advice=_l("A contact is late: plan it, or say why it can wait."),
    caseload_limit=25,
    concerns=lists.CHILD_PROTECTION_CONCERNS,
    closure_reasons=lists.CLOSURE_REASONS.for_programme(KEY),
    closure_checks=lists.CHILD_PROTECTION_CLOSURE_CHECKS,
    services=lists.SERVICE_TYPES.for_programme(KEY),
    details=ChildProtectionDetails,
    details_form=ChildProtectionForm,
    windows=(CARE,),
)
