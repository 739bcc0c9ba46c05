"""What another cell reads of a file before it answers: codes and numbers, no name, no word that was typed."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from casework.cases.models import Case, Stage
from casework.consents.models import Delicate
from casework.consents.queries import covered
from casework.core.clock import today
from casework.measures.queries import n_in_force
from casework.organisation.territory import TERRITORIES
from casework.partners.models import Partner
from casework.people.models import AgeBand, Sex
from casework.programmes import PROGRAMMES
from casework.programmes.base import RiskLevel
from casework.programmes.lists import SPOKEN_LANGUAGES
from casework.transfers.queries import n_services_given

# the first age of each
BANDS = ((60, AgeBand.ELDER), (25, AgeBand.ADULT), (18, AgeBand.YOUNG), (0, AgeBand.CHILD))
Summary = Mapping[str, Any]


def age_band(age: int | None) -> AgeBand | None:
    return None if age is None else next(band for first, band in BANDS if age >= first)


def summary_of(case: Case, card: Partner | None) -> dict[str, Any]:
    """As it stands today. The concern is in it only when the person agreed to have violence told there."""
    person, band = case.person, age_band(case.person.age)
    return {
        "programme": case.programme.key,
        "age_band": band.value if band else None,
        "sex": person.sex.value if person.sex else None,
        "territory": person.territory,
        "language": person.language,
        "stage": case.stage.value,
        "risk": case.risk.value,
        "concern": concern_told(case, card),
        "n_days": (today() - case.opened_on).days,
        "n_services": n_services_given(case),
        "n_measures": n_in_force(case),
    }


def concern_told(case: Case, card: Partner | None) -> str | None:
    """Whatever it is, it says why she came; one that may incriminate her is never told."""
    if card is None or Delicate.VIOLENCE not in covered(case).get(card.id, ()):
        return None
    code = case.primary_concern
    return case.programme.concerns.countable(code) if code else None


def lines_of(summary: Summary) -> list[tuple[Any, str]]:
    """Labels and answers in the language of the page; what the file does not know is left out."""
    return [(label, str(text)) for label, text in said(summary) if text]


def said(summary: Summary) -> Iterator[tuple[Any, Any]]:
    programme, days = PROGRAMMES[summary["programme"]], summary["n_days"]
    yield _l("Programme"), programme.label
    yield _l("Age"), AgeBand(summary["age_band"]).label if summary["age_band"] else _("Not known yet")
    yield _l("Sex"), Sex(summary["sex"]).label if summary["sex"] else ""
    yield _l("Area"), TERRITORIES[summary["territory"]].label if summary["territory"] in TERRITORIES else ""
    yield _l("Language the person speaks best"), in_list(SPOKEN_LANGUAGES, summary["language"])
    yield _l("Stage"), Stage(summary["stage"]).label
    yield _l("Risk"), RiskLevel(summary["risk"]).label
    yield _l("Main concern"), in_list(programme.concerns, summary["concern"])
    yield _l("Open for"), ngettext("%(num)d day", "%(num)d days", days)
    yield _l("Services given by partners"), str(summary["n_services"])
    yield _l("Measures in force"), str(summary["n_measures"])


def in_list(options: Any, code: str | None) -> Any:
    return options.label(code) if code in options else ""
