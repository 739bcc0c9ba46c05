"""What every programme must say about itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.clock import day_of
from casework.core.extensions import Model
from casework.core.forms import Form
from casework.keys.sealing import Sealed, SealedRow
from casework.programmes.deadlines import GRAVE, Clock, RiskLevel
from casework.programmes.lists import OptionList
from casework.programmes.questions import Listed, Question

__all__ = [
    "GRAVE",
    "Clock",
    "Details",
    "DetailsForm",
    "Programme",
    "RiskLevel",
    "Window",
    "details_shown",
]

Answers = Mapping[str, Any]


class Details(SealedRow, Model):
    """What one programme asks about a case.

    An answer with a column of its own stands readable, so that it can be counted; the others are sealed.
    """

    __abstract__ = True

    questions: ClassVar[tuple[Question, ...]]
    computed: ClassVar[tuple[Question, ...]] = ()  # never asked, worked out from the answers

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    answers = Sealed()

    @classmethod
    def every_question(cls) -> tuple[Question, ...]:
        return cls.questions + cls.computed

    @classmethod
    def readable(cls) -> set[str]:
        return {question.name for question in cls.every_question()} & set(cls.__mapper__.columns.keys())

    @classmethod
    def compute(cls, _answers: Answers) -> dict[str, Any]:
        return {}

    @property
    def values(self) -> dict[str, Any]:
        """Every answer by the name of its question, ready to fill in the form again."""
        kept = (self.answers or {}) | {name: getattr(self, name) for name in self.readable()}
        return {question.name: question.read(kept.get(question.name)) for question in self.every_question()}

    def record(self, given: Answers) -> None:
        """Keep the answers given; a question that was not asked keeps its earlier answer."""
        answers = self.values | {q.name: given[q.name] for q in self.questions if q.name in given}
        answers |= self.compute(answers)
        kept = {q.name: q.kept(answers[q.name]) for q in self.every_question()}
        for name in self.readable():
            setattr(self, name, kept.pop(name) or None)
        self.answers = {name: answer for name, answer in kept.items() if answer not in (None, [])} or None


class DetailsForm(Form):
    """Asks the questions of a programme, in their order."""

    questions: ClassVar[tuple[Question, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for question in cls.questions:
            field = question.field()
            if question.asked_if:
                drawn = field.kwargs.get("render_kw", {})
                field.kwargs["render_kw"] = drawn | {"data-shown-if": question.asked_if}
            setattr(cls, question.name, field)

    def leave_out(self, names: Iterable[str]) -> None:
        """Not asked this time: those that need the person to be alone, or that another may not see."""
        for name in names:
            if name in self:
                del self[name]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Help that is possible only for some hours after something that the person told."""

    key: str
    label: LazyString  # of the task; read on lists, so that it does not say what happened
    alert: LazyString  # what is said in the interview while it may still be so
    may_apply: Callable[[], ColumnElement[bool]]  # by the readable answers: the others are sealed
    times: Callable[[Answers], tuple[datetime, datetime] | None]  # surely until, perhaps until


@dataclass(frozen=True, kw_only=True)
class Programme:
    key: str
    label: LazyString
    person_word: LazyString  # "the child": who is spoken of, inside a sentence
    serves_children: bool  # asks who accompanies a child, and for assent
    lists_names: bool  # False: no list ever shows a name
    sees_confidential_places: bool  # works with shelters, whose place nobody else is told
    follow_up_is_agreed: bool  # "waiting for her, agreed" is then as good as a follow-up
    late_advice: LazyString
    caseload_limit: int  # a warning, never a refusal
    concerns: OptionList
    closure_reasons: OptionList
    closure_checks: OptionList  # gone through before a closure is asked for
    services: OptionList
    details: type[Details]
    details_form: type[DetailsForm]
    windows: tuple[Window, ...] = ()

    @property
    def private_fields(self) -> tuple[str, ...]:
        """Left out of the interview of somebody who is not seen alone."""
        return tuple(question.name for question in self.details.questions if question.is_private)

    @property
    def restricted_fields(self) -> tuple[str, ...]:
        """Left out of the forms of whoever is not a member of the case: a form shows an answer whole."""
        return tuple(question.name for question in self.details.questions if question.may_hold_restricted)

    @property
    def sensitive_fields(self) -> tuple[str, ...]:
        """Left out for whoever may not open the restricted page."""
        return tuple(question.name for question in self.details.questions if question.is_sensitive)

    def alerts(self, answers: Answers, day: date) -> list[LazyString]:
        """What cannot wait, on a given day."""
        running = ((window.alert, window.times(answers)) for window in self.windows)
        return [alert for alert, times in running if times and day <= day_of(times[1])]

    def dangers(self, answers: Answers) -> list[LazyString]:
        """What, among these answers, suggests a high risk; a person decides."""
        listed = [question for question in self.details.questions if isinstance(question, Listed)]
        return [
            option.label
            for question in listed
            for option in question.chosen(answers.get(question.name))
            if option.code in question.dangers
        ]


def details_shown(
    details: Details, *, with_restricted: bool = False, with_sensitive: bool = False
) -> list[tuple[LazyString, str]]:
    """Labels and answers, for the file and for print. What may incriminate the person is for members only."""
    answers = details.values
    shown = []
    for question in details.every_question():
        answer = answers[question.name]
        hidden = question.is_restricted and not with_restricted, question.is_sensitive and not with_sensitive
        if answer in (None, []) or any(hidden):
            continue
        if text := question.text(answer, with_restricted=with_restricted):
            shown.append((question.label, text))
    return shown
