"""What a supervisor decides about an emergency."""

from typing import Any

from flask_babel import lazy_gettext as _l

from casework.cases.models import Decision
from casework.consents.models import GroundKind
from casework.core.forms import ChoiceField, Form, LineField, NarrativeField, YesNoField, needed, required_if

IF_APPROVED = {"data-shown-if": "decision=approved"}


class EmergencyForm(Form):
    decision = ChoiceField(_l("Your decision"), [needed()], choices=Decision.choices(), coerce=Decision)
    kind = ChoiceField(
        _l("Ground"),
        [required_if("decision", [Decision.APPROVED], _l("Say on what ground."))],
        choices=GroundKind.choices(),
        coerce=GroundKind,
        render_kw=IF_APPROVED,
    )
    rule = NarrativeField(
        _l("Text of the rule"),
        [required_if("decision", [Decision.APPROVED], _l("Write down the rule."))],
        rows=3,
        render_kw=IF_APPROVED,
    )
    authority = LineField(_l("Authority informed"), render_kw=IF_APPROVED)
    reference = LineField(_l("Reference of the letter or the call"), render_kw=IF_APPROVED)
    person_was_told = YesNoField(
        _l("Was the person told?"),
        [required_if("decision", [Decision.APPROVED], _l("Say whether the person was told."))],
        render_kw=IF_APPROVED,
    )
    why = NarrativeField(_l("Your reasons"), [needed()], rows=3)

    @property
    def ground(self) -> dict[str, Any]:
        return {name: answer for name, answer in self.answers.items() if name != "decision"}
