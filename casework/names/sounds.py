"""How far two spellings are from one another: 0 is the same sounds, 1 one wrong consonant in a short word."""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein, Opcode

from casework.names.spelling import Spelling

FAR = 3.0
CONSONANT = 1.0  # for another one, or for one too many
# Consonants that one clerk writes for the other. A pair beside each cost shows why.
NEAR: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("Kk Qk HW hW", 0.0),  # Rkia, Rqia = رقية; Hicham = هشام, Hamid = حميد
        ("Qg kg GR Gg Xk", 0.2),  # Gacemi = القاسمي, Kacimi; Rhazi = Ghazi; Gharmi = ڭرمي; Kadija = Khadija
        ("Kg Jg", 0.3),  # زكزاوي = Zagzaoui; جرمي = Germi
        ("DT SZ XW ZJ DZ KQ Hh", 0.45),  # Fadma, Fatma; هدى, حدة: a person must look
        ("MN SC KG kG", 0.5),  # فاطنة, Fatima
    )
    for pair in pairs.split()
}
AT_START = 1.5  # people seldom mistake the first letter
WEAK = {"W": 0.3, "h": 0.2, "H": 0.45}  # Hicham = هشام = Ichame; ح is seldom dropped: فتيحة, Fathia
# Vowels in place of one another; the table is read both ways.
INSTEAD: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("ae ?a ?e Aa Ya YA Ii Uu va ve vi vu 3a 3e 3? v? vA vI vU 3A", 0.0),
        ("ei YI", 0.1),  # Elham = Ilham; الكبورى = الكبوري
        ("?u 3i 3u 3v Yi", 0.25),  # Omar = عمر
        ("?i au eu Au Ae", 0.3),  # Chakir = شاكر, Zohra = Zahra
        ("Ie ue Ue A?", 0.4),  # شكير is not quite Chaker
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
    "i": 0.25,
    "u": 0.25,
    "A": 0.25,
    "Y": 0.35,
    "@": 0.6,
}
LONG = 0.8  # a long vowel that the other does not write at all
TELLING = 0.2  # a vowel in place of another; two of them are another name: Hassan, Houcine
SEX = 0.9  # Karim, Karima: never the same person
EITHER = 0.45  # Halime may be Halima; Amine is no Amina: a person must look
# A slip weighs less in a long word.
BY_LENGTH = (1.5, 1.5, 1.5, 1.0, 0.9, 0.8, 0.7)


@lru_cache(maxsize=100_000)
def distance(one: Spelling, other: Spelling) -> float:
    """From 0, the same sounds, to FAR."""
    blocks = Levenshtein.opcodes(one.consonants, other.consonants)
    n_letters = max(len(one.consonants), len(other.consonants))
    if sum(max(b.src_end - b.src_start, b.dest_end - b.dest_start) for b in blocks if b.tag != "equal") > (
        1 + n_letters // 3
    ):
        return FAR
    pairs = [pair for block in blocks for pair in aligned(block)]
    consonants, vowels = walk(one, other, pairs)
    scale = BY_LENGTH[min(n_letters, len(BY_LENGTH) - 1)]
    if sum(vowel >= TELLING for vowel in vowels[:-1]) > 1:
        scale *= 1.5
    return min(FAR, consonants * min(scale, 1.0) + sum(vowels[:-1]) * scale + vowels[-1])


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
            consonants += WEAK.get(one.consonants[i], CONSONANT)
            left += one.between[i + 1]
        elif j is not None:
            consonants += WEAK.get(other.consonants[j], CONSONANT)
            right += other.between[j + 1]
    return consonants, [*vowels, ending(left, right)]


def instead_of(one: str, other: str, *, at_start: bool) -> float:
    if one == other:
        return 0.0
    return NEAR.get(frozenset((one, other)), CONSONANT) * (AT_START if at_start else 1)


@lru_cache(maxsize=20_000)
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
    """A vowel before two consonants comes and goes: Brahim, Ibrahim. Elsewhere it is part of the name: Yamina, Amina."""
    if bool(left) == bool(right):
        return gap(left, right) * (2 if left[-1:] == right[-1:] else 1)
    held, bare = (one, other) if left else (other, one)
    opens_cluster = held.between[1] in ("", "?")
    if opens_cluster and bare.between[1] in ("", "?"):
        return 0.1
    return 0.6 if opens_cluster else gap(left, right) * 2  # Ahmed, Hamid


@lru_cache(maxsize=20_000)
def ending(one: str, other: str) -> float:
    """The end of a word tells the sex: رشيد and Rachida are two people."""
    sexes = {is_feminine(one), is_feminine(other)}
    if sexes == {True, False} or {one[-1:], other[-1:]} == {"3", "@"}:
        return SEX
    cost = gap(one.replace("@", "a").removesuffix("e"), other.replace("@", "a").removesuffix("e"))
    is_doubtful = {one[-1:], other[-1:]} in ({"a", "e"}, {"@", "e"}, {"a", "3"}, {"@", "A"}, {"@", "Y"})
    return max(cost, EITHER) if is_doubtful else cost


def is_feminine(end: str) -> bool | None:
    """None when the spelling does not tell: Moussa, Amine, Rabie."""
    if end[-1:] in ("@", "a"):
        return True
    return None if end[-1:] in ("A", "Y", "e", "3", "?") else False
