"""What a name is found by: coarse skeletons that every spelling of it shares, alone and two by two.

A key says less than a name: vowels, h, glides and every contrast that a clerk mistakes are gone. Whoever
stores keys seals them (a blind index); whoever finds by them opens the names and compares.
"""

from dataclasses import dataclass
from itertools import combinations, permutations

from casework.names.reading import Word, read

# k q g gh kh j are one key letter, t d one, s z ch one: Gacemi = القاسمي, Fadma ~ Fatma, Rhazi = Ghazi.
COARSE = str.maketrans(
    {
        **dict.fromkeys("KkQgGXJ", "K"),
        **dict.fromkeys("TD", "T"),
        **dict.fromkeys("SZC", "S"),
        **dict.fromkeys("HhW", ""),
    }
)
LENGTH = 6  # consonants of a word that a key keeps: what follows is where long names are misspelled
TELLING = 4  # a key of so many letters is rare enough to search by alone
NO_CONSONANT = "-"  # Aya, Ayyou: all that is left is that there is no consonant


@dataclass(frozen=True)
class QueryKeys:
    """`pairs` find few people; `singles` find everybody who bears one of the words."""

    pairs: frozenset[str]
    singles: tuple[str, ...]


def index_keys(*full_names: str) -> frozenset[str]:
    """What is stored for a person: each word, and each two words in their order, of every full name known."""
    keys = set[str]()
    for name in full_names:
        words = read(name)
        keys.update(*map(skeletons, words))
        keys.update(joined for one, other in combinations(words, 2) for joined in join(one, other))
    return frozenset(keys)


def query_keys(typed: str) -> QueryKeys:
    """What to look for; nobody knows in which order the words were typed, nor which of them were glued."""
    words = read(typed)
    singles = dict.fromkeys(key for word in words for key in skeletons(word))
    pairs = {joined for one, other in permutations(words, 2) for joined in join(one, other)}
    return QueryKeys(frozenset(pairs | {key for key in singles if len(key) >= TELLING}), tuple(singles))


def skeletons(word: Word) -> list[str]:
    """One for each way to read the word: with and without what may be an article."""
    return list(dict.fromkeys(skeleton(way.spelling.consonants) for way in word.ways))


def join(one: Word, other: Word) -> list[str]:
    return [a + b for a in skeletons(one) for b in skeletons(other)]


def skeleton(consonants: str) -> str:
    coarse = consonants.translate(COARSE)
    kept = "".join(letter for place, letter in enumerate(coarse) if coarse[place - 1 : place] != letter)
    return kept[:LENGTH] or NO_CONSONANT
