"""Numbers to call when life is in danger. The directorate has still to confirm them."""

import csv
from dataclasses import dataclass
from pathlib import Path

from casework.core.i18n import language


@dataclass(frozen=True)
class Helpline:
    number: str
    ar: str
    fr: str
    en: str

    @property
    def label(self) -> str:
        return str(getattr(self, language()))


def read_helplines() -> list[Helpline]:
    with (Path(__file__).parent / "helplines.csv").open(encoding="utf-8", newline="") as lines:
        return [Helpline(**row) for row in csv.DictReader(lines)]


HELPLINES = read_helplines()
