"""Fills the directory with invented organisations: `python -m bench.offers NUMBER`, so many services."""

import sys
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from casework import create_app
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.demonstration.seeding import measure_again
from casework.demonstration.writer import Writer
from casework.keys.models import KeyOwner
from casework.organisation.models import Directorate
from casework.organisation.territory import COMMUNES
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerKind,
    PartnerLocation,
    PartnerService,
    ServiceLocation,
    ServiceStatus,
)
from casework.programmes import PROGRAMMES
from casework.programmes.lists import OTHER, SERVICE_TYPES
from config import from_environment

EACH = 4  # services of one organisation
BATCH = 500
SEED = 11
CODES = [option.code for option in SERVICE_TYPES if option.code != OTHER]
ELSEWHERE = "outside"
PLACES = [code for code in COMMUNES if code != ELSEWHERE]


class Directory:
    """What was invented so far."""

    def __init__(self, chance: Random, directorate: Directorate) -> None:
        self.chance, self.writer, self.directorate = chance, Writer(chance), directorate

    def organisation(self, number: int) -> None:
        chance, at = self.chance, now()
        key, commune = self.writer.new_key(KeyOwner.PARTNER), chance.choice(PLACES)
        level = chance.choices(list(Confidentiality), (90, 5, 5))[0]
        partner = self.writer.add(
            Partner,
            at,
            key=key,
            directorate_id=self.directorate.id,
            kind=PartnerKind.ASSOCIATION,
            name_ar=f"جمعية {number:05}",
            name_fr=f"Association {number:05}",
            commune_code=commune,
            confidentiality=level,
            checked_on=today() - timedelta(days=chance.randint(0, 400)),
            is_active=chance.random() < 0.97,
            changed_at=at,
            phone="+212600000012",
        )
        place = self.writer.add(
            PartnerLocation,
            at,
            key=key,
            partner_id=partner["id"],
            commune_code=chance.choice(PLACES) if chance.random() < 0.3 else commune,
            confidentiality=level,
            hours=[{"days": ["MO"], "opens": "08:30", "closes": "16:30", "note": None}],
            address="Avenue Hassan II",
        )
        for code in chance.sample(CODES, EACH):
            service = self.service(partner["id"], code)
            self.writer.add(ServiceLocation, at, service_id=service, location_id=place["id"])

    def service(self, partner_id: object, code: str) -> object:
        chance = self.chance
        row = self.writer.add(
            PartnerService,
            now(),
            partner_id=partner_id,
            code=code,
            status=chance.choices(list(ServiceStatus), (85, 7, 4, 4))[0],
            programmes=(chance.choice(list(PROGRAMMES)),) if chance.random() < 0.4 else (),
            sex=chance.choice(("F", "M", None, None)),
            age_from=chance.choice((None, 6, 15, 18)),
            age_to=chance.choice((None, None, 25, 60)),
            areas=tuple(chance.sample(PLACES, 6)) if chance.random() < 0.3 else (),
            documents=["CIN"],
            capacity=20,
            n_free=chance.choice((None, 0, 3, 12)),
            usual_days=chance.choice((None, 2.0, 6.5)),
            seldom_answers=chance.random() < 0.1,
        )
        return row["id"]


def make(number: int) -> None:
    directorate = db.session.scalars(sa.select(Directorate)).one()
    directory = Directory(Random(SEED), directorate)  # noqa: S311 invented organisations are no secret
    for n in range(1, number // EACH + 1):
        directory.organisation(n)
        if n % BATCH == 0 or n == number // EACH:
            directory.writer.send()
            db.session.commit()
    measure_again()


def main() -> None:
    with create_app(from_environment()).app_context():
        make(int(sys.argv[1]))


if __name__ == "__main__":
    main()
