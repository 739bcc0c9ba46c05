"""Reads a full name into the words that tell people apart, each with the ways it may sound."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from casework.names.particles import (
    ABBREVIATIONS,
    ARTICLES,
    GLUED,
    PARTICLES,
    PET_FORMS,
    SERVANT,
    TITLES,
)
from casework.names.spelling import Spelling, spell
from casework.names.writing import Script, words_of

Bare = tuple[Script, str]
MOST_WORDS = 5  # further words of a name are not read
# What may be an article: L'Arbi = العربي, but Latifa is no Atifa. A way that is less sure costs more.
SURE, UNSURE = 0.0, 0.15
LETTERS = 40  # of one word: nobody's is longer, and the time to compare grows with them
MOST_WAYS = 12  # a word with every doubtful pair of letters would have a hundred
VOWELS = "aeiouy"
# Rhazi = غازي, Thami = تهامي, Ishak = إسحاق, Adham = أدهم, Lakhal = لكحل: two letters that are usually one
AMBIGUOUS = (("rh", "gh"), ("th", "t·h"), ("sh", "s·h"), ("dh", "d·h"), ("kh", "k·h"))


@dataclass(frozen=True)
class Way:
    """One way to read a word, and how far-fetched it is (0: not at all)."""

    spelling: Spelling
    cost: float = SURE


@dataclass(frozen=True)
class Word:
    ways: tuple[Way, ...]
    particle: str | None = None  # son, people, servant …: glued into the ways
    core: tuple[Way, ...] = ()  # the word without its particle
    is_cut: bool = False  # an initial, or a beginning with a dot
    pet_form_of: str | None = None

    def __add__(self, other: "Word") -> "Word":
        glued = (Way(a.spelling + b.spelling, a.cost + b.cost) for a, b in product(self.ways, other.ways))
        return Word(tuple(dict.fromkeys(glued))[:6], self.particle)


@lru_cache(maxsize=5_000)
def read(name: str) -> tuple[Word, ...]:
    """No word at all when nothing of it is letters: the caller asks for a name.

    Ait El Haj Mohamed → Ait+Haj, Mohamed; Haj Mohamed → Mohamed; El Haj → Haj.
    """
    bare = [part for script, word in words_of(name) for part in in_full(script, word)]
    kept = without_titles([word for word in bare if word[1] not in ARTICLES] or bare)
    words, held = [], list[Bare]()
    for place, (script, word) in enumerate(kept):
        if word in PARTICLES and place + 1 < len(kept):
            held.append((script, word))
            continue
        words.append(one_word(held, script, word))
        held = []
    return tuple(words[:MOST_WORDS])


def in_full(script: Script, word: str) -> list[Bare]:
    """Med. = Mohamed."""
    written_out = ABBREVIATIONS.get(word.rstrip("."), word)
    return [(script, part) for part in written_out.split()]


def without_titles(words: list[Bare]) -> list[Bare]:
    """Moulay Driss = Driss; but Haj names somebody in Ait El Haj, and when nothing else stands there."""
    kept = [
        word
        for place, word in enumerate(words)
        if word[1] not in TITLES or (place and words[place - 1][1] in PARTICLES)
    ]
    return kept or words


def one_word(held: list[Bare], script: Script, word: str) -> Word:
    ways = ways_of(script, word)
    if held:
        glued = ways
        for particle in reversed(held):
            before = spell(particle[0], shortest(particle[1]))
            glued = tuple(Way(before + way.spelling, way.cost) for way in glued)
        return Word(glued, PARTICLES[held[0][1]], ways)
    kind, prefix = glued_particle(word)
    if kind:
        core = ways_of(script, word[len(prefix) :])
        if kind == SERVANT:
            # after عبد an article is sure: Abdelilah, Abdelaziz
            core = tuple(Way(way.spelling) for way in core)
        before = spell(script, prefix)
        apart = tuple(Way(before + way.spelling, way.cost) for way in core)
        return Word(tuple(dict.fromkeys((*ways, *apart)))[:MOST_WAYS], kind, core)
    is_cut = len(word.rstrip(".")) == 1 or word.endswith(".")
    return Word(ways, is_cut=is_cut, pet_form_of=PET_FORMS.get(word))


def shortest(particle: str) -> str:
    """Abdel, Abder, Abdou before a name are all عبد; Ibn and Ben both بن."""
    if particle.startswith("abd"):
        return "abd"
    return {"ibn": "ben", "bin": "ben", "ابن": "بن"}.get(particle, particle)


def glued_particle(word: str) -> tuple[str | None, str]:
    """Benali → son, "ben". A rest of less than three letters is no name: بنت is no son of ت."""
    for prefix, kind in GLUED.items():
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return kind, prefix
    return None, ""


def ways_of(script: Script, word: str) -> tuple[Way, ...]:
    word = word.rstrip(".")[:LETTERS]
    found = arabic_ways(word) if script is Script.ARABIC else latin_ways(word)
    return tuple(dict.fromkeys(Way(spell(script, text), cost) for text, cost in found))


def arabic_ways(word: str) -> list[tuple[str, float]]:
    if word.endswith("الدين") and len(word) > 6:
        return [(word.removesuffix("الدين") + "دين", SURE), (word, SURE)]  # عزالدين = Azeddine
    if word == "الله":
        return [("له", SURE)]  # عبد الله = Abdellah
    if word.startswith("ال") and len(word) > 4:
        return [(word[2:], SURE), (word, UNSURE)]  # القاسمي = Kacimi; but إلهام is no هام
    if word.startswith("ل") and len(word) > 3 and word[1] not in "اويل":
        return [(word, SURE), (word[1:], UNSURE)]  # لحسن = الحسن
    return [(word, SURE)]


def latin_ways(word: str) -> list[tuple[str, float]]:
    ways = [(word, SURE)]
    if re.match(r"[ae]l.{3}", word):
        ways.append((word[2:], UNSURE if word[2] in VOWELS else SURE))  # Elghazi = Ghazi
    elif re.match(r"[ea](s|n|r|d|z|t|ch|sh)\1.{2}", word):
        ways.append((word[1:], SURE))  # Essaadia = Saadia
    elif re.match(r"l[^l].{2}", word):
        ways.append((word[1:], UNSURE if word[1] in VOWELS else SURE))  # Lghazi = Ghazi, Lyazidi = Yazidi
        if re.match(r"l[ae].{3}", word):
            ways.append((word[2:], UNSURE))  # Lahcen = Hassan, Lemrabet = Mrabet
    for letters, also in AMBIGUOUS:
        ways += [(text.replace(letters, also), cost) for text, cost in ways if letters in text]
    return ways[:MOST_WAYS]
