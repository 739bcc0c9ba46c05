"""Whether two descriptions may be of one person: the name first, then what else two papers share (dossier of
the service, rules for cross-script matching: weights and bands; nobody is ever merged by them)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.names.matching import Verdict, compare
from casework.names.writing import words_of


class Evidence(StrEnum):
    SAME_NAME = "same_name"
    SAME_NAME_OTHER_SCRIPT = "same_name_other_script"
    SIMILAR_NAME = "similar_name"
    SAME_BIRTH_DATE = "same_birth_date"
    NEAR_BIRTH = "near_birth"
    SAME_BIRTH_YEAR = "same_birth_year"
    SAME_COMMUNE = "same_commune"
    SAME_PHONE = "same_phone"
    SAME_CIN = "same_cin"
    SAME_FATHER = "same_father"
    SAME_MOTHER = "same_mother"


@dataclass(frozen=True, kw_only=True)
class Described:
    """What is known of somebody; each name in the scripts known. An empty field weighs nothing."""

    names: tuple[str, ...]
    first_names: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    birth: date | None = None
    birth_year: int | None = None
    is_child: bool = False
    father: tuple[str, ...] = ()
    mother: tuple[str, ...] = ()
    commune: str | None = None
    sex: str | None = None
    phones: frozenset[str] = frozenset()
    cin: str | None = None


@dataclass(frozen=True)
class Likeness:
    """`score` is from 0 to 1; SAME means probable, REVIEW possible; the evidence says why."""

    score: float
    verdict: Verdict
    evidence: tuple[Evidence, ...]


SURNAME, FIRST_NAME, BIRTH, FATHER, MOTHER, COMMUNE, SEX = 0.30, 0.25, 0.15, 0.10, 0.05, 0.10, 0.05
OTHER_SEX = 0.4
PROBABLE, POSSIBLE = 0.88, 0.72
SIBLING_NAME = 0.9  # children of one mother share the rest: the first name or the day of birth must tell
ABOUT = 2  # years by which a year of birth may be wrong, where the age of an adult was presumed


def weigh(one: Described, other: Described) -> Likeness:
    """What is known on both sides counts; what one side does not say neither helps nor harms."""
    named, evidence = names_alike(one, other)
    born, born_evidence = births_alike(one, other)
    parts = [
        # the whole name too: a card may call the surname what another calls the first name
        (SURNAME + FIRST_NAME, max(named, parts_alike(one, other))),
        (BIRTH, born),
        (FATHER, alike(one.father, other.father)),
        (MOTHER, alike(one.mother, other.mother)),
        (COMMUNE, equal(one.commune, other.commune)),
        (SEX, equal(one.sex, other.sex)),
    ]
    known = [(weight, alikeness) for weight, alikeness in parts if alikeness is not None]
    score = sum(weight * alikeness for weight, alikeness in known) / sum(weight for weight, _one in known)
    if equal(one.sex, other.sex) == 0.0:
        score -= OTHER_SEX
    evidence += born_evidence + further_evidence(one, other)
    return judged(max(0.0, score), one, other, evidence)


def judged(score: float, one: Described, other: Described, evidence: list[Evidence]) -> Likeness:
    """An equal card or phone is always looked at: slips, a family's one phone. Two cards are two people."""
    verdict = Verdict.REVIEW if score >= POSSIBLE else Verdict.DIFFERENT
    if score >= PROBABLE and len(evidence) > 1:  # a name alone is borne by many
        verdict = Verdict.SAME
    if (one.is_child or other.is_child) and is_sibling_like(one, other):
        verdict = Verdict.DIFFERENT
    if Evidence.SAME_CIN in evidence:
        at_least = verdict if verdict is Verdict.SAME else Verdict.REVIEW
        return Likeness(max(score, POSSIBLE), at_least, tuple(evidence))
    if one.cin and other.cin:
        return Likeness(score, Verdict.DIFFERENT, tuple(evidence))
    if Evidence.SAME_PHONE in evidence and verdict is Verdict.DIFFERENT and score >= POSSIBLE / 2:
        verdict = Verdict.REVIEW
    return Likeness(round(score, 3), verdict, tuple(evidence))


def is_sibling_like(one: Described, other: Described) -> bool:
    """Children of one house whose first names and days of birth both differ."""
    firsts = alike(one.first_names, other.first_names)
    return firsts is not None and firsts < SIBLING_NAME and not (one.birth and one.birth == other.birth)


def alike(ones: tuple[str, ...], others: tuple[str, ...]) -> float | None:
    """The best of the scripts; None when one side is not known."""
    ones, others = tuple(filter(words_of, ones)), tuple(filter(words_of, others))
    if not ones or not others:
        return None
    found = [compare(a, b) for a in ones for b in others]
    return max(0.0 if each.verdict is Verdict.DIFFERENT else each.score for each in found)


def names_alike(one: Described, other: Described) -> tuple[float, list[Evidence]]:
    pairs = [(a, b, compare(a, b)) for a in one.names for b in other.names]
    a, b, best = max(pairs, key=lambda pair: pair[2].score, default=("", "", None))
    if best is None or best.verdict is Verdict.DIFFERENT:
        return 0.0, []
    if best.verdict is Verdict.REVIEW:
        return best.score, [Evidence.SIMILAR_NAME]
    scripts = [{script for script, _word in words_of(name)} for name in (a, b)]
    return best.score, [Evidence.SAME_NAME if scripts[0] == scripts[1] else Evidence.SAME_NAME_OTHER_SCRIPT]


def parts_alike(one: Described, other: Described) -> float:
    """Surname with surname, first name with first name; 0 where one of them is not known."""
    surnames = alike(one.surnames, other.surnames)
    firsts = alike(one.first_names, other.first_names)
    if surnames is None or firsts is None:
        return 0.0
    return (SURNAME * surnames + FIRST_NAME * firsts) / (SURNAME + FIRST_NAME)


def births_alike(one: Described, other: Described) -> tuple[float | None, list[Evidence]]:
    """Exact days, also with day and month changed over; the presumed year of an adult is about right."""
    if one.birth and one.birth == other.birth:
        return 1.0, [Evidence.SAME_BIRTH_DATE]
    if one.birth and other.birth and is_slip(one.birth, other.birth):
        return 0.8, [Evidence.NEAR_BIRTH]
    if not one.birth_year or not other.birth_year:
        return None, []
    apart = abs(one.birth_year - other.birth_year)
    if apart == 0:
        return (0.6 if one.birth and other.birth else 1.0), [Evidence.SAME_BIRTH_YEAR]
    is_adult = not (one.is_child or other.is_child)
    return (0.6, [Evidence.NEAR_BIRTH]) if apart <= ABOUT and is_adult else (0.0, [])


def is_slip(one: date, other: date) -> bool:
    """The day before or after, or day and month changed over."""
    changed_over = (other.year, other.day, other.month)
    return abs((one - other).days) <= 1 or (one.year, one.month, one.day) == changed_over


def equal(one: str | None, other: str | None) -> float | None:
    return None if not one or not other else float(one == other)


def further_evidence(one: Described, other: Described) -> list[Evidence]:
    checks = (
        (Evidence.SAME_COMMUNE, equal(one.commune, other.commune) == 1.0),
        (Evidence.SAME_PHONE, bool(one.phones & other.phones)),
        (Evidence.SAME_CIN, equal(one.cin, other.cin) == 1.0),
        (Evidence.SAME_FATHER, (alike(one.father, other.father) or 0) >= SIBLING_NAME),
        (Evidence.SAME_MOTHER, (alike(one.mother, other.mother) or 0) >= SIBLING_NAME),
    )
    return [kind for kind, holds in checks if holds]
