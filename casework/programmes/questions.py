"""The kinds of question that a programme may ask: how each is filled in, kept and shown."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from casework.core.answers import BETWEEN
from casework.core.forms import ChoiceField, ChoicesField, DayField, NarrativeField, needed, not_in_the_future
from casework.core.i18n import short_day
from casework.programmes.lists import Option, OptionList


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    name: str
    label: LazyString
    hint: LazyString | None = None
    is_required: bool = False
    is_private: bool = False  # asked only of a person who is seen alone
    may_incriminate: bool = False  # the answer is for the members of the case only
    is_sensitive: bool = False  # about the suspected author: for readers of the restricted page
    asked_if: str = ""  # "violence=YES|UNKNOWN": shown only once that answer was given

    @abstractmethod
    def field(self) -> Any:
        """A new form field that asks it."""

    @property
    def is_restricted(self) -> bool:
        return self.may_incriminate

    @property
    def may_hold_restricted(self) -> bool:
        """One of the answers may incriminate, though the others are for every reader of the file."""
        return self.is_restricted

    @property
    def dangers(self) -> frozenset[str]:
        """The answers that suggest a high risk."""
        return frozenset()

    def kept(self, answer: Any) -> Any:
        """The answer as JSON keeps it."""
        return answer

    def read(self, kept: Any) -> Any:
        return kept

    def text(self, answer: Any, *, with_restricted: bool) -> str:
        return str(answer)

    @property
    def checks(self) -> list[Any]:
        return [needed()] if self.is_required else [Optional()]


@dataclass(frozen=True, kw_only=True)
class Listed(Question):
    """A question answered from a list."""

    options: OptionList
    dangerous: tuple[str, ...] = ()

    @property
    def may_hold_restricted(self) -> bool:
        return self.is_restricted or any(option.is_restricted for option in self.options)

    @property
    def dangers(self) -> frozenset[str]:
        return frozenset(self.dangerous)

    def chosen(self, answer: Any) -> list[Option]:
        codes = [answer] if isinstance(answer, str) else answer or []
        return [self.options[code] for code in codes]

    def offered(self, _form: Any, field: Any) -> list[Any]:
        return self.options.choices(keeping=[option.code for option in self.chosen(field.object_data)])


class OneOf(Listed):
    def field(self) -> ChoiceField:
        return ChoiceField(self.label, self.checks, choices=self.offered, description=self.hint or "")

    @property
    def is_restricted(self) -> bool:
        # were only some answers hidden, the absence of one would tell
        return self.may_incriminate or any(option.is_restricted for option in self.options)

    def text(self, answer: str, *, with_restricted: bool) -> str:
        return str(self.options.label(answer))


class SeveralOf(Listed):
    def field(self) -> ChoicesField:
        # no check of its own: it would ask for every box to be ticked
        return ChoicesField(self.label, choices=self.offered, description=self.hint or "")

    def text(self, answer: Iterable[str], *, with_restricted: bool) -> str:
        shown = (option for option in self.chosen(answer) if with_restricted or not option.is_restricted)
        return BETWEEN.join(str(option.label) for option in shown)


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    most: int

    def field(self) -> IntegerField:
        checks, render = [*self.checks, NumberRange(0, self.most)], {"inputmode": "numeric"}
        return IntegerField(self.label, checks, description=self.hint or "", render_kw=render)


class PastDay(Question):
    def field(self) -> DayField:
        return DayField(self.label, [*self.checks, not_in_the_future], description=self.hint or "")

    def kept(self, answer: date | None) -> str | None:
        return answer.isoformat() if answer else None

    def read(self, kept: str | None) -> date | None:
        return date.fromisoformat(kept) if kept else None

    def text(self, answer: date, *, with_restricted: bool) -> str:
        return short_day(answer)


class Words(Question):
    def field(self) -> NarrativeField:
        return NarrativeField(self.label, self.checks, rows=2, description=self.hint or "")
