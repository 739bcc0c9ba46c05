"""The communes of the province and the units that figures are published for."""

from collections import Counter

import pytest

from casework.organisation import territory
from casework.organisation.territory import (
    COMMUNES,
    OUTSIDE,
    TERRITORIES,
    commune_choices,
    label,
    territory_of,
)

PROVINCE = [commune for commune in COMMUNES.values() if commune.code != OUTSIDE]


def test_the_province_is_whole() -> None:
    assert len(PROVINCE) == 44
    assert sum(commune.population for commune in PROVINCE) == 572_867
    assert Counter(commune.territory for commune in PROVINCE) == {
        "municipality_azilal": 1,
        "municipality_demnate": 1,
        "cercle_azilal": 7,
        "cercle_bzou": 10,
        "cercle_ouaouizeght": 10,
        "cercle_afourar": 4,
        "cercle_fetouaka": 5,
        "cercle_oultana": 6,
    }


def test_the_units_have_the_population_of_the_census() -> None:
    population: Counter[str] = Counter()
    for commune in PROVINCE:
        population[commune.territory] += commune.population
    assert population == {
        "municipality_azilal": 47_295,
        "municipality_demnate": 33_628,
        "cercle_azilal": 101_618,
        "cercle_bzou": 100_983,
        "cercle_ouaouizeght": 65_272,
        "cercle_afourar": 52_184,
        "cercle_fetouaka": 81_073,
        "cercle_oultana": 90_814,
    }


def test_every_commune_is_in_a_known_unit() -> None:
    assert {territory_of(code) for code in COMMUNES} == set(TERRITORIES)


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "آيت امحمد"), ("fr", "Aït M'hamed"), ("en", "Aït M'hamed")]
)
def test_the_label_follows_the_language(monkeypatch: pytest.MonkeyPatch, language: str, words: str) -> None:
    monkeypatch.setattr(territory, "language", lambda: language)
    assert str(label("05.081.03.07")) == words


def test_somebody_may_live_elsewhere() -> None:
    assert territory_of(OUTSIDE) == OUTSIDE
    assert str(label(OUTSIDE)) == "خارج الإقليم"


def test_each_commune_is_offered_once_under_its_unit() -> None:
    choices = commune_choices()
    assert [choice.value for choice in choices] == list(COMMUNES)
    assert all(choice.optgroup == TERRITORIES[territory_of(choice.value)].label for choice in choices)
    groups = [str(choice.optgroup) for choice in choices]
    assert groups == sorted(groups, key=groups.index)  # one heading for each unit, not several


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        territory_of("05.081.99.99")
