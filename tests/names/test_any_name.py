"""What holds for any name that anybody may type."""

from hypothesis import example, given
from hypothesis import strategies as st

from casework.names.keys import LENGTH, index_keys, query_keys
from casework.names.matching import Verdict, compare
from casework.names.reading import read
from casework.names.writing import words_of

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكڭلمنهويةىءأإآؤئ"
LATIN = "abcdefghijklmnopqrstuvwxyzéèïâô' -."
anything = st.text(max_size=320)
a_name = st.text(ARABIC + " ", min_size=1, max_size=30) | st.text(LATIN, min_size=1, max_size=30)


@given(anything, anything)
@example("ⵎⵓⵃⴰ", "موحا")
@example("آ" * 300, "a" * 300)
@example("محمد Alaoui 7assan", "\x00\u202e😀")
def test_any_text_gets_an_answer_that_does_not_depend_on_the_order(one: str, other: str) -> None:
    found = compare(one, other)

    assert 0 <= found.score <= 1
    assert compare(other, one) == found


@given(a_name)
def test_a_name_is_its_own(name: str) -> None:
    if words_of(name):
        assert compare(name, name).verdict in (Verdict.SAME, Verdict.REVIEW)  # initials alone say little


@given(a_name)
def test_capitals_marks_and_invisible_signs_change_nothing(name: str) -> None:
    typed = "\u200f" + "ـ".join(name.upper()) + "\u0650\u200d" if set(name) & set(ARABIC) else name.upper()

    assert read(typed) == read(name)


@given(
    st.lists(
        st.sampled_from(["محمد", "Fatima", "الحسين", "Ait Lhaj", "وعلي", "Zahra"]), min_size=2, max_size=4
    )
)
def test_a_name_is_found_by_its_keys_in_any_order(words: list[str]) -> None:
    stored = index_keys(" ".join(words))
    asked = query_keys(" ".join(reversed(words)))

    assert asked.pairs & stored
    assert set(asked.singles) <= stored


@given(anything)
def test_keys_are_short_and_say_no_vowel(name: str) -> None:
    for key in index_keys(name):
        assert len(key) <= 2 * LENGTH
        assert set(key) <= set("BFMNLRTKS-")


def test_no_name_can_be_read_in_many_ways() -> None:
    """A colleague may have stored hundreds of them, and a search compares each way with each."""

    doubtful, vowels = "lerhathashadhakha", "aeiou" * 60
    hard = [" ".join(f"{doubtful}{end}" for end in ends) for ends in ("bdmlf", "nkrzs")]
    names = [*hard, vowels, "آ" * 300]
    assert max(len(word.ways) for name in names for word in read(name)) <= 12
