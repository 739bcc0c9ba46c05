"""A measure or a hearing, a report to an authority, and what became of them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from casework.cases.forms import ReasonForm
from casework.consents.models import GroundKind
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    VersionedForm,
    YesNoField,
    needed,
    not_in_the_future,
    required_if,
)
from casework.measures.models import Authority, MeasureKind, ReportDecision
from casework.programmes.reporting import ADULT


class MeasureForm(Form):
    kind = ChoiceField(_l("Kind of measure"), [needed()], choices=MeasureKind.choices(), coerce=MeasureKind)
    authority = ChoiceField(_l("Decided by"), [needed()], choices=Authority.choices(), coerce=Authority)
    from_on = DayField(_l("From"), [needed()], description=_l("Of a hearing: its day."), default=today)
    until_on = DayField(_l("Until"), description=_l("Without a day: until it is lifted."))
    reference = LineField(_l("Reference of the decision"))
    text = NarrativeField(
        _l("What it says"),
        rows=3,
        description=_l("Only what the team needs. Members and the supervisor read it; it is never printed."),
    )


class AddMeasureForm(MeasureForm, OnceForm):
    pass


class EditMeasureForm(MeasureForm, VersionedForm):
    pass


class EndMeasureForm(VersionedForm):
    ended_on = DayField(_l("Ended on"), [needed(), not_in_the_future], default=today)
    outcome = NarrativeField(
        _l("Outcome"), [needed()], rows=3, description=_l("Lifted, renewed, put off, or what was decided.")
    )


class ReportForm(OnceForm):
    decision = ChoiceField(
        _l("What you decide"), [needed()], choices=ReportDecision.choices(), coerce=ReportDecision
    )
    person_agrees = YesNoField(
        _l("Does the person agree to a report?"),
        [needed()],
        description=_l("An adult decides herself. Her refusal stands unless a life or a child is in danger."),
    )
    ground = ChoiceField(
        _l("Ground against the refusal"),
        choices=GroundKind.choices(),
        coerce=GroundKind,
        render_kw={"data-shown-if": "person_agrees=no"},
    )
    authority = ChoiceField(
        _l("To which authority"),
        [required_if("decision", [ReportDecision.REPORT], _l("Say to which authority."))],
        choices=Authority.choices(),
        coerce=Authority,
        render_kw={"data-shown-if": f"decision={ReportDecision.REPORT.value}"},
    )
    why = NarrativeField(
        _l("Why"),
        [needed()],
        rows=5,
        description=_l("This is printed: nothing of who signalled it, and nothing that may harm the person."),
    )
    person_was_informed = YesNoField(_l("Was the person informed?"), [needed()])
    told = NarrativeField(_l("How, or why not"), [needed()], rows=2)

    def prepare(self, age: str, earlier: Any) -> None:
        """A child is not asked to agree; what is changed or completed comes back filled in."""
        if earlier and not self.is_submitted():
            self.process(data={name: getattr(earlier, name) for name in self.answers})
        if age != ADULT:
            del self["person_agrees"], self["ground"]

    @property
    def answers(self) -> dict[str, Any]:
        return {"person_agrees": None, "ground": None} | super().answers


class DeliveryForm(VersionedForm):
    sent_on = DayField(_l("Handed over on"), [needed(), not_in_the_future], default=today)
    reference = LineField(_l("Reference given by the authority"))


class AnswerForm(VersionedForm):
    answered_on = DayField(_l("Answered on"), [needed(), not_in_the_future], default=today)
    answer = NarrativeField(_l("What the authority answered"), [needed()], rows=4)


class PrintReportForm(ReasonForm):
    with_name = BooleanField(_l("Print the name"))
    with_douar = BooleanField(_l("Print the commune and the douar"))
