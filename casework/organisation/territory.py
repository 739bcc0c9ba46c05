"""The 44 communes of the province (HCP codes, 2024 census) and the units that figures are published for."""

import csv
from dataclasses import dataclass
from pathlib import Path

from flask_babel.speaklater import LazyString
from wtforms import SelectChoice

from casework.core.i18n import language

AZILAL, DEMNATE, OUTSIDE = "municipality_azilal", "municipality_demnate", "outside"


@dataclass(frozen=True)
class Place:
    ar: str
    fr: str
    en: str

    @property
    def label(self) -> LazyString:
        """The words in the language of the page on which they end up."""
        return LazyString(lambda: getattr(self, language()))


@dataclass(frozen=True)
class Territory(Place):
    key: str


@dataclass(frozen=True)
class Commune(Place):
    code: str
    territory: str
    cercle: str
    population: int


def read_communes() -> list[Commune]:
    with (Path(__file__).parent / "communes.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Commune(
                row["ar"],
                row["fr"],
                row["fr"],
                row["code"],
                row["territory"],
                row["cercle"],
                int(row["population"]),
            )
            for row in csv.DictReader(lines)
        ]


# fmt: off
TERRITORIES = {
    territory.key: territory
    for territory in (
        Territory("بلدية أزيلال", "Municipalité d'Azilal", "Municipality of Azilal", AZILAL),
        Territory("بلدية دمنات", "Municipalité de Demnate", "Municipality of Demnate", DEMNATE),
        Territory("دائرة أزيلال", "Cercle d'Azilal", "Cercle of Azilal", "cercle_azilal"),
        Territory("دائرة بزو", "Cercle de Bzou", "Cercle of Bzou", "cercle_bzou"),
        Territory("دائرة واويزغت", "Cercle de Ouaouizeght", "Cercle of Ouaouizeght", "cercle_ouaouizeght"),
        Territory("دائرة أفورار", "Cercle d'Afourar", "Cercle of Afourar", "cercle_afourar"),
        Territory("دائرة فطواكة", "Cercle de Fetouaka", "Cercle of Fetouaka", "cercle_fetouaka"),
        Territory("دائرة أولتانة", "Cercle d'Oultana", "Cercle of Oultana", "cercle_oultana"),
        Territory("خارج الإقليم", "Hors de la province", "Outside the province", OUTSIDE),
    )
}
# fmt: on
ELSEWHERE = Commune("خارج الإقليم", "Hors de la province", "Outside the province", OUTSIDE, OUTSIDE, "", 0)
COMMUNES = {commune.code: commune for commune in (*read_communes(), ELSEWHERE)}


def label(code: str) -> LazyString:
    return COMMUNES[code].label


def territory_of(code: str) -> str:
    """The key of the unit, which is what a row keeps readable."""
    return COMMUNES[code].territory


def commune_choices() -> list[SelectChoice]:
    """Every commune under its unit."""
    groups = {key: territory.label for key, territory in TERRITORIES.items()}
    communes = COMMUNES.values()
    return [SelectChoice(place.code, place.label, optgroup=groups[place.territory]) for place in communes]
