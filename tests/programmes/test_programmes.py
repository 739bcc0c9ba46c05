"""What every programme says about itself."""

from dataclasses import replace
from datetime import date

import pytest

from casework.programmes import PROGRAMMES, by_key, lists
from casework.programmes.base import Programme
from casework.programmes.questions import Listed

CHILD, WOMEN, DISABILITY = (PROGRAMMES[key] for key in ("child_protection", "womens_rights", "disability"))
EVERY_PROGRAMME = pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)


def codes(options: lists.OptionList) -> set[str]:
    return {option.code for option in options}


def test_two_programmes_cannot_share_a_key() -> None:
    with pytest.raises(ValueError, match="child_protection"):
        by_key((CHILD, replace(WOMEN, key=CHILD.key)))


def test_the_differences_that_protect_her() -> None:
    assert (WOMEN.lists_names, WOMEN.follow_up_is_agreed) == (False, True)
    assert "safe-contact" in str(WOMEN.late_advice)
    assert all(programme.lists_names for programme in (CHILD, DISABILITY))
    assert [programme.caseload_limit for programme in (CHILD, WOMEN, DISABILITY)] == [25, 20, 60]


@EVERY_PROGRAMME
def test_the_shared_lists_are_cut_to_measure(programme: Programme) -> None:
    assert {"LOST", "WISH", "DUP", "OTHER"} <= codes(programme.closure_reasons)
    assert {"LISTEN", "LEGAL", "OTHER"} <= codes(programme.services)
    assert ("KAFALA" in programme.services) is (programme is CHILD)
    assert ("ADULT" in programme.closure_reasons) is (programme is CHILD)
    assert ("COOP" in programme.services) is (programme is not CHILD)


@EVERY_PROGRAMME
def test_what_may_incriminate_has_no_readable_column(programme: Programme) -> None:
    every = {question.name: question for question in programme.details.every_question()}
    for name in programme.details.readable():
        question = every[name]
        assert isinstance(question, Listed)
        assert not question.may_incriminate
        assert not any(option.is_restricted for option in question.options)


@EVERY_PROGRAMME
def test_each_question_has_one_name_and_known_dangers(programme: Programme) -> None:
    every = programme.details.every_question()
    assert len({question.name for question in every}) == len(every)
    assert programme.details_form.questions == programme.details.questions
    for question in every:
        assert all(code in question.options for code in question.dangers if isinstance(question, Listed))
    assert sum(question.is_required for question in every) <= 1


def test_violence_and_danger_are_not_asked_in_front_of_others() -> None:
    assert "danger_signs" in CHILD.private_fields
    assert {"violence", "violence_types", "incident_on", "author_relation", "danger_signs"} <= set(
        WOMEN.private_fields
    )
    assert "is_safe_now" not in CHILD.private_fields  # the worker's own judgement, which nobody overhears


def test_dangers_are_named() -> None:
    assert list(map(str, CHILD.dangers({"is_safe_now": "NO", "danger_signs": ["SUICIDE", "OTHER"]}))) == [
        "لا",
        "أفكار انتحارية",
    ]
    assert CHILD.dangers({"is_safe_now": "YES", "danger_signs": None}) == []
    assert WOMEN.dangers({"danger_signs": ["PREGN", "ISOLATED"]}) == []
    assert len(WOMEN.dangers({"danger_signs": ["KILL", "PREGN"]})) == 1
    assert DISABILITY.dangers({"carer": "NOBODY"}) == []


@pytest.mark.parametrize(
    ("said", "happened_on", "n_alerts"),
    [
        (["SEX_RAPE"], date(2026, 11, 23), 1),
        (["SEX_ASSAULT", "PSY_THREAT"], date(2026, 11, 20), 1),
        (["SEX_RAPE"], date(2026, 11, 19), 0),
        (["BODILY_HIT"], date(2026, 11, 23), 0),
        (["SEX_RAPE"], None, 0),
        (None, date(2026, 11, 23), 0),
    ],
)
def test_care_within_72_hours_cannot_wait(
    said: list[str] | None, happened_on: date | None, n_alerts: int
) -> None:
    answers = {"violence_types": said, "incident_on": happened_on}
    assert len(WOMEN.alerts(answers, date(2026, 11, 23))) == n_alerts
    assert CHILD.alerts(answers, date(2026, 11, 23)) == []
