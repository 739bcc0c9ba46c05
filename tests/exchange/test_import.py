"""A file is shown first, written when it is confirmed, and never overwrites what is known better."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.core import clock
from casework.core.extensions import db
from casework.exchange.models import DirectoryUpload
from casework.exchange.services import delete_expired_uploads
from casework.keys.models import DataKey, KeyOwner
from casework.partners.models import Partner, PartnerKind
from tests.browser import Browser
from tests.exchange.directories import (
    ID,
    PARTNERS,
    PUBLIC,
    confirm,
    counts,
    exported,
    in_json,
    organization,
    public_partner,
    send,
    service,
    upload_id,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import DirectorateFactory
from tests.factories.partners import PartnerFactory


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


def other_officer(browser: Browser) -> Browser:
    """Of a directorate whose directory is empty."""
    other = DirectorateFactory(code="BM", name_fr="Béni Mellal")
    user = UserFactory(role=Role.PROGRAMME_OFFICER)
    user.directorate_id = user.all_positions[0].directorate_id = other.id
    commit()
    stranger = Browser(browser.app)
    stranger.sign_in(user)
    return stranger


def partners() -> list[Partner]:
    return db.session.query(Partner).order_by(Partner.name_fr).all()


@pytest.mark.parametrize("kind", ["json", "zip"])
def test_what_is_exported_comes_back_the_same(officer: Browser, kind: str) -> None:
    public_partner()
    PartnerFactory(confidentiality=PUBLIC, name_fr="'=1", address="'+x")
    content, package = exported(officer, kind), exported(officer)
    stranger = other_officer(officer)
    preview = send(stranger, content, f"directory.{kind}")
    assert counts(preview) == {"Will be added": 2}
    confirm(stranger, preview)

    assert json.loads(exported(stranger)) == json.loads(package)
    assert counts(send(stranger, content)) == {"Already so": 2}


def test_nothing_is_written_before_it_is_confirmed(officer: Browser) -> None:
    preview = send(officer, in_json(organization(services=[service()])))
    assert counts(preview) == {"Will be added": 1}
    assert partners() == []

    page = confirm(officer, preview)
    assert page.messages == ["The directory was imported: 1 added, 0 changed."]
    (partner,) = partners()
    assert (partner.confidentiality, partner.service_codes) == (PARTNERS, ["OTHER"])
    assert str(partner.external_id) == ID.format(0)


def test_the_file_is_gone_once_it_is_used_put_aside_or_a_day_old(
    officer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keys() -> list[bytes | None]:
        return [key.wrapped for key in db.session.query(DataKey).filter_by(owner_kind=KeyOwner.DRAFT)]

    confirm(officer, send(officer, in_json(organization(1))))
    aside = send(officer, in_json(organization(2)))
    officer.visit("POST", "exchange.discard_import", aside.hidden, upload_id=upload_id(aside))
    assert (db.session.query(DirectoryUpload).count(), keys()) == (0, [None, None])

    late = send(officer, in_json(organization(3)))
    moment = clock.now() + timedelta(days=1, minutes=1)
    assert delete_expired_uploads() == 0
    monkeypatch.setattr(clock, "source", lambda: moment)
    assert delete_expired_uploads() == 1
    commit()
    assert keys() == [None, None, None]
    monkeypatch.undo()
    assert confirm(officer, late).status == 404


def test_a_second_click_imports_nothing_more(officer: Browser) -> None:
    preview = send(officer, in_json(organization()))
    confirm(officer, preview)

    assert confirm(officer, preview).status == 404
    assert len(partners()) == 1


def test_a_file_is_its_senders_alone(officer: Browser, browser: Browser) -> None:
    preview = send(officer, in_json(organization()))
    colleague = Browser(browser.app)
    colleague.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))

    assert colleague.open("exchange.preview_import", upload_id=upload_id(preview)).status == 404
    answer = colleague.post("exchange.confirm_import", preview.hidden, upload_id=upload_id(preview))
    assert answer.status in (400, 404)
    assert partners() == []


def test_what_is_kept_until_then_stands_sealed(officer: Browser) -> None:
    send(officer, in_json(organization(name="Dar Amane")))
    row = db.session.connection().exec_driver_sql("SELECT cards_sealed FROM directory_uploads").scalar_one()

    assert b"Amane" not in bytes(row)


@pytest.mark.parametrize(
    ("stored", "said", "outcome"),
    [
        (date(2026, 5, 4), "2026-05-03", "Left alone"),
        (date(2026, 5, 4), None, "Left alone"),
        (date(2026, 5, 4), "2026-05-04", "Will be changed"),
        (date(2026, 5, 4), "2026-06-01", "Will be changed"),
        (None, None, "Will be changed"),
    ],
)
def test_a_newer_check_is_never_overwritten(
    officer: Browser, stored: date | None, said: str | None, outcome: str
) -> None:
    partner = PartnerFactory(name_fr="Ancien nom", checked_on=stored)
    fields: dict[str, Any] = {"assured_date": said} if said else {}
    preview = send(officer, in_json(organization(id=str(partner.id), services=[service(**fields)])))
    assert counts(preview) == {outcome: 1}
    if outcome == "Will be changed":
        confirm(officer, preview)

    kept = "Association 0" if outcome == "Will be changed" else "Ancien nom"
    assert db.session.get_one(Partner, partner.id).name_fr == kept


def test_a_card_is_recognised_by_id_then_number_then_name_and_commune(officer: Browser) -> None:
    by_id = PartnerFactory(name_fr="Un", name_ar="واحد", external_id=UUID(ID.format(1)))
    by_number = PartnerFactory(name_fr="Deux", name_ar="اثنان", identifier="ICE 42")
    by_name = PartnerFactory(name_fr="Association du Nord", name_ar="الشمال", commune_code="05.081.01.01")
    number = {"id": ID.format(8), "identifier_type": "ICE", "identifier": "ice-42"}
    preview = send(
        officer,
        in_json(
            organization(1, name="Un bis"),
            organization(2, name="Deux bis", organization_identifiers=[number]),
            organization(3, name="ASSOCIATION du nord", commune_code="05.081.01.01"),
            organization(4, name="Association du nord", commune_code="05.081.01.03"),
        ),
    )
    assert counts(preview) == {"Will be added": 1, "Will be changed": 3}
    confirm(officer, preview)
    names = [db.session.get_one(Partner, one.id).name_fr for one in (by_id, by_number, by_name)]
    assert names == ["Un bis", "Deux bis", "ASSOCIATION du nord"]


def test_what_a_file_leaves_out_stays(officer: Browser) -> None:
    partner = public_partner()
    partner_id, version = partner.id, partner.version
    its = service(id=str(partner.services[1].id), name="Nouveau nom", assured_date="2026-07-01")
    confirm(officer, send(officer, in_json(organization(id=str(partner_id), services=[its]))))

    kept = db.session.get_one(Partner, partner_id)
    assert (kept.name_fr, kept.phone, kept.confidentiality) == ("Association 0", "+212600000011", PUBLIC)
    assert [one.name_fr for one in kept.services] == [None, "Nouveau nom"]
    assert (len(kept.locations), len(kept.contacts), kept.checked_on) == (1, 1, date(2026, 7, 1))
    assert kept.version > version


def test_hours_of_another_software_become_ours(officer: Browser) -> None:
    hours = {"id": ID.format(8), "byday": "MO,2TU,XX", "opens_at": "9:00+01:00", "closes_at": "12:30:00Z"}
    place = {"id": ID.format(7), "location_type": "physical", "name": "Siège", "schedules": [hours]}
    confirm(officer, send(officer, in_json(organization(locations=[place]))))

    (kept,) = partners()[0].locations
    assert kept.hours == [{"days": ["MO", "TU"], "opens": "09:00", "closes": "12:30"}]


def test_the_card_of_a_cell_is_not_imported(officer: Browser) -> None:
    cell = PartnerFactory(kind=PartnerKind.CELL, name_fr="Cellule")
    preview = send(officer, in_json(organization(id=str(cell.id))))

    assert "The card of a cell is kept by the application" in preview.text
    assert "There is nothing to import." in preview.text


def test_what_may_mean_several_cards_is_left_to_a_person(officer: Browser) -> None:
    for _ in range(2):
        PartnerFactory(name_fr="Jumelle", name_ar="توأم", commune_code=None)
    preview = send(officer, in_json(organization(name="Jumelle")))

    assert counts(preview) == {"Errors in the file": 1}
    assert "Several cards of the directory may be meant" in preview.text


def test_a_directory_that_changed_since_the_preview_is_looked_at_again(officer: Browser) -> None:
    preview = send(officer, in_json(organization()))
    PartnerFactory(external_id=UUID(ID.format(0)))
    page = confirm(officer, preview)

    assert page.status == 409
    assert "The directory changed since this page was shown." in page.text
    assert len(partners()) == 1
    again = officer.open("exchange.preview_import", upload_id=upload_id(preview))
    assert counts(again) == {"Will be changed": 1}
    assert confirm(officer, again).status == 200


def test_the_log_holds_numbers_and_no_name(officer: Browser) -> None:
    PartnerFactory(name_fr="Association 2", name_ar="Association 2", about_fr="Aide", commune_code=None)
    files = in_json(organization(1), organization(2), organization(3, name=None))
    confirm(officer, send(officer, files))

    (entry,) = db.session.query(AuditEntry).filter_by(event=Event.DIRECTORY_IMPORTED.value)
    assert entry.detail == "1+0~1=1!"
