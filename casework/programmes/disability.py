"""Orientation and assistance of persons with disabilities: what only this centre asks and promises."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.programmes import base, lists, washington
from casework.programmes.questions import OneOf, SeveralOf, Words

KEY = "disability"

QUESTIONS = (
    SeveralOf(
        name="disability_types",
        label=_l("Type of disability"),
        hint=_l("As the person or a document says; no diagnosis is asked for."),
        options=lists.DISABILITY_TYPES,
    ),
    *washington.QUESTIONS,
    OneOf(
        name="card_status",
        label=_l("Disability attestation or card"),
        options=lists.CARD_STATUSES,
    ),
    OneOf(
        name="carer",
        label=_l("Who helps in daily life"),
        options=lists.CARERS,
    ),
    OneOf(
        name="activity_status",
        label=_l("School or work"),
        options=lists.ACTIVITY_STATUSES,
    ),
    SeveralOf(
        name="social_coverage",
        label=_l("Health coverage and social aid"),
        options=lists.SOCIAL_COVERAGES,
    ),
    Words(
        name="precisions",
        label=_l("What the lists do not say"),
        hint=_l("In a few words: what “other” stands for."),
        may_incriminate=True,
    ),
)

COMPUTED = (
    OneOf(
        name="has_disability",
        label=_l("Counted as a person with a disability (Washington Group)"),
        options=lists.YES_NO,
    ),
)


class DisabilityDetails(base.Details):
    __tablename__ = "disability_details"

    questions = QUESTIONS
    computed = COMPUTED

    disability_types: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    card_status: Mapped[str | None] = mapped_column(String(40))
    has_disability: Mapped[str | None] = mapped_column(String(40))

    @classmethod
    def compute(cls, answers: base.Answers) -> dict[str, Any]:
        counted = washington.has_disability_for_statistics(answers)
        return {"has_disability": None if counted is None else "YES" if counted else "NO"}


class DisabilityForm(base.DetailsForm):
    questions = QUESTIONS


programme = base.Programme(
    key=KEY,
    label=_l("Orientation and assistance of persons with disabilities"),
    person_word=_l("the person"),
    serves_children=True,
    lists_names=True,
    sees_confidential_places=False,
    follow_up_is_agreed=False,
    late_advice=_l("A contact is late: plan it, or say why it can wait."),
    caseload_limit=60,
    concerns=lists.DISABILITY_CONCERNS,
    closure_reasons=lists.CLOSURE_REASONS.for_programme(KEY),
    closure_checks=lists.DISABILITY_CLOSURE_CHECKS,
    services=lists.SERVICE_TYPES.for_programme(KEY),
    details=DisabilityDetails,
    details_form=DisabilityForm,
)
