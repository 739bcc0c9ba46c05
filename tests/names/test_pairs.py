"""Pairs of names judged by people who know how they are written: how many the rules judge alike."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.names.matching import Verdict, compare

HERE = Path(__file__).parent
# The rules were made with the given pairs and the first clerk's; the second clerk's were only counted.
CLERKS = ("first_clerk", "second_clerk")


def pairs(name: str) -> Iterator[tuple[str, str, Verdict]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["a"], row["b"], Verdict(row["expected"])


def share(counts: Counter[tuple[Verdict, Verdict]], expected: Verdict, *said: Verdict) -> float:
    return sum(counts[expected, one] for one in said) / sum(counts[expected, one] for one in Verdict)


def test_the_given_pairs_come_out_as_expected() -> None:
    wrong = [(a, b) for a, b, expected in pairs("name_pairs") if compare(a, b).verdict is not expected]

    assert len(wrong) <= 0.02 * 355, wrong


@pytest.mark.parametrize("clerk", CLERKS)
def test_pairs_that_no_rule_was_made_for(clerk: str) -> None:
    counts = Counter((expected, compare(a, b).verdict) for a, b, expected in pairs(clerk))

    assert share(counts, Verdict.SAME, Verdict.SAME, Verdict.REVIEW) >= 0.97
    assert share(counts, Verdict.SAME, Verdict.SAME) >= 0.85
    assert share(counts, Verdict.DIFFERENT, Verdict.SAME) <= 0.03
    assert share(counts, Verdict.DIFFERENT, Verdict.REVIEW) <= 0.12


@pytest.mark.parametrize(
    "names",
    [
        ("محمد", "Mohamed", "MOHAMMED", "امحمد", "M'hamed", "Mhamed"),
        ("كريم", "Karim", "كريمة", "Karima"),
        ("سعيد", "Saïd", "سعيدة", "Saïda"),
        ("أمين", "Amine", "أمينة", "Amina"),
        ("رشيد", "Rachid", "رشيدة", "Rachida"),
        ("جميل", "Jamil", "جميلة", "Jamila"),
    ],
)
def test_names_of_brothers_and_of_sisters_are_never_the_same(names: tuple[str, ...]) -> None:
    half = len(names) // 2

    for one in names[:half]:
        for other in names[half:]:
            assert compare(one, other).verdict is not Verdict.SAME
            assert compare(f"{one} العلوي", f"ALAOUI {other}").verdict is not Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فاطمة الزهراء آيت الحاج", "AIT LHAJ Fatima-Zohra"),
        ("فاطمة الزهراء آيت الحاج", "Aitelhaj F. Zohra"),
        ("الحاج محمد بنعلي", "BEN ALI Med"),
        ("عبد الرحيم وعزيز", "Ouaziz Abderrahim"),
        ("ⵉⵜⵜⵓ ⵓⵄⴻⵍⵍⴰ", "يطو أوعلا"),
        ("فاطمۃ الزهراء", "Fatima Zahra"),
    ],
)
def test_one_person_on_two_papers(one: str, other: str) -> None:
    assert compare(one, other).verdict is Verdict.SAME


@pytest.mark.parametrize("nothing", ["", "   ", "123", "😀😀", "\u202e\u200f", "--.", "𓀀"])
def test_what_is_no_name_is_like_nobody(nothing: str) -> None:
    assert compare(nothing, nothing) == compare(nothing, "Mohamed")
    assert compare(nothing, "Mohamed").verdict is Verdict.DIFFERENT
