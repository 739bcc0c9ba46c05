"""What may be sent to a partner: a closed list, field by field. What may incriminate the person is not in it.

A copy keeps codes and both scripts of a name, so that it can be read in either language, and taken over by a
cell that accepts: names as {"ar": …, "lat": …}, answers by their codes, days as ISO, contacts as a list.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.cases.models import Case
from casework.consents.models import Delicate
from casework.core.answers import BETWEEN
from casework.core.fields import written_number
from casework.core.i18n import language, short_day
from casework.organisation.territory import label as commune_label
from casework.people.models import ContactSafety, Person, Sex, initial_of
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SHARED_ANSWERS, SPOKEN_LANGUAGES, rows_of
from casework.programmes.queries import details_of
from casework.programmes.questions import Listed, Question
from casework.referrals.services.basis import numbers_to_give

INITIALS, FIRST_NAME = "initials", "first_name"  # one of the two, or neither
WHAT_FOR, CONTACTS = "what_for", "contacts"  # kept in the copy beside what was ticked

PAPERS = frozenset({"CIVIL", "DCARD", "COVER", "EPS", "KAFALA", "SCHOOL", "CWD"})
IDENTITY = PAPERS | {"LEGAL", "MED", "MLC", "TRAIN", "COOP", "IGA", "LITER", "REHAB", "AID", "ACCOMP"}
AT_HOME = frozenset({"INQ", "TRANS", "KIND", "AID"})


class Facts:
    """What a file knows today; the answers to its programme's questions are read once, if at all."""

    def __init__(self, case: Case) -> None:
        self.case, self.person = case, case.person

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        details = details_of(self.case.programme, self.case.id)
        return details.values if details else {}


@dataclass(frozen=True)
class ShareField:
    """One thing that may be ticked; without `services` any service may need it."""

    key: str
    label: LazyString
    read: Callable[[Facts], Any]  # as the copy keeps it; None when the file does not know
    show: Callable[[Any], Any] = str  # in the language of the page
    services: frozenset[str] = frozenset()
    delicate: Delicate | None = None

    def is_needed_for(self, services: Collection[str]) -> bool:
        return not self.services or not self.services.isdisjoint(services)


def written(person: Person, *parts: str) -> dict[str, str] | None:
    """These parts of the name in each script in which they are known."""
    said = {}
    for script in ("ar", "lat"):
        if text := " ".join(filter(None, (getattr(person, f"{part}_{script}") for part in parts))):
            said[script] = text
    return said or None


def initials_of(person: Person) -> dict[str, str] | None:
    said = {}
    for script in written(person, "first_name", "surname") or {}:
        parts = (getattr(person, f"{part}_{script}") for part in ("first_name", "surname"))
        said[script] = " ".join(f"{initial_of(part)}." for part in parts if part)
    return said or None


def in_script(said: Mapping[str, str]) -> str:
    first, second = ("ar", "lat") if language() == "ar" else ("lat", "ar")
    return said.get(first) or said.get(second) or ""


def language_in_words(code: str) -> Any:
    return SPOKEN_LANGUAGES.label(code) if code in SPOKEN_LANGUAGES else code


def asked_as(name: str) -> list[Question]:
    """The questions of this name, of whatever programme."""
    asked = (question for kind in PROGRAMMES.values() for question in kind.details.questions)
    return [question for question in asked if question.name == name]


def answer_of(facts: Facts, name: str) -> Any:
    """As every reader of the file sees it: never an answer that may be held against the person."""
    question = next((one for one in facts.case.programme.details.questions if one.name == name), None)
    answer = facts.answers.get(name)
    if question is None or question.is_restricted or question.is_sensitive or answer in (None, []):
        return None
    if isinstance(question, Listed):
        codes = [option.code for option in question.chosen(answer) if not option.is_restricted]
        return (codes or None) if isinstance(answer, list) else next(iter(codes), None)
    return question.kept(answer)


def answer_in_words(name: str, kept: Any) -> str:
    """Two programmes may ask the same with lists of their own: the one that knows the codes says it."""
    codes = [kept] if isinstance(kept, str) else kept
    for question in asked_as(name):
        if not isinstance(question, Listed):
            return question.text(question.read(kept), with_restricted=False)
        if all(code in question.options for code in codes):
            return question.text(kept, with_restricted=False)
    return BETWEEN.join(map(str, codes))


def asked(name: str, services: Collection[str], delicate: Delicate | None = None) -> ShareField:
    """An answer to a question of the programme's own."""
    return ShareField(
        name,
        asked_as(name)[0].label,
        lambda facts: answer_of(facts, name),
        lambda kept: answer_in_words(name, kept),
        frozenset(services),
        delicate,
    )


def asked_by_programmes() -> list[ShareField]:
    """Whatever is not in that file is told to nobody."""
    return [
        asked(
            row["question"], row["services"].split(), Delicate(row["delicate"]) if row["delicate"] else None
        )
        for row in rows_of(SHARED_ANSWERS)
    ]


def known(name: str) -> Callable[[Facts], Any]:
    """What the person's own row says."""
    return lambda facts: getattr(facts.person, name)


# fmt: off
FIELDS = (
    ShareField(INITIALS, _l("Initials"), lambda facts: initials_of(facts.person), in_script),
    ShareField(FIRST_NAME, _l("First name"), lambda facts: written(facts.person, "first_name"), in_script),
    ShareField(
        "surname", _l("Family name"), lambda facts: written(facts.person, "surname"), in_script, IDENTITY,
    ),
    ShareField("birth_year", _l("Year of birth"), known("birth_year")),
    ShareField(
        "born_on", _l("Date of birth"), known("born_on"),
        lambda kept: short_day(date.fromisoformat(kept)), PAPERS,
    ),
    ShareField("sex", _l("Sex"), known("sex"), lambda kept: Sex(kept).label),
    ShareField("cin", _l("National identity card"), known("cin"), str, PAPERS),
    ShareField("commune", _l("Commune"), known("commune"), commune_label),
    ShareField("douar", _l("Douar or street"), known("douar"), str, AT_HOME),
    ShareField("language", _l("Language the person speaks best"), known("language"), language_in_words),
    *asked_by_programmes(),
)
# fmt: on
BY_KEY = {field.key: field for field in FIELDS}


def offered(case: Case, services: Collection[str]) -> list[ShareField]:
    """What one of these services may need and the file knows, in the order in which it is shown."""
    facts = Facts(case)
    return [field for field in FIELDS if field.is_needed_for(services) and field.read(facts) is not None]


def said(case: Case, keys: Collection[str]) -> dict[str, Any]:
    """What the file says today about these fields, as a copy keeps it."""
    facts = Facts(case)
    known = {field.key: field.read(facts) for field in FIELDS if field.key in keys}
    return {key: value for key, value in known.items() if value is not None}


def in_words(key: str, kept: Any) -> str:
    return str(BY_KEY[key].show(kept))


def labelled(copy: Mapping[str, Any]) -> list[tuple[LazyString, str]]:
    """What was sent, in words, in the language of the page; a number is in `contacts` and never here."""
    told: list[tuple[LazyString, str]] = [
        (field.label, in_words(field.key, copy[field.key])) for field in FIELDS if field.key in copy
    ]
    return [*told, (_l("What for"), str(copy[WHAT_FOR]))] if copy.get(WHAT_FOR) else told


def numbers_for(case: Case) -> list[dict[str, Any]]:
    """The numbers that are safe today with what makes a call safe, as the copy keeps them."""
    return [
        {
            "number": number.number,
            "hours": number.hours,
            "who_answers": number.who_answers,
            "we_say": number.we_say,
            "trusted_only": number.safety is ContactSafety.TRUSTED_ONLY,
        }
        for number in numbers_to_give(case)
    ]


def contacts(copy: Mapping[str, Any], case: Case) -> list[dict[str, Any]]:
    """Of the numbers that were sent those that are still safe: what changed meanwhile only takes away."""
    safe = {written_number(number.number) or number.number for number in numbers_to_give(case)}
    return [told for told in copy.get(CONTACTS) or [] if told["number"] in safe]
