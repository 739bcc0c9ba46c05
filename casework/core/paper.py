"""Any form as it is printed blank: the same questions, hints and answers as on the screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import BooleanField, FieldList, FormField, TextAreaField

from casework.core.fields import DayField, PartialDateField

MOST_BOXES, MOST_NESTED = 40, 8  # what a longer list would answer is written out
LETTERS_A_LINE = 2  # lines of handwriting for a line typed


@dataclass(frozen=True)
class Blank:
    """A question with boxes to tick, or lines to write on; or the title of those that follow."""

    label: str
    hint: str = ""
    boxes: tuple[str, ...] = ()
    n_lines: int = 0
    is_day: bool = False
    is_title: bool = False

    @property
    def is_short(self) -> bool:
        """Leaves room for another question on its line."""
        return self.is_day or (self.n_lines == 1 and not self.boxes)


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


def blanks_of(
    form: Any, *, leaving_out: tuple[str, ...] = (), most_boxes: int = MOST_BOXES
) -> tuple[Blank, ...]:
    """The questions in their order; the title of a nested part stands before its own."""
    fields = (field for field in form if field.short_name not in leaving_out)
    return tuple(blank for field in fields for blank in asked(field, most_boxes))


def asked(field: Any, most_boxes: int) -> Iterator[Blank]:
    if isinstance(field, FieldList):
        for number, entry in enumerate(field, start=1):
            yield Blank(f"{field.label.text} ({number})", is_title=True)
            yield from blanks_of(entry.form, most_boxes=MOST_NESTED)
    elif isinstance(field, FormField):
        yield Blank(str(field.label.text), is_title=True)
        yield from blanks_of(field.form, most_boxes=MOST_NESTED)
    elif getattr(field.widget, "input_type", "") != "hidden":
        yield blank_of(field, most_boxes)


def blank_of(field: Any, most_boxes: int) -> Blank:
    label, hint = str(field.label.text), str(field.description or "")
    if isinstance(field, BooleanField):
        return Blank("", hint, boxes=(label,))
    if isinstance(field, DayField | PartialDateField):
        return Blank(label, hint, is_day=True)
    if isinstance(field, TextAreaField):
        return Blank(label, hint, n_lines=LETTERS_A_LINE * int(field.render_kw["rows"]))
    boxes = boxes_of(field, most_boxes)
    return Blank(label, hint, boxes=boxes, n_lines=0 if boxes else 1)


def boxes_of(field: Any, most: int) -> tuple[str, ...]:
    """None for a question without a list, and for a list too long to be ticked."""
    if not hasattr(field, "iter_choices") or field.has_groups():
        return ()
    boxes = tuple(str(choice.label) for choice in field.iter_choices() if choice.value not in ("", None))
    return boxes if len(boxes) <= most else ()
