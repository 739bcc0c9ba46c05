"""Invented names and their many spellings, by the rules of civil registers; no list of the service is read.

A name is written as its sounds: capitals are long vowels and the heavy consonants, 3 is ع, H ح, x خ, c ش,
G غ, @ the feminine ending. From these come the one Arabic writing and the French-Moroccan ones.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

ARABIC = dict(zip("btjHxdrzscSDTZ3GfqklmnhwyAIU@g", "بتجحخدرزسشصضطظعغفقكلمنهويايوةڭ", strict=True))
# each sound with its usual writing first
LATIN = {
    "j": ("j", "dj"), "H": ("h",), "x": ("kh",), "c": ("ch", "sh"), "S": ("s", "ss"), "D": ("d",),
    "T": ("t",), "Z": ("d", "dh"), "3": ("",), "G": ("gh", "rh"), "q": ("k", "q"), "w": ("ou", "w"),
    "y": ("y", "i"), "g": ("g", "gu"), "A": ("a",), "I": ("i",), "U": ("ou", "o"), "@": ("a", "ah"),
    "a": ("a", "e"), "i": ("i", "e"), "u": ("o", "ou", "u"), "s": ("s", "ss"), "ss": ("ss", "s"),
    "ay": ("ai", "ei", "ay"), "a3": ("a", "aa"),
}  # fmt: skip
PREFIXES = {  # of a surname: Arabic, and the Latin writings
    "al": ("ال", ("EL ", "AL ", "")),
    "bn": ("بن ", ("BEN ", "BEN", "BIN ")),
    "ayt": ("آيت ", ("AIT ", "AÏT ", "AIT-")),
    "bu": ("بو", ("BOU", "BOU ")),
    "u": ("أو", ("OU", "OU ")),
    "": ("", ("",)),
}
TAKEN_WITH = {
    "trades": ("al", ""),
    "names": ("bn", "ayt", "u"),
    "things": ("bn", "bu", "ayt"),
    "bare": ("", "ayt", "bn", "al"),
}


def vocabulary() -> dict[str, list[str]]:
    """The groups of sounds.txt."""
    groups: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("sounds.txt").read_text().splitlines():
        if line.startswith("["):
            words = groups.setdefault(line.strip("[]"), [])
        else:
            words += line.split()
    return groups


@dataclass(frozen=True)
class Name:
    """A first name and a surname, as they sound."""

    first: str
    surname: tuple[str, str]

    def in_arabic(self) -> tuple[str, str]:
        prefix, base = self.surname
        return arabic(self.first), PREFIXES[prefix][0] + arabic(base)

    def in_latin(self, chance: Random, usual: float) -> tuple[str, str]:
        """As some clerk would write it; `usual` is how often a sound gets its usual writing."""
        prefix, base = self.surname
        before = chance.choice(PREFIXES[prefix][1])
        return latin(self.first, chance, usual).title(), before + latin(base, chance, usual).upper()


def arabic(sounds: str) -> str:
    """Short vowels are not written, but for one that begins the word; nor is a doubled letter."""
    return " ".join(map(arabic_word, sounds.split("+")))


def arabic_word(sounds: str) -> str:
    if sounds == "allAh":
        return "الله"
    if article := re.match("al|a(?=rr|ss|dd|zz)", sounds):
        return "ال" + arabic_word(sounds[article.end() :])
    begun = re.sub(r"(.)\1", r"\1", re.sub("^[aiuI]", "A", sounds))
    return "".join(ARABIC[sound] for sound in re.sub("[aiu]", "", begun))


def latin(sounds: str, chance: Random, usual: float) -> str:
    """An s between vowels may be doubled; all else is a choice among the writings of a sound."""
    joined = re.sub("@[+]a", "a", sounds) if chance.random() < 0.5 else sounds.replace("+", " ")
    joined = joined.replace("+", "")
    written = []
    for found in re.finditer("ay(?![aiuAIU@])|a3|ss|s(?=[aiuAIU@])|.", joined):
        sound = found[0]
        ways = LATIN.get(sound, (sound,))
        if sound == "s" and (found.start() == 0 or joined[found.start() - 1] not in "aiuAIU"):
            ways = ways[:1]
        written.append(ways[0] if chance.random() < usual else chance.choice(ways))
    return "".join(written)


def first_names() -> list[str]:
    return vocabulary()["first"]


def surnames() -> list[tuple[str, str]]:
    """Prefix and base."""
    words = vocabulary()
    return [
        (prefix, base)
        for group, prefixes in TAKEN_WITH.items()
        for prefix in prefixes
        for base in words[group]
    ]
