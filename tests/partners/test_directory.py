"""People find a partner by service and commune; those who may, keep its card."""

from uuid import UUID

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners.models import Partner
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.partners import PartnerFactory

AZILAL = "05.081.01.01"
CARD = {"name_ar": "جمعية الأمل", "name_fr": "Association Espoir", "service_codes": ["PSY", "LEGAL"]}


def partner_events() -> list[tuple[str | None, UUID | None]]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.PARTNER_CHANGED.value)
    return [(entry.detail, entry.object_id) for entry in entries.order_by(AuditEntry.seq)]


def test_a_partner_is_found_by_service_and_by_commune(browser: Browser) -> None:
    near, far = PartnerFactory(name_fr="Near"), PartnerFactory(name_fr="Far", commune_code=AZILAL)
    other = PartnerFactory(name_fr="Elsewhere", service_codes=("TRANS",))
    browser.sign_in(UserFactory())

    page = browser.open("partners.list_partners", service="PSY", commune=near.commune_code)
    assert near.name_fr in page.text
    assert far.name_fr not in page.text
    assert other.name_fr not in page.text
    assert "No partner offers this there." in browser.open("partners.list_partners", service="COOP").text


def test_what_is_in_no_list_narrows_nothing(browser: Browser) -> None:
    PartnerFactory(name_fr="Kept")
    browser.sign_in(UserFactory())

    page = browser.open("partners.list_partners", service="NONE", commune="'", after="garbage")
    assert page.status == 200
    assert "Kept" in page.text


def test_a_long_directory_is_read_page_by_page(browser: Browser, statements: list[str]) -> None:
    for n in range(30):
        PartnerFactory(name_fr=f"Association {n:02}")
    browser.sign_in(UserFactory())
    statements.clear()

    first = browser.open("partners.list_partners")
    assert len(statements) <= 8
    names = first.texts("tbody th")
    assert len(names) == 25
    following = str(first.soup.select_one("a[rel=next]")["href"])  # type: ignore[index]
    second = browser.send("GET", "/partners/" + following)
    assert len(names + second.texts("tbody th")) == len(set(names + second.texts("tbody th"))) == 30


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PROGRAMME_OFFICER])
def test_a_partner_is_added_once(browser: Browser, role: Role) -> None:
    browser.sign_in(UserFactory(role=role))
    form = browser.open("partners.create_partner").hidden | CARD
    for _ in range(2):
        page = browser.visit("POST", "partners.create_partner", form)

    partner = db.session.query(Partner).one()
    assert page.heading == "Association Espoir"
    assert partner.service_codes == ["LEGAL", "PSY"]
    assert partner_events() == [("created", partner.id)]


def test_a_card_without_a_name_comes_back_filled_in(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    page = browser.submit("partners.create_partner", CARD | {"name_ar": "", "address": "Souk el Had"})

    assert page.status == 422
    assert "Souk el Had" in page.text
    assert db.session.query(Partner).count() == 0


def test_a_service_that_is_in_no_list_is_refused(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))

    assert browser.submit("partners.create_partner", CARD | {"service_codes": ["PSY", "MAGIC"]}).status == 422


def test_a_card_is_changed_and_its_partner_deactivated(browser: Browser) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    answers = CARD | {"service_codes": ["TRANS", "PSY"], "phone": "06 00 00 00 88"}
    page = browser.submit("partners.edit_partner", answers, partner_id=partner.id)

    assert page.messages == ["The partner's card was changed."]
    kept = db.session.get_one(Partner, partner.id)
    assert (kept.service_codes, kept.phone, kept.is_active) == (["PSY", "TRANS"], "+212600000088", False)
    assert partner_events()[1:] == [("deactivated", partner.id)]


def test_a_stale_card_shows_both_texts(browser: Browser) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    form = browser.open("partners.edit_partner", partner_id=partner.id).hidden | CARD
    browser.visit("POST", "partners.edit_partner", form | {"address": "First"}, partner_id=partner.id)
    page = browser.visit("POST", "partners.edit_partner", form | {"address": "Second"}, partner_id=partner.id)

    assert page.status == 409
    assert "First" in page.text
    assert "Second" in page.text
    assert db.session.get_one(Partner, partner.id).address == "First"


def test_a_worker_reads_the_directory_and_changes_nothing(browser: Browser) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory())

    assert browser.open("partners.show_partner", partner_id=partner.id).status == 200
    assert browser.open("partners.create_partner").status == 403
    assert browser.open("partners.edit_partner", partner_id=partner.id).status == 403


def test_the_partners_of_another_directorate_are_missing(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    foreign = PartnerFactory(directorate=DirectorateFactory(name_fr="Béni Mellal", code="BM"))

    assert browser.open("partners.show_partner", partner_id=foreign.id).status == 404
    assert browser.open("partners.edit_partner", partner_id=foreign.id).status == 404
    assert browser.open("partners.show_partner", partner_id=new_id()).status == 404


def test_a_confidential_place_exists_for_its_own_cells_only(browser: Browser) -> None:
    shelter = PartnerFactory(shelter=True, name_fr="Dar Amane", address="Rue cachée 7")
    women = CellFactory(women=True)
    strangers = [
        UserFactory(supervisor=True),
        UserFactory(),
        UserFactory(specialist=True, cell=women),
        UserFactory(director=True),
        UserFactory(dpo=True),
        UserFactory(role=Role.PROGRAMME_OFFICER),
    ]
    for stranger in strangers:
        browser.sign_in(stranger)
        pages = [browser.open("partners.show_partner", partner_id=key) for key in (shelter.id, new_id())]
        assert [page.status for page in pages] == [404, 404]
        assert "Dar Amane" not in browser.open("partners.list_partners", service="SHELT").text
        browser.post("accounts.sign_out")

    for insider in (UserFactory(cell=women), UserFactory(supervisor=True, cell=women)):
        browser.sign_in(insider)
        assert "Dar Amane" in browser.open("partners.list_partners").text
        assert "Rue cachée 7" in browser.open("partners.show_partner", partner_id=shelter.id).text
        browser.post("accounts.sign_out")


def test_only_those_who_work_with_shelters_mark_one(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    assert not browser.open("partners.create_partner").soup.select("[name=is_confidential]")
    browser.submit("partners.create_partner", CARD | {"is_confidential": "y"})
    assert db.session.query(Partner).one().is_confidential is False


def test_what_says_where_a_partner_is_stands_sealed(app: object) -> None:
    partner = PartnerFactory(address="Rue cachée 7")
    row = db.session.connection().exec_driver_sql("SELECT address_sealed FROM partners").scalar_one()

    assert partner.address == "Rue cachée 7"
    assert "cachée".encode() not in bytes(row)
