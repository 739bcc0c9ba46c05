"""What is shown before somebody decides on a report to an authority: rules as data, each with its source."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from flask_babel import lazy_gettext as _l

from casework.core.choices import LabelledEnum
from casework.core.i18n import language
from casework.programmes.lists import HERE, rows_of

CHILD, ADULT, ANY = "child", "adult", "any"


class Certainty(LabelledEnum):
    PUBLISHED = "published", _l("From a published text")
    TO_CONFIRM = "to_confirm", _l("Not certain: still to be confirmed")


@dataclass(frozen=True)
class ReportingRule:
    code: str
    programmes: tuple[str, ...]  # none: every programme
    age: str
    certainty: Certainty
    active_from: date
    active_until: date
    texts: dict[str, str]
    sources: dict[str, str]

    @property
    def text(self) -> str:
        return self.texts[language()]

    @property
    def source(self) -> str:
        return self.sources[language()]

    def holds(self, programme: str, age: str, day: date) -> bool:
        is_for_it = not self.programmes or programme in self.programmes
        return is_for_it and self.age in (age, ANY) and self.active_from <= day <= self.active_until


@cache
def every_rule() -> tuple[ReportingRule, ...]:
    return tuple(
        ReportingRule(
            row["code"],
            tuple(row["programmes"].split()),
            row["age"],
            Certainty(row["certainty"]),
            date.fromisoformat(row["active_from"]),
            date.fromisoformat(row["active_until"]) if row["active_until"] else date.max,
            {name: row[name] for name in ("ar", "fr", "en")},
            {name: row[f"source_{name}"] for name in ("ar", "fr", "en")},
        )
        for row in rows_of(HERE / "reporting_rules.csv")
    )


def reporting_rules(programme: str, age: str, day: date) -> list[ReportingRule]:
    """Those that hold for a child or an adult of this programme on that day."""
    return [rule for rule in every_rule() if rule.holds(programme, age, day)]
