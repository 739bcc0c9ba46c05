"""A cell is found by the others by a card that nobody writes: it says what the cell says."""

from casework.core.extensions import db
from casework.inbox.queries import card_of
from casework.inbox.services.cards import keep_card, keep_cards
from casework.partners.models import Confidentiality, Partner, PartnerKind, ServiceStatus
from casework.programmes import PROGRAMMES
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import CellFactory
from tests.inbox.people import card
from tests.organisation.test_cells import ANSWERS, new_cells

PHONE = "05 24 00 00 00"


def test_a_new_cell_has_its_card_at_once(browser: Browser) -> None:
    browser.sign_in(UserFactory(administrator=True))
    form = browser.open("organisation.create_cell").hidden
    for _click in range(2):
        browser.visit("POST", "organisation.create_cell", form | ANSWERS)

    made = db.session.query(Partner).one()
    assert made.cell_id == new_cells()[0].id
    assert made.kind is PartnerKind.CELL
    assert made.confidentiality is Confidentiality.PARTNERS
    assert (made.name_ar, made.name_fr) == ("خلية جديدة", "Cellule nouvelle")
    assert set(made.service_codes) == {option.code for option in PROGRAMMES["disability"].services}


def test_the_card_follows_the_names_of_the_cell(browser: Browser) -> None:
    cell = CellFactory()
    made = card(cell)
    browser.sign_in(UserFactory(administrator=True))
    answers = {"name_ar": "اسم آخر", "name_fr": "Autre nom", "caseload_limit": "20"}
    page = browser.submit("organisation.edit_cell", answers, cell_id=cell.id)

    assert page.status == 200
    assert (made.name_ar, made.name_fr) == ("اسم آخر", "Autre nom")
    assert db.session.query(Partner).count() == 1


def test_time_makes_the_cards_that_are_missing_and_nothing_twice(browser: Browser) -> None:
    CellFactory()
    CellFactory(women=True)
    assert keep_cards() == 2
    commit()
    assert keep_cards() == 0
    assert db.session.query(Partner).count() == 2


def test_what_a_programme_no_longer_offers_ends_on_the_card(browser: Browser) -> None:
    cell = CellFactory()
    made = card(cell)
    made.services[0].code = "GONE"
    commit()

    assert keep_card(cell) is True
    commit()
    status = {service.code: service.status for service in made.services}
    assert status.pop("GONE") is ServiceStatus.ENDED
    assert set(status.values()) == {ServiceStatus.ACTIVE}
    assert set(status) == {option.code for option in PROGRAMMES[cell.programme_key].services}
    assert keep_card(cell) is False
    assert card_of(cell) is made


def test_whoever_keeps_the_directory_changes_nothing_that_the_cell_says(browser: Browser) -> None:
    cell = CellFactory()
    made = card(cell)
    browser.sign_in(UserFactory(supervisor=True, cell=cell))
    said = {
        "name_ar": "X",
        "name_fr": "X",
        "kind": "association",
        "confidentiality": "public",
        "phone": PHONE,
    }
    page = browser.submit("partners.edit_partner", said, partner_id=made.id)

    assert page.status == 200
    assert (made.name_fr, made.kind) == (cell.name_fr, PartnerKind.CELL)
    assert made.confidentiality is Confidentiality.PARTNERS
    assert made.is_active
    assert made.phone == "+212524000000"
