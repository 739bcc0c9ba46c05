"""Asking to close, deciding on it, and why a file is opened again."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField

from casework.cases.models import Case
from casework.closure.models import CheckAnswer, Closure
from casework.core.forms import (
    ChoiceField,
    LineField,
    NarrativeField,
    OnceForm,
    YesNoField,
    needed,
    required_if,
)
from casework.programmes.base import Programme
from casework.programmes.lists import Option

ANSWER, WHY = "check_", "why_"  # before the code of a point of the checklist


class ClosureForm(OnceForm):
    reason = ChoiceField(_l("Reason for closing"), [needed()])
    summary = NarrativeField(
        _l("Short summary"),
        [needed()],
        rows=5,
        description=_l("What was done, where the person stands now, what she may come back for."),
    )
    person_was_told = YesNoField(
        _l("Was the person told?"),
        [needed()],
        description=_l("By safe contact only; never through somebody else."),
    )
    told = NarrativeField(_l("How, or why not"), [needed()], rows=2)

    has_seen_open = BooleanField(
        _l("I have seen what is still open: it ends, or somebody goes on with it"), [needed()]
    )

    @property
    def points(self) -> list[tuple[Any, Any]]:
        """Each question of the checklist with the one that asks why not."""
        codes = [name.removeprefix(ANSWER) for name in self._fields if name.startswith(ANSWER)]
        return [(self[ANSWER + code], self[WHY + code]) for code in codes]

    @property
    def answers(self) -> dict[str, Any]:
        given, checks = super().answers, {}
        for asked, why in self.points:
            answer, reason = given.pop(asked.name), given.pop(why.name)
            checks[asked.name.removeprefix(ANSWER)] = {"answer": answer, "why": reason}
        return given | {"checks": checks}

    def prepare(self, case: Case, returned: Closure | None, *, is_something_open: bool) -> None:
        """What was returned is there to be completed."""
        self.reason.choices = case.programme.closure_reasons.choices()
        if not is_something_open:
            del self.has_seen_open
        if returned and not self.is_submitted():
            said = {
                name: getattr(returned, name) for name in ("reason", "summary", "person_was_told", "told")
            }
            for code, check in (returned.checks or {}).items():
                said |= {ANSWER + code: check["answer"], WHY + code: check["why"]}
            self.process(data=said)


def closure_form(programme: Programme) -> type[ClosureForm]:
    """Asks the programme's own checklist as well."""
    fields: dict[str, Any] = {}
    for point in programme.closure_checks.offered:
        fields[ANSWER + point.code] = ChoiceField(
            point.label, [needed()], choices=CheckAnswer.choices(), coerce=CheckAnswer
        )
        fields[WHY + point.code] = why_not(point)
    return type("ClosureFormOfProgramme", (ClosureForm,), fields)


def why_not(point: Option) -> LineField:
    asked = ANSWER + point.code
    return LineField(
        LazyString(lambda: _("Why not? (%(question)s)", question=point.label)),
        [required_if(asked, [CheckAnswer.NO], _l("Say why not."))],
        render_kw={"data-shown-if": f"{asked}={CheckAnswer.NO.value}"},
    )


class ReopenForm(OnceForm):
    why = NarrativeField(_l("Why the file is opened again"), [needed()], rows=3)
