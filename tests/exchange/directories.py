"""Cards with all that a directory may hold, files made of them, and how one is sent."""

import io
import json
import zipfile
from datetime import date
from typing import Any
from uuid import UUID

from casework.core.extensions import db
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerKind,
    PartnerLocation,
    ServiceStatus,
)
from tests.browser import Browser, Page
from tests.factories.base import commit
from tests.factories.partners import PartnerFactory

AZILAL, DEMNATE = "05.081.01.01", "05.081.01.03"
PUBLIC, PARTNERS, CELL = Confidentiality.PUBLIC, Confidentiality.PARTNERS, Confidentiality.CELL
ID = "0d8f6a52-5b0c-4d0e-9f63-1b1c6a7c2f1{}"


def public_partner(**values: Any) -> Partner:
    """With a place, hours, a contact, two services."""
    partner: Partner = PartnerFactory(
        **{
            "name_fr": "Association Tiwizi",
            "name_ar": "جمعية تيويزي",
            "confidentiality": PUBLIC,
            "kind": PartnerKind.ASSOCIATION,
            "phone": "+212600000011",
            "email": "contact@tiwizi.example",
            "website": "https://tiwizi.example",
            "about_fr": "Aide aux familles",
            "about_ar": "مساعدة الأسر",
            "identifier_kind": "ICE",
            "identifier": "001122334455667",
            "checked_on": date(2026, 5, 4),
        }
        | values
    )
    first, second = partner.services
    first.status, first.programmes, first.sex = ServiceStatus.PAUSED, ("child_protection",), "F"
    first.age_from, first.age_to, first.languages = 6, 17, ("DAR", "TAM")
    first.areas, first.documents, first.fees = (AZILAL, DEMNATE), ["CIN", "شهادة السكنى"], "50 dirhams"
    second.name_fr, second.name_ar, second.capacity = "Écoute =SUM", "استماع", 12
    place = location_of(partner, PUBLIC, name_fr="Antenne", address="Rue 5", phone="+212600000012")
    place.hours = [{"days": ["MO", "TU"], "opens": "09:00", "closes": "12:30", "note": "Sauf jours fériés"}]
    place.point = [31.96, -6.57]
    first.locations.append(place)
    contact_of(partner, PUBLIC, name="Zineb", title="Accueil", phone="+212600000013")
    commit()
    return partner


def location_of(partner: Partner, level: Confidentiality, **values: Any) -> PartnerLocation:
    place = PartnerLocation(
        key_id=partner.key_id, confidentiality=level, **{"commune_code": AZILAL, "name_ar": "فرع"} | values
    )
    partner.locations.append(place)
    db.session.flush()
    return place


def contact_of(partner: Partner, level: Confidentiality, **values: Any) -> PartnerContact:
    contact = PartnerContact(key_id=partner.key_id, confidentiality=level, **values)
    partner.contacts.append(contact)
    return contact


def organization(n: int = 0, **fields: Any) -> dict[str, Any]:
    """The least that HSDS asks for."""
    return {"id": ID.format(n), "name": f"Association {n}", "description": "Aide"} | fields


def service(n: int = 0, **fields: Any) -> dict[str, Any]:
    return {"id": ID.format(n).replace("0d8f", "5e5e"), "name": "Soutien", "status": "active"} | fields


def in_json(*organizations: Any) -> bytes:
    return json.dumps(list(organizations)).encode()


def zipped(**tables: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name, text in tables.items():
            files.writestr(f"{name}.csv", text)
    return packed.getvalue()


def send(browser: Browser, content: bytes, name: str = "directory.json") -> Page:
    """The preview, or the form with what is wrong."""
    form = browser.open("exchange.import_directory").hidden
    return browser.visit("POST", "exchange.import_directory", form | {"file": (io.BytesIO(content), name)})


def upload_id(page: Page) -> UUID:
    return UUID(page.response.request.path.rsplit("/", 1)[-1])


def confirm(browser: Browser, preview: Page) -> Page:
    return browser.visit(
        "POST", "exchange.confirm_import", preview.hidden, follow=True, upload_id=upload_id(preview)
    )


def exported(browser: Browser, kind: str = "json", **more: Any) -> bytes:
    return browser.open("exchange.export_directory", kind=kind, **more).response.get_data()


def counts(preview: Page) -> dict[str, int]:
    names, numbers = preview.texts("dl.facts dt"), preview.texts("dl.facts dd")
    return {
        name.split(":")[0]: int(number) for name, number in zip(names, numbers, strict=True) if number != "0"
    }
