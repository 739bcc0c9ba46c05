"""Any form as it is printed blank: the same questions, hints and answers as on the screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import BooleanField, FieldList, FormField, TextAreaField

from casework.core.fields import DayField, PartialDateField

TOO_MANY = 40  # boxes: a longer list is written out
LETTERS_A_LINE = 2  # lines of handwriting for a line typed


@dataclass(frozen=True)
class Blank:
    """A question with boxes to tick, or lines to write on."""

    label: str
    hint: str = ""
    boxes: tuple[str, ...] = ()
    n_lines: int = 0
    is_day: bool = False


@dataclass(frozen=True)
class Part:
    title: str
    blanks: tuple[Blank, ...]
    hint: str = ""
    aloud: tuple[str, ...] = ()  # said before anything is asked


@dataclass(frozen=True)
class Paper:
    """A form that a feature offers to print."""

    label: LazyString
    form: Callable[[], Any]


PAPERS: dict[str, Paper] = {}


def offer_on_paper(kind: str, label: LazyString, form: Callable[[], Any]) -> None:
    """Said once, when the feature is imported."""
    PAPERS[kind] = Paper(label, form)


def blanks_of(form: Any, *, leaving_out: tuple[str, ...] = ()) -> tuple[Blank, ...]:
    """The questions in their order; nested parts are spread out."""
    return tuple(blank for field in form if field.short_name not in leaving_out for blank in asked(field))


def asked(field: Any) -> Iterator[Blank]:
    if isinstance(field, FieldList):
        for entry in field:
            yield from blanks_of(entry.form)
    elif isinstance(field, FormField):
        yield from blanks_of(field.form)
    elif getattr(field.widget, "input_type", "") != "hidden":
        yield blank_of(field)


def blank_of(field: Any) -> Blank:
    label, hint = str(field.label.text), str(field.description or "")
    if isinstance(field, BooleanField):
        return Blank("", hint, boxes=(label,))
    if isinstance(field, DayField | PartialDateField):
        return Blank(label, hint, is_day=True)
    if isinstance(field, TextAreaField):
        return Blank(label, hint, n_lines=LETTERS_A_LINE * int(field.render_kw["rows"]))
    boxes = boxes_of(field)
    return Blank(label, hint, boxes=boxes, n_lines=0 if boxes else 1)


def boxes_of(field: Any) -> tuple[str, ...]:
    """None for a question without a list, and for a list too long to be ticked."""
    if not hasattr(field, "iter_choices") or field.has_groups():
        return ()
    boxes = tuple(str(choice.label) for choice in field.iter_choices() if choice.value not in ("", None))
    return boxes if len(boxes) <= TOO_MANY else ()
