"""The option lists: a file each in options/, in Arabic, French and English. Codes never change, words may."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask_babel.speaklater import LazyString
from wtforms import SelectChoice

from casework.core import clock
from casework.core.i18n import language

HERE = Path(__file__).parent
SHARED_ANSWERS = HERE / "shared_answers.csv"  # what a referral may tell a partner of a programme's answers
UNKNOWN, OTHER = "UNKNOWN", "OTHER"


@dataclass(frozen=True)
class Option:
    code: str
    ar: str
    fr: str
    en: str
    active_from: date = date.min
    active_until: date = date.max
    why_restricted: str = ""  # what makes the answer dangerous for the person herself

    @property
    def label(self) -> LazyString:
        """The words in the language of the page on which they end up."""
        return LazyString(lambda: capitalised(getattr(self, language())))

    @property
    def is_restricted(self) -> bool:
        return bool(self.why_restricted)

    @property
    def is_active(self) -> bool:
        return self.active_from <= clock.today() <= self.active_until


def capitalised(words: str) -> str:
    """Labels begin with a capital, whatever the list says; the rest (CEF, AMO-T) stays."""
    return words[:1].upper() + words[1:]


class OptionList:
    """A closed list in the order in which it is shown; codes no longer offered keep their words."""

    def __init__(self, name: str, options: Iterable[Option]) -> None:
        self.name = name
        self._by_code = {option.code: option for option in options}

    def __iter__(self) -> Iterator[Option]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Option:
        return self._by_code[code]

    def label(self, code: str) -> LazyString:
        return self._by_code[code].label

    @property
    def offered(self) -> list[Option]:
        """What is asked or may be chosen today."""
        return [option for option in self if option.is_active]

    def choices(self, *, keeping: Collection[str] = ()) -> list[SelectChoice]:
        """What may be chosen today, and what had been chosen before it was retired."""
        offered = (option for option in self if option.is_active or option.code in keeping)
        return [SelectChoice(option.code, option.label) for option in offered]

    def for_programme(self, key: str) -> "OptionList":
        """Those that a programme uses, as fits.csv says; the ways out of the list are everybody's."""
        fitting = fitting_codes(self.name, key) | {UNKNOWN, OTHER}
        return OptionList(self.name, (option for option in self if option.code in fitting))

    def countable(self, code: str) -> str | None:
        """The code if it may stand unsealed and be counted; None when it may incriminate the person."""
        return None if self._by_code[code].is_restricted else code


def rows_of(path: Path) -> list[dict[str, str]]:
    """The lines of a data file; those that begin with # say where it comes from."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_options(name: str) -> list[Option]:
    return [
        Option(
            row["code"],
            row["ar"],
            row["fr"],
            row["en"],
            date.fromisoformat(row["active_from"]) if row["active_from"] else date.min,
            date.fromisoformat(row["active_until"]) if row["active_until"] else date.max,
            row["restricted"],
        )
        for row in rows_of(HERE / "options" / f"{name}.csv")
    ]


def load(name: str, *, appending: Collection[str] = (UNKNOWN, OTHER)) -> OptionList:
    """A list with the ways out that suit it: an answer not known, another to be specified."""
    ways_out = [option for option in read_options("appended") if option.code in appending]
    return OptionList(name, read_options(name) + ways_out)


@cache
def fitting_codes(name: str, key: str) -> frozenset[str]:
    rows = rows_of(HERE / "fits.csv")
    return frozenset(row["code"] for row in rows if row["list"] == name and row[key] == "yes")


# asked of everybody
SPOKEN_LANGUAGES = load("spoken_languages", appending=(OTHER,))
RELATIONSHIPS_TO_THE_CHILD = load("relationships_to_the_child")
CASE_SOURCES = load("case_sources")
DOCUMENTS_SEEN = load("documents_seen", appending=(OTHER,))
YES_NO = load("yes_no", appending=(UNKNOWN,))

# said of the work
SERVICE_TYPES = load("service_types", appending=(OTHER,))
CLOSURE_REASONS = load("closure_reasons", appending=(OTHER,))
REFERRAL_DECLINE_REASONS = load("referral_decline_reasons", appending=(OTHER,))

# asked by one programme
CHILD_PROTECTION_CONCERNS = load("child_protection_concerns", appending=(OTHER,))
CHILD_PROTECTION_CLOSURE_CHECKS = load("child_protection_closure_checks", appending=())
CHILD_DANGER_SIGNS = load("child_danger_signs", appending=(OTHER,))
SCHOOL_STATUSES = load("school_statuses")
CIVIL_REGISTER_STATUSES = load("civil_register_statuses", appending=(UNKNOWN,))
CARE_ARRANGEMENTS = load("care_arrangements")
WOMENS_RIGHTS_CONCERNS = load("womens_rights_concerns", appending=(OTHER,))
WOMENS_RIGHTS_CLOSURE_CHECKS = load("womens_rights_closure_checks", appending=())
MARITAL_STATUSES = load("marital_statuses", appending=(OTHER,))
VIOLENCE_TYPES = load("violence_types")
LEGAL_VIOLENCE_TYPES = load("legal_violence_types", appending=())
GBVIMS_TYPES = load("gbvims_types", appending=())
AUTHOR_RELATIONS = load("author_relations")
WOMENS_DANGER_SIGNS = load("womens_danger_signs", appending=(OTHER,))
DISABILITY_CONCERNS = load("disability_concerns", appending=(OTHER,))
DISABILITY_CLOSURE_CHECKS = load("disability_closure_checks", appending=())
DISABILITY_TYPES = load("disability_types", appending=(OTHER,))
WASHINGTON_ANSWERS = load("washington_answers", appending=(UNKNOWN,))
CARD_STATUSES = load("card_statuses", appending=(UNKNOWN,))
CARERS = load("carers")
ACTIVITY_STATUSES = load("activity_statuses")
SOCIAL_COVERAGES = load("social_coverages")
