"""How a word sounds, whatever its script: its consonants, and what stands before, between and after them.

Consonants are letters of one alphabet for both scripts: C is ش/ch, X is خ/kh, G is غ/gh, g is ڭ, H is ح,
h is ه, K is ك, Q is ق; W and k are the h and the k of a French spelling, which may be either.
Vowels: a e i u as a French spelling writes them; A I U the long ones that Arabic writes, Y its ى; ?
where Arabic writes none; v the carrier that begins an Arabic word; 3 is ع, which a French spelling drops,
doubles or writes as a vowel; @ is ة at the end.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from casework.names.writing import Script

ARABIC = dict(
    zip("بتثجحخدذرزسشصضطظغفقكڭلمنه", "BTTJHXDDRZSCSDTDGFQKgLMNh", strict=True)
)  # ث as ت: ثورية = Touria; ذ ض ظ as د: فاضمة = Fadma
VOWELS = dict(zip("اآىوؤيئعة", "AAYUUII3@", strict=True))
# Longest first: Khadija = خديجة, Lahcen = لحسن, Guermi = ڭرمي, Mustapha = مصطفى.
LATIN = (
    ("sch", "C"), ("tch", "C"), ("ch", "C"), ("sh", "C"), ("kh", "X"), ("gh", "G"), ("ph", "F"), ("th", "T"),
    ("dh", "D"), ("dj", "J"), ("dz", "Z"), ("ts", "S"), ("ck", "k"), ("cq", "k"), ("qu(?=[ei])", "k"),
    ("gu(?=[eiy])", "g"), ("g", "g"), ("ss", "S"), ("c(?=[eiy])", "S"), ("c", "k"), ("x", "kS"),
    ("j", "J"), ("b", "B"), ("p", "B"), ("d", "D"), ("f", "F"), ("v", "F"), ("h", "W"), ("k", "k"),
    ("q", "k"), ("l", "L"), ("m", "M"), ("n", "N"), ("r", "R"), ("s", "S"), ("t", "T"), ("z", "Z"),
    ("oo", "u"), ("ou", "u"), ("w", "u"), ("o", "u"), ("u", "u"), ("y", "i"), ("i", "i"), ("ee", "i"),
    ("e", "e"), ("a", "a"),
)  # fmt: skip
SOUNDS = re.compile("|".join(f"(?P<s{place}>{pattern})" for place, (pattern, _) in enumerate(LATIN)))


@dataclass(frozen=True)
class Spelling:
    """`between[0]` stands before the first consonant, `between[-1]` after the last."""

    consonants: str
    between: tuple[str, ...]

    @property
    def ending(self) -> str:
        return self.between[-1]

    def __add__(self, other: "Spelling") -> "Spelling":
        """Two words glued: Fatima + Zahra = Fatimazahra."""
        seam = self.between[-1].replace("@", "a") + other.between[0].replace("v", "")
        return Spelling(
            self.consonants + other.consonants, (*self.between[:-1], seam, *other.between[1:])
        ).collapsed()

    def collapsed(self) -> "Spelling":
        """A consonant written twice is one: Mohammed = Mohamed."""
        consonants, between = "", [self.between[0]]
        for consonant, after in zip(self.consonants, self.between[1:], strict=True):
            if consonants.endswith(consonant) and between[-1] == "":
                between[-1] = after
                continue
            consonants += consonant
            between.append(after)
        return Spelling(consonants, tuple(between))


@lru_cache(maxsize=5_000)
def spell(script: Script, word: str) -> Spelling:
    return arabic(word) if script is Script.ARABIC else latin(word)


def arabic(word: str) -> Spelling:
    word = re.sub(r"ا?ء$", "ا", word)  # الزهراء = Zahra
    word = word.replace("وو", "و").replace("عائ", "عي")  # الداوودي = الداودي; عائشة = عيشة
    word = re.sub(r"اة$", "ات", word)  # حياة = Hayat
    word = re.sub(r"(?<=[^اويل])ه$", "ة", word) if len(word) > 3 else word  # فاطمه is فاطمة written in haste
    sounds = "".join(ARABIC.get(letter) or VOWELS.get(letter, "") for letter in word)
    if word[:1] == "ا":
        sounds = "v" + sounds[1:]  # أ إ ا carry any short vowel
    sounds = re.sub(r"(?<=.)h$", "?", sounds)  # عبد الله = Abdellah
    sounds = sounds.replace("UU", "U").replace("II", "I")  # رؤوف = Raouf
    sounds = re.sub(r"(?<=.)([IU])(?=[AIUY@])", r"?\1", sounds)  # رقية = Rokaya
    return split(sounds, unwritten="?").collapsed()


def latin(word: str) -> Spelling:
    sounds = "".join(LATIN[int(found.lastgroup[1:])][1] for found in SOUNDS.finditer(word) if found.lastgroup)
    sounds = re.sub(r"ae$", "a", sounds)  # Asmae = أسماء
    sounds = re.sub(r"([aeiu])\1+", r"\1", sounds)  # Naaima = Naima
    return split(sounds, unwritten="").collapsed()


def split(sounds: str, unwritten: str) -> Spelling:
    consonants, between = "", [""]
    for sound in sounds:
        if sound in "BTJHhWXDRZSCGFQKkgLMN":
            consonants += sound
            between.append("")
        else:
            between[-1] += sound
    inner = [between[0], *(gap or unwritten for gap in between[1:-1])]
    return Spelling(consonants, (*inner, between[-1]) if len(between) > 1 else tuple(between))
