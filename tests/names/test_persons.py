"""Two descriptions: what makes them one person's, what makes them two."""

from dataclasses import replace
from datetime import date

from casework.names.matching import Verdict
from casework.names.persons import Described, Evidence, weigh

FATIMA = Described(
    names=("فاطمة الحاجي",),
    first_names=("فاطمة",),
    surnames=("الحاجي",),
    birth_year=1990,
    commune="081.01.05",
    sex="female",
)
HAJI = replace(FATIMA, names=("HAJJI Fatima",), first_names=("Fatima",), surnames=("HAJJI",))
SON = Described(
    names=("Omar Alaoui",),
    first_names=("Omar",),
    surnames=("Alaoui",),
    birth=date(2016, 3, 4),
    birth_year=2016,
    is_child=True,
    father=("Ahmed Alaoui",),
    mother=("Itto Ouaziz",),
    commune="081.01.05",
)


def test_the_other_script_and_the_same_year_is_probably_one_person() -> None:
    found = weigh(FATIMA, HAJI)

    assert found.verdict is Verdict.SAME
    assert found.evidence == (
        Evidence.SAME_NAME_OTHER_SCRIPT,
        Evidence.SAME_BIRTH_YEAR,
        Evidence.SAME_COMMUNE,
    )


def test_a_name_alone_is_borne_by_many() -> None:
    assert weigh(Described(names=FATIMA.names), Described(names=HAJI.names)).verdict is Verdict.REVIEW


def test_a_presumed_age_may_be_two_years_off_for_an_adult_only() -> None:
    assert Evidence.NEAR_BIRTH in weigh(FATIMA, replace(HAJI, birth_year=1992)).evidence
    assert weigh(FATIMA, replace(HAJI, birth_year=1999)).score < weigh(FATIMA, HAJI).score
    assert (
        Evidence.NEAR_BIRTH
        not in weigh(SON, replace(SON, birth=None, birth_year=2018, first_names=("عمر",))).evidence
    )


def test_day_and_month_changed_over_is_a_slip() -> None:
    assert Evidence.NEAR_BIRTH in weigh(SON, replace(SON, birth=date(2016, 4, 3))).evidence


def test_children_of_one_mother_are_two_children() -> None:
    brother = replace(
        SON, names=("Ali Alaoui",), first_names=("Ali",), birth=date(2018, 1, 1), birth_year=2018
    )

    assert weigh(SON, brother).verdict is Verdict.DIFFERENT
    assert weigh(SON, replace(SON, names=("عمر العلوي",), first_names=("عمر",))).verdict is Verdict.SAME


def test_the_other_sex_is_another_person() -> None:
    assert weigh(FATIMA, replace(HAJI, sex="male")).verdict is Verdict.DIFFERENT


def test_one_card_is_looked_at_and_two_cards_are_two_people() -> None:
    one, other = replace(FATIMA, cin="IC000001"), replace(HAJI, cin="IC000002")

    assert weigh(one, other).verdict is Verdict.DIFFERENT
    stranger = Described(names=("Bassou Ouaziz",), cin="IC000001")
    assert weigh(one, stranger).verdict is Verdict.REVIEW
    assert Evidence.SAME_CIN in weigh(one, stranger).evidence


def test_nothing_known_is_no_likeness() -> None:
    assert weigh(Described(names=()), Described(names=())).verdict is Verdict.DIFFERENT
