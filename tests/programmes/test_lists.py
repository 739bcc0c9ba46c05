"""The option lists: complete in three languages, closed, and careful with what may harm."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.core.clock import today
from casework.programmes import lists
from casework.programmes.lists import OTHER, UNKNOWN, Option, OptionList

EVERY_LIST = {name: value for name, value in vars(lists).items() if isinstance(value, OptionList)}
TODAY = today()


def option(code: str, active_from: date = date.min, active_until: date = date.max) -> Option:
    return Option(code, "عربية", "français", "English", active_from, active_until)


def test_every_file_is_loaded_once() -> None:
    files = {path.stem for path in (Path(lists.__file__).parent / "options").glob("*.csv")} - {"appended"}
    assert sorted(files) == sorted(option_list.name for option_list in EVERY_LIST.values())
    assert all(name == option_list.name.upper() for name, option_list in EVERY_LIST.items())


@pytest.mark.parametrize("option_list", EVERY_LIST.values(), ids=EVERY_LIST)
def test_each_option_has_words_in_three_scripts_of_their_own(option_list: OptionList) -> None:
    codes = [row["code"] for row in lists.rows_of(lists.HERE / "options" / f"{option_list.name}.csv")]
    assert len(codes) == len(set(codes))
    assert not {UNKNOWN, OTHER} & set(codes)
    for each in option_list:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]{1,39}", each.code)
        assert re.search("[\u0600-\u06ff]", each.ar)
        assert each.fr
        assert each.en
        assert not re.search("[\u0600-\u06ff]", each.fr + each.en)


def test_the_ways_out_come_last_and_only_where_they_suit() -> None:
    assert [each.code for each in lists.CARERS][-2:] == [UNKNOWN, OTHER]
    assert [each.code for each in lists.CLOSURE_REASONS][-1] == OTHER
    assert UNKNOWN not in lists.CLOSURE_REASONS
    assert OTHER not in lists.GBVIMS_TYPES


def test_the_label_follows_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    label = lists.CLOSURE_REASONS.label("DEATH")
    offered = next(choice for choice in lists.CLOSURE_REASONS.choices() if choice.value == "DEATH")
    for language, words in {"ar": "وفاة", "fr": "Décès", "en": "Death"}.items():
        monkeypatch.setattr(lists, "language", lambda language=language: language)
        assert str(label) == str(offered.label) == words


def test_a_retired_code_is_offered_only_where_it_already_stands() -> None:
    retired = option("OLD", active_until=TODAY - timedelta(days=1))
    future = option("NEXT", active_from=TODAY + timedelta(days=1))
    some = OptionList("some", [retired, option("NOW"), future])
    assert [choice.value for choice in some.choices()] == ["NOW"]
    assert [choice.value for choice in some.choices(keeping=["OLD"])] == ["OLD", "NOW"]
    assert str(some.label("OLD")) == "عربية"


def test_what_may_incriminate_the_person_is_marked_and_never_counted() -> None:
    restricted = {
        (name, each.code) for name, found in EVERY_LIST.items() for each in found if each.is_restricted
    }
    assert restricted == {
        ("CHILD_PROTECTION_CONCERNS", "EARLYP"),
        ("CHILD_PROTECTION_CONCERNS", "UNACC"),
        ("CHILD_PROTECTION_CONCERNS", "MIGR"),
        ("CHILD_PROTECTION_CONCERNS", "CONFLAW"),
        ("CHILD_PROTECTION_CONCERNS", "ADDICT"),
        ("WOMENS_RIGHTS_CONCERNS", "MARDOC"),
        ("WOMENS_RIGHTS_CONCERNS", "FILIAT"),
        ("WOMENS_RIGHTS_CONCERNS", "SMOTH"),
        ("MARITAL_STATUSES", "FATIHA"),
        ("MARITAL_STATUSES", "SMOTH"),
        ("VIOLENCE_TYPES", "SEX_EXPLOIT"),
        ("WOMENS_DANGER_SIGNS", "PREGN"),
    }
    assert lists.CHILD_PROTECTION_CONCERNS.countable("EARLYP") is None
    assert lists.CHILD_PROTECTION_CONCERNS.countable("LABOUR") == "LABOUR"


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        lists.CARERS["NOWHERE"]
