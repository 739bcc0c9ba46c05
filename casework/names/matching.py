"""Whether two full names, in any script and order, are how two papers would write one person's name."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations

from casework.names.particles import DAUGHTER, PEOPLE, SERVANT, SON
from casework.names.reading import Way, Word, read
from casework.names.sounds import CACHED, FAR, distance


class Verdict(StrEnum):
    SAME = "same"
    REVIEW = "review"  # a person must look
    DIFFERENT = "different"


@dataclass(frozen=True)
class Comparison:
    """`score` is from 0 to 1, for ranking; the verdict is not a threshold of it."""

    score: float
    verdict: Verdict


SAME, REVIEW = 0.42, 0.74
TO_REVIEW = 0.55
NOTHING_ALIKE = Comparison(0.0, Verdict.DIFFERENT)


def compare(one: str, other: str) -> Comparison:
    """AIT LHAJ Fatima-Zohra and فاطمة الزهراء آيت الحاج are the same; Karim and Karima never are."""
    ones, others = read(one), read(other)
    if not ones or not others:
        return NOTHING_ALIKE
    if len(ones) > len(others):
        ones, others = others, ones
    return max(
        (judge(ones, glued) for glued in [others, *glueings(others)] if len(glued) >= len(ones)),
        key=lambda found: (-list(Verdict).index(found.verdict), found.score),
    )


def glueings(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The name with two neighbours written as one: Fatima Zahra = Fatimazahra."""
    return [
        (*words[:place], words[place] + words[place + 1], *words[place + 2 :])
        for place in range(len(words) - 1)
    ]


def judge(fewer: tuple[Word, ...], more: tuple[Word, ...]) -> Comparison:
    """The best way to lay the words of the shorter name on those of the longer; the worst word decides."""
    table = [[apart(word, meant) for meant in more] for word in fewer]
    ways = permutations(range(len(more)), len(fewer))
    best = min(
        ([table[i][j] for i, j in enumerate(way)] for way in ways),
        key=lambda costs: (round(sum(costs), 6), max(costs)),
    )
    n_missing = len(more) - len(fewer)
    score = 1 - sum(min(cost, 1.0) for cost in best) / len(best) - 0.1 * n_missing
    worst = max(best)
    if worst > REVIEW:
        verdict = Verdict.DIFFERENT
    elif worst > SAME or n_missing or any(all(word.is_cut for word in words) for words in (fewer, more)):
        verdict = Verdict.REVIEW
    else:
        verdict = Verdict.SAME
    return Comparison(max(0.0, round(score, 3)), verdict)


@lru_cache(maxsize=CACHED)
def apart(one: Word, other: Word) -> float:
    """How far two words are: 0 the same, above REVIEW two names."""
    if one.is_cut or other.is_cut:
        return cut_short(one, other)
    if is_brothers_pair(one, other) or is_pet_form(one, other):
        return TO_REVIEW
    found = closest(one.ways, other.ways)
    if one.particle == other.particle:
        return found
    if one.particle and other.particle:
        return max(found, another_particle(one, other))
    particle = one.particle or other.particle
    core = closest(one.core or one.ways, other.core or other.ways)
    # written without عبد, آيت or بن by habit: a person must look
    return min(found, max(core, TO_REVIEW)) if particle != DAUGHTER else found


def another_particle(one: Word, other: Word) -> float:
    """Ben Ali and Ou Ali say the same in two languages; Ben Ali and Ait Ali are two families."""
    kinds = {one.particle, other.particle}
    if kinds == {SON, PEOPLE} or SERVANT in kinds:
        return FAR
    return TO_REVIEW


def closest(ones: tuple[Way, ...], others: tuple[Way, ...]) -> float:
    return min(
        distance(one.spelling, other.spelling) + max(one.cost, other.cost) for one in ones for other in others
    )


def cut_short(one: Word, other: Word) -> float:
    """F. Zohra: an initial stands for any name that begins so."""
    short, whole = (one, other) if one.is_cut else (other, one)
    beginning = short.ways[0].spelling
    for way in whole.ways:
        n = len(beginning.consonants)
        if beginning.consonants and way.spelling.consonants[:n] == beginning.consonants:
            return 0.1
        if not beginning.consonants and begin_alike(beginning.between[0], way.spelling.between[0]):
            return 0.1
    return FAR


def begin_alike(one: str, other: str) -> bool:
    return bool(one and other) and (one[0].lower() == other[0].lower() or "v" in (one[0], other[0]))


def is_brothers_pair(one: Word, other: Word) -> bool:
    """محمد and امحمد are two civil names that brothers bear: the vowel after the first m tells them apart."""
    kinds = {is_mhamed(word) for word in (one, other)}
    return kinds == {True, False}


def is_mhamed(word: Word) -> bool | None:
    spelling = word.ways[0].spelling
    if spelling.consonants not in ("MHMD", "MWMD") or spelling.between[4]:
        return None
    return spelling.between[0] != "" or spelling.between[1] == ""


def is_pet_form(one: Word, other: Word) -> bool:
    return any(
        a.pet_form_of and b.pet_form_of is None and closest(read(a.pet_form_of)[0].ways, b.ways) <= SAME
        for a, b in ((one, other), (other, one))
    )
