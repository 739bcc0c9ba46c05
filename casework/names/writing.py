"""From what was typed to bare words: one form for each letter, nothing invisible, script by script."""

import re
import unicodedata
from enum import StrEnum


class Script(StrEnum):
    ARABIC = "arabic"
    LATIN = "latin"


MOST = 300  # letters of a name that are read; a form lets no more through
# The same letter under several code points: Farsi and Urdu keyboards, hamza carried by alef, the old gaf.
# پ ڤ as Arabic, which lacks them, writes them; Fayçal = Faisal; what stretches a word (tatweel) is no letter.
ARABIC_LETTERS = str.maketrans(
    "ۃأإٱیېۍکڪہھۀەګگݣڮڥڤپچژۇç",
    "ةااايييككههههڭڭڭڭففبشجوs",
    "ـ",
)
# Letters of the keyboard that stand for Arabic ones in messages: Sa3id, A7med, 9addour.
CHAT = str.maketrans({"3": "'", "7": "h", "9": "q", "5": "kh", "2": "'", "8": "gh"})
# Tifinagh, letter by letter, read as Latin: ⵉⵜⵜⵓ = ittu.
TIFINAGH = dict(
    zip(
        "ⴰⴱⴳⴵⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥ",
        "a b g dj d d e f k h h ' kh q i j l m n ou r r gh s s ch t t w y z z".split(),
        strict=True,
    )
)


def words_of(typed: str) -> list[tuple[Script, str]]:
    """The words of a name in its order, each in one script; digits, emoji and signs are no words.

    AIT LHAJ Fatima-Zohra → ait, lhaj, fatima, zohra
    """
    text = unicodedata.normalize("NFKC", typed[:MOST])[:MOST].casefold()
    text = "".join(TIFINAGH.get(letter, letter) for letter in text).translate(ARABIC_LETTERS)
    text = re.sub(r"(?<=[a-z])[235789]|[3579](?=[a-z])", lambda found: found[0].translate(CHAT), text)
    # an accent falls, but ئ ؤ آ keep theirs: they are letters
    bare = "".join(
        part
        for letter in text
        for part in (letter if "ء" <= letter <= "ي" else unicodedata.normalize("NFD", letter))
        if unicodedata.category(part) not in ("Mn", "Cf")
    )
    found = re.findall(r"(?P<arabic>[ء-يڭ]+)|(?P<latin>[a-zœæøß][a-zœæøß'’`´ʼʿ]*\.?)", bare)
    return [
        (Script.ARABIC, arabic) if arabic else (Script.LATIN, latin_letters(latin)) for arabic, latin in found
    ]


def latin_letters(word: str) -> str:
    """A dot at the end stays, since the word is cut short; an apostrophe only glues: M'hamed."""
    word = word.replace("œ", "e").replace("æ", "e").replace("ø", "o").replace("ß", "ss")
    return re.sub(r"['’`´ʼʿ]", "", word)
