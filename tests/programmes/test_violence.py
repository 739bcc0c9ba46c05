"""The violence spoken of, as the law names it and as GBVIMS counts it."""

import pytest

from casework.programmes import lists
from casework.programmes.violence import crosswalk, gbvims_type, legal_types

# one type of violence for each step of the decision order, gravest first
DECISION_ORDER = {
    "SEX_RAPE": "RAPE",
    "SEX_ASSAULT": "SEXUAL_ASSAULT",
    "BODILY_HIT": "PHYSICAL_ASSAULT",
    "FORCED_MAR": "FORCED_MARRIAGE",
    "ECO_MAINT": "DENIAL",
    "PSY_THREAT": "PSYCHOLOGICAL",
    "OTHER": "NON_GBV",
}


@pytest.mark.parametrize("step", range(len(DECISION_ORDER)))
def test_the_first_step_that_applies_wins(step: int) -> None:
    said = list(DECISION_ORDER)[step:]
    assert gbvims_type(said) == gbvims_type(reversed(said)) == DECISION_ORDER[said[0]]  # type: ignore[arg-type]


def test_the_decision_order_is_that_of_the_list() -> None:
    assert [option.code for option in lists.GBVIMS_TYPES] == list(DECISION_ORDER.values())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], None),
        (["UNKNOWN"], None),
        (["TRAFF"], None),
        (["SEX_EXPLOIT", "OTHER"], None),
        (["TRAFF", "PSY_INSULT"], "PSYCHOLOGICAL"),
        (["SEX_HARASS"], "PSYCHOLOGICAL"),
        (["EXPUL"], "DENIAL"),
    ],
)
def test_a_context_is_never_a_type(said: list[str], expected: str | None) -> None:
    assert gbvims_type(said) == expected


def test_the_law_names_every_type_that_applies() -> None:
    said = ["ECO_WORK", "BODILY_STRANG", "SEX_HARASS", "FORCED_MAR", "DIGITAL", "TRAFF"]
    assert legal_types(said) == ["BODILY", "SEXUAL", "PSYCHOLOGICAL", "ECONOMIC", "FORCED_MARRIAGE"]
    assert legal_types(["TRAFF", "OTHER"]) == []


def test_every_type_of_violence_has_its_place() -> None:
    assert set(crosswalk()) == {option.code for option in lists.VIOLENCE_TYPES}
    legal, counted = map(set, zip(*crosswalk().values(), strict=True))
    assert legal - {""} == {option.code for option in lists.LEGAL_VIOLENCE_TYPES}
    assert counted - {""} == {option.code for option in lists.GBVIMS_TYPES}
