"""Women's rights and economic empowerment: what only this cell asks and promises."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import ValidationError

from casework.programmes import base, lists, violence
from casework.programmes.questions import Number, OneOf, PastDay, SeveralOf, Words

KEY = "womens_rights"
NEEDS_CARE_AT_ONCE = {"SEX_RAPE", "SEX_ASSAULT"}
URGENT_CARE = _l("Sexual violence within the last 72 hours: tell her at once which medical care is possible.")

SPEAKS_OF_IT = "violence=YES|UNKNOWN"

QUESTIONS = (
    OneOf(
        name="marital_status",
        label=_l("Marital status"),
        hint=_l("Never needed to open the file."),
        options=lists.MARITAL_STATUSES,
    ),
    Number(
        name="children_in_charge",
        label=_l("Children in her charge"),
        most=20,
    ),
    OneOf(
        name="violence",
        label=_l("Does she speak of violence?"),
        options=lists.YES_NO,
        is_required=True,
        is_private=True,
    ),
    SeveralOf(
        name="violence_types",
        asked_if=SPEAKS_OF_IT,
        label=_l("What kind of violence"),
        hint=_l("Tick what she says, without asking for the story."),
        options=lists.VIOLENCE_TYPES,
        is_private=True,
    ),
    PastDay(
        name="incident_on",
        asked_if=SPEAKS_OF_IT,
        label=_l("Day of the last violence"),
        hint=_l("Some medical care after sexual violence is only possible within 72 hours."),
        is_private=True,
    ),
    OneOf(
        name="author_relation",
        asked_if=SPEAKS_OF_IT,
        label=_l("What the suspected author is to her"),
        hint=_l("Never a name."),
        options=lists.AUTHOR_RELATIONS,
        is_private=True,
        is_sensitive=True,
    ),
    SeveralOf(
        name="danger_signs",
        label=_l("Signs of danger"),
        options=lists.WOMENS_DANGER_SIGNS,
        is_private=True,
        # pregnancy, isolation and an author within reach make other signs graver; alone they say little
        dangerous=("KILL", "WEAPON", "STRANG", "WORSE", "CHILDREN", "SUICIDE", "FEAR"),
    ),
    Words(
        name="precisions",
        label=_l("What the lists do not say"),
        hint=_l("In a few words: what “other” stands for."),
        is_private=True,
        may_incriminate=True,
    ),
)

COMPUTED = (
    SeveralOf(
        name="legal_types",
        label=_l("Violence in the words of the law"),
        options=lists.LEGAL_VIOLENCE_TYPES,
    ),
    OneOf(
        name="gbvims_type",
        label=_l("Violence as it is counted (GBVIMS)"),
        options=lists.GBVIMS_TYPES,
    ),
)


class WomensRightsDetails(base.Details):
    __tablename__ = "womens_rights_details"

    questions = QUESTIONS
    computed = COMPUTED

    violence: Mapped[str | None] = mapped_column(String(40))
    author_relation: Mapped[str | None] = mapped_column(String(40))
    legal_types: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    gbvims_type: Mapped[str | None] = mapped_column(String(40))

    @classmethod
    def compute(cls, answers: base.Answers) -> dict[str, Any]:
        said = answers["violence_types"] or []
        return {"legal_types": violence.legal_types(said), "gbvims_type": violence.gbvims_type(said)}


class WomensRightsForm(base.DetailsForm):
    questions = QUESTIONS

    def validate_violence_types(self, field: Any) -> None:
        if field.data and self["violence"].data == "NO":
            raise ValidationError(_("The answer above says that there is no violence. Correct one of them."))


def care_times(answers: base.Answers) -> tuple[datetime, datetime] | None:
    happened_on, said = answers.get("incident_on"), answers.get("violence_types") or ()
    if happened_on and NEEDS_CARE_AT_ONCE & set(said):
        return violence.care_times(happened_on)
    return None


CARE = base.Window(
    key="care_72_hours",
    label=_l("Care possible for 72 hours only: tell her at once"),
    may_apply=lambda: WomensRightsDetails.gbvims_type.in_(violence.NEED_CARE),
    alert=URGENT_CARE,
    times=care_times,
)


programme = base.Programme(
    key=KEY,
    label=_l("Women's rights and economic empowerment"),
    person_word=_l("the woman"),
    serves_children=False,
    lists_names=False,
    sees_confidential_places=True,
    follow_up_is_agreed=True,
    late_advice=_l("A follow-up is late: review the safe-contact rules before anything else."),
    caseload_limit=20,
    concerns=lists.WOMENS_RIGHTS_CONCERNS,
    closure_reasons=lists.CLOSURE_REASONS.for_programme(KEY),
    closure_checks=lists.WOMENS_RIGHTS_CLOSURE_CHECKS,
    services=lists.SERVICE_TYPES.for_programme(KEY),
    details=WomensRightsDetails,
    details_form=WomensRightsForm,
    windows=(CARE,),
)
