"""People read the directory by name; those who may, keep the cards."""

from datetime import timedelta
from uuid import UUID

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners.models import Confidentiality, Partner
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.organisation import DirectorateFactory
from tests.factories.partners import PartnerFactory

CARD = {
    "kind": "association",
    "name_ar": "جمعية الأمل",
    "name_fr": "Association Espoir",
    "confidentiality": "partners",
}
OFFERED = {"service_codes": ["PSY", "LEGAL"]}
WHOLE_CARD = CARD | {
    "kind": "training_centre",
    "about_ar": "تكوين النساء",
    "about_fr": "Formation des femmes",
    "commune_code": "05.081.01.01",
    "phone": "06 00 00 00 88",
    "email": "accueil@example.org",
    "address": "Souk el Had",
    "website": "https://example.org/cef",
    "identifier_kind": "ICE",
    "identifier": "001122334455667",
    "agreement": "12/2026",
    "agreed_from": "01/01/2026",
    "agreed_until": "31/12/2035",
    "confidentiality": "public",
    "is_active": "y",
}


def partner_events() -> list[tuple[str | None, UUID | None]]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.PARTNER_CHANGED.value)
    return [(entry.detail, entry.object_id) for entry in entries.order_by(AuditEntry.seq)]


def test_what_is_in_no_list_narrows_nothing(browser: Browser) -> None:
    PartnerFactory(name_fr="Kept")
    browser.sign_in(UserFactory())

    page = browser.open(
        "partners.list_partners",
        service="NONE",
        commune="'",
        age="-1",
        sex="X",
        programme="?",
        after="garbage",
    )
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
    form = browser.open("partners.create_partner").hidden | CARD | OFFERED
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


def test_a_card_says_all_that_is_known(browser: Browser) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    page = browser.submit("partners.edit_partner", WHOLE_CARD, partner_id=partner.id)

    assert page.messages == ["The partner's card was changed."]
    for said in ("Training centre", "Formation des femmes", "accueil@example.org", "12/2026", "31/12/2035"):
        assert said in page.text
    kept = db.session.get_one(Partner, partner.id)
    assert (kept.phone, kept.confidentiality, kept.is_active) == (
        "+212600000088",
        Confidentiality.PUBLIC,
        True,
    )
    assert kept.service_codes == ["LEGAL", "PSY"]
    shown = filled(browser.open("partners.edit_partner", partner_id=partner.id))
    for name in ("kind", "agreed_from", "website", "identifier"):
        assert WHOLE_CARD[name] in shown[name]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"website": "javascript:alert(1)"},
        {"phone": "12"},
        {"agreed_until": "31/12/2020"},
        {"confidentiality": "cell"},
        {"kind": "cell"},
        {"name_fr": "x" * 201},
    ],
)
def test_what_cannot_be_is_said_and_comes_back(browser: Browser, wrong: dict[str, str]) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    page = browser.submit("partners.edit_partner", WHOLE_CARD | wrong, partner_id=partner.id)

    assert page.status == 422
    assert page.errors
    assert "Formation des femmes" in page.text


def test_a_partner_is_deactivated(browser: Browser) -> None:
    partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    browser.submit("partners.edit_partner", CARD, partner_id=partner.id)

    assert db.session.get_one(Partner, partner.id).is_active is False
    assert partner_events()[1:] == [("deactivated", partner.id)]


def test_a_card_is_checked_with_one_button(browser: Browser) -> None:
    partner, user = PartnerFactory(), UserFactory(supervisor=True)
    browser.sign_in(user)
    assert (
        "Nobody checked this card for six months"
        in browser.open("partners.show_partner", partner_id=partner.id).text
    )

    page = browser.post("partners.check_partner", partner_id=partner.id)
    kept = db.session.get_one(Partner, partner.id)
    assert (kept.checked_on, kept.checked_by_id) == (today(), user.id)
    assert user.name in page.text
    assert "six months" not in page.text
    assert partner_events()[-1] == ("checked", partner.id)

    partner.checked_on = today() - timedelta(days=184)
    db.session.commit()
    assert "Not checked for six months" in browser.open("partners.list_partners").text


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
    for endpoint in ("edit_partner", "add_service", "add_location", "add_contact"):
        assert browser.open(f"partners.{endpoint}", partner_id=partner.id).status == 403
    assert browser.post("partners.check_partner", partner_id=partner.id).status == 403
    assert browser.open("partners.list_proposals").status == 403


def test_the_partners_of_another_directorate_are_missing(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    foreign = PartnerFactory(directorate=DirectorateFactory(name_fr="Béni Mellal", code="BM"))

    assert browser.open("partners.show_partner", partner_id=foreign.id).status == 404
    assert browser.open("partners.edit_partner", partner_id=foreign.id).status == 404
    assert browser.open("partners.show_partner", partner_id=new_id()).status == 404


def test_what_says_where_a_partner_is_stands_sealed(app: object) -> None:
    partner = PartnerFactory(address="Rue cachée 7")
    row = db.session.connection().exec_driver_sql("SELECT address_sealed FROM partners").scalar_one()

    assert partner.address == "Rue cachée 7"
    assert "cachée".encode() not in bytes(row)
