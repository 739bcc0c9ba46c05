"""Who counts as a person with a disability: a lot of difficulty in one of six domains."""

import pytest

from casework.programmes.washington import QUESTIONS, has_disability_for_statistics

NAMES = [question.name for question in QUESTIONS]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [("NO_DIFFICULTY", False), ("SOME", False), ("A_LOT", True), ("CANNOT", True)],
)
def test_one_domain_is_enough(name: str, answer: str, expected: bool) -> None:
    answers = dict.fromkeys(NAMES, "SOME") | {name: answer}
    assert has_disability_for_statistics(answers) is expected


@pytest.mark.parametrize("answer", [None, "REFUSED", "UNKNOWN"])
def test_without_an_answer_nothing_is_counted(answer: str | None) -> None:
    assert has_disability_for_statistics(dict.fromkeys(NAMES, answer)) is None
    assert has_disability_for_statistics({}) is None


def test_a_refusal_does_not_hide_the_other_answers() -> None:
    assert has_disability_for_statistics({"seeing": "REFUSED", "hearing": "CANNOT"}) is True
    assert has_disability_for_statistics({"seeing": "REFUSED", "hearing": "SOME"}) is False
