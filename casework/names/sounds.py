"""How far two spellings are from one another: 0 is the same sounds, 1 one wrong consonant in a short word."""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein, Opcode

from casework.names.spelling import Spelling

FAR = 3.0
CACHED = 10_000  # results kept: names repeat, and a worker process stays small
CONSONANT = 1.0  # for another one, or for one too many
# Consonants that one clerk writes for the other. A pair beside each cost shows why.
NEAR: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("Kk Qk HW hW", 0.0),  # Rkia, Rqia = رقية; Hicham = هشام, Hamid = حميد
        ("Qg kg Gg Xk", 0.2),  # Gacemi = القاسمي, Kacimi; Gharmi = ڭرمي; Kadija = Khadija
        ("Kg Jg", 0.3),  # زكزاوي = Zagzaoui; جرمي = Germi
        ("DT SZ XW ZJ DZ KQ Hh GR", 0.45),  # Fadma, Fatma; هدى, حدة: a person must look
        ("MN SC KG kG", 0.5),  # فاطنة, Fatima
    )
    for pair in pairs.split()
}
AT_START = 1.5  # people seldom mistake the first letter
# At the start, inside, at the end: Hicham = Ichame, Fatimah = Fatima; inside it tells: Fatiha, Fathia.
WEAK = {"W": (0.3, 0.45, 0.05), "h": (0.2, 0.45, 0.05), "H": (0.45, 0.45, 0.45)}
# Vowels in place of one another; the table is read both ways.
INSTEAD: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("ae ?a ?e Aa Ya YA Ii Uu va ve vi vu 3a 3e 3? v? vA vI vU 3A", 0.0),
        ("ei YI", 0.1),  # Elham = Ilham; الكبورى = الكبوري
        ("?u ?i eu 3i 3u 3v Yi", 0.25),  # Omar = عمر, Chakir = شاكر, Yunus = Younes
        ("au Au", 0.3),  # Zohra = Zahra
        ("Ie Ue Ae A?", 0.45),  # شكير is not quite Chaker
        ("iu Ui Iu AU AI IU", 0.6),  # Hassan, Houcine
        ("ai Ia Ua I? U? Ai", 0.8),  # حسن, حسين; Jamal, Jamil
    )
    for pair in pairs.split()
}
LEFT_OUT = {
    "?": 0.0,
    "v": 0.1,
    "3": 0.1,
    "e": 0.05,
    "a": 0.15,
    "i": 0.3,
    "u": 0.25,
    "A": 0.35,
    "Y": 0.35,
    "@": 0.6,
}
LONG = 0.8  # a long vowel that the other does not write at all
UNWRITTEN_I = 0.3
LONG_ONES = set("AIU3")
TELLING = 0.2  # a vowel in place of another; in a short word two of them are another name: Hassan, Houcine
SHORT = 3  # consonants
SEX = 0.9  # Karim, Karima: never the same person
FINAL = 1.5  # Hasnae, Hassania: what an ending leaves out tells more
EITHER = 0.45  # Halime may be Halima; Amine is no Amina: a person must look
# A slip weighs less in a long word.
BY_LENGTH = (1.5, 1.5, 1.5, 1.0, 0.9, 0.8, 0.7)


@lru_cache(maxsize=CACHED)
def distance(one: Spelling, other: Spelling) -> float:
    """From 0, the same sounds, to FAR."""
    if (other.consonants, other.between) < (one.consonants, one.between):
        return distance(other, one)  # where there are two ways to lay one on the other, always the same one
    blocks = Levenshtein.opcodes(one.consonants, other.consonants)
    n_letters = max(len(one.consonants), len(other.consonants))
    if sum(max(b.src_end - b.src_start, b.dest_end - b.dest_start) for b in blocks if b.tag != "equal") > (
        1 + n_letters // 3
    ):
        return FAR
    pairs = [pair for block in blocks for pair in aligned(block)]
    consonants, vowels = walk(one, other, pairs)
    vowels[-2:-1] = [vowel + unwritten_i(one, other) for vowel in vowels[-2:-1]]
    scale = BY_LENGTH[min(n_letters, len(BY_LENGTH) - 1)]
    if n_letters <= SHORT and sum(vowel >= TELLING for vowel in vowels[:-1]) > 1:
        scale *= 1.5
    return min(FAR, consonants * min(scale, 1.0) + sum(vowels[:-1]) * scale + vowels[-1])


def unwritten_i(one: Spelling, other: Spelling) -> float:
    """A last i that Arabic leaves unwritten follows a long vowel, as in شاكر: حكم is no Hakim."""
    for written, spelled in ((one, other), (other, one)):
        if (
            written.between[-2:-1] == ("?",)
            and "i" in spelled.between[-2:-1]
            and not LONG_ONES & set("".join(written.between[:-1]))
        ):
            return UNWRITTEN_I
    return 0.0


def aligned(block: Opcode) -> list[tuple[int | None, int | None]]:
    """Places of consonants that stand for one another; None where one side has none."""
    ones = list(range(block.src_start, block.src_end))
    others = list(range(block.dest_start, block.dest_end))
    n = max(len(ones), len(others))
    return list(zip([*ones, *[None] * (n - len(ones))], [*others, *[None] * (n - len(others))], strict=True))


def walk(
    one: Spelling, other: Spelling, pairs: list[tuple[int | None, int | None]]
) -> tuple[float, list[float]]:
    """What the consonants cost together, and the vowels of each gap; the last gap is the ending."""
    consonants, vowels = 0.0, list[float]()
    left, right = one.between[0], other.between[0]
    for i, j in pairs:
        if i is not None and j is not None:
            vowels.append(gap(left, right) if vowels else beginning(one, other, left, right))
            consonants += instead_of(one.consonants[i], other.consonants[j], at_start=not vowels[1:])
            left, right = one.between[i + 1], other.between[j + 1]
        elif i is not None:
            consonants += dropped(one, i)
            left += one.between[i + 1]
        elif j is not None:
            consonants += dropped(other, j)
            right += other.between[j + 1]
    return consonants, [*vowels, ending(left, right)]


def dropped(spelling: Spelling, place: int) -> float:
    at_start, inside, at_end = WEAK.get(spelling.consonants[place], (CONSONANT,) * 3)
    is_end = place == len(spelling.consonants) - 1 and not spelling.ending
    return at_start if place == 0 else at_end if is_end else inside


def instead_of(one: str, other: str, *, at_start: bool) -> float:
    if one == other:
        return 0.0
    return NEAR.get(frozenset((one, other)), CONSONANT) * (AT_START if at_start else 1)


@lru_cache(maxsize=CACHED)
def gap(one: str, other: str) -> float:
    """The cheapest way to make one run of vowels of the other."""
    shorter, longer = sorted((one, other), key=len)
    # costs[n]: the first n of the shorter are laid on what was read of the longer
    costs = [0.0, *[FAR] * len(shorter)]
    for vowel in longer:
        laid = [
            costs[n] + (0.0 if vowel == meant else INSTEAD.get(frozenset((vowel, meant)), LONG))
            for n, meant in enumerate(shorter)
        ]
        left = [cost + left_out(vowel) for cost in costs]
        costs = [left[0], *(min(pair) for pair in zip(left[1:], laid, strict=True))]
    return costs[-1]


def left_out(vowel: str) -> float:
    return LEFT_OUT.get(vowel, LONG)


def beginning(one: Spelling, other: Spelling, left: str, right: str) -> float:
    """A vowel before two consonants comes and goes: Brahim, Ibrahim. Elsewhere it tells: Yamina, Amina."""
    if bool(left) == bool(right):
        shorter, longer = sorted((left.replace("?", "v"), right.replace("?", "v")), key=len)
        is_glide = len(shorter) < len(longer) and longer[0] in "iuI" and shorter[0] in "ave"
        return gap(shorter, longer) * (2 if is_glide else 1)
    held, bare = (one, other) if left else (other, one)
    opens_cluster = held.between[1] in ("", "?")
    if opens_cluster and bare.between[1] in ("", "?"):
        return 0.1
    return 0.6 if opens_cluster else gap(left, right) * 2  # Ahmed, Hamid


@lru_cache(maxsize=CACHED)
def ending(one: str, other: str) -> float:
    """The end of a word tells the sex: رشيد and Rachida are two people."""
    sexes = {is_feminine(one), is_feminine(other)}
    if sexes == {True, False} or {one[-1:], other[-1:]} == {"3", "@"}:
        return SEX
    cost = gap(one.replace("@", "a").removesuffix("e"), other.replace("@", "a").removesuffix("e"))
    is_doubtful = {one[-1:], other[-1:]} in ({"a", "e"}, {"@", "e"}, {"a", "3"}, {"@", "A"}, {"@", "Y"})
    return max(cost, EITHER) if is_doubtful else cost * FINAL


def is_feminine(end: str) -> bool | None:
    """None when the spelling does not tell: Moussa, Amine, Rabie."""
    if end[-1:] in ("@", "a"):
        return True
    return None if end[-1:] in ("A", "Y", "e", "3", "?") else False
