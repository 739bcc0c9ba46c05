"""The six questions of the Washington Group's short set. They count disability; they never open a right."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from casework.programmes.lists import WASHINGTON_ANSWERS
from casework.programmes.questions import OneOf

LIMITED = {"A_LOT", "CANNOT"}
NOT_ANSWERED = {None, "REFUSED", "UNKNOWN"}

QUESTIONS = (
    OneOf(
        name="seeing",
        label=_l("Is it difficult to see, even with glasses?"),
        hint=_l("Read the four answers aloud. Leave the six questions unanswered for a child under five."),
        options=WASHINGTON_ANSWERS,
    ),
    OneOf(
        name="hearing",
        label=_l("Is it difficult to hear, even with a hearing aid?"),
        options=WASHINGTON_ANSWERS,
    ),
    OneOf(
        name="walking",
        label=_l("Is it difficult to walk or to climb steps?"),
        options=WASHINGTON_ANSWERS,
    ),
    OneOf(
        name="remembering",
        label=_l("Is it difficult to remember or to concentrate?"),
        options=WASHINGTON_ANSWERS,
    ),
    OneOf(
        name="self_care",
        label=_l("Is it difficult to wash all over or to dress?"),
        options=WASHINGTON_ANSWERS,
    ),
    OneOf(
        name="communicating",
        label=_l("Is it difficult to understand others or to be understood, in the usual language?"),
        options=WASHINGTON_ANSWERS,
    ),
)


def has_disability_for_statistics(answers: Mapping[str, Any]) -> bool | None:
    """A lot of difficulty, or worse, in one domain at least; None when no question was answered."""
    given = {answers.get(question.name) for question in QUESTIONS} - NOT_ANSWERED
    return bool(given & LIMITED) if given else None
