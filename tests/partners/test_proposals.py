"""A worker says what is wrong or missing; whoever keeps the directory takes it or declines it."""

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.core.extensions import db
from casework.partners.models import PartnerProposal
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory, ProposalFactory

WRONG = {"text": "The number no longer rings"}


def said_of_proposals() -> list[str | None]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.PARTNER_PROPOSED.value)
    return [entry.detail for entry in entries.order_by(AuditEntry.seq)]


def test_a_proposal_reaches_whoever_keeps_the_directory(browser: Browser) -> None:
    partner, worker = PartnerFactory(name_fr="Espoir"), UserFactory()
    browser.sign_in(worker)
    form = browser.open("partners.propose_change", partner_id=partner.id).hidden | WRONG
    for _ in range(2):
        browser.visit("POST", "partners.propose_change", form, partner_id=partner.id)
    browser.post("accounts.sign_out")

    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    page = browser.open("partners.list_proposals")
    assert page.text.count(WRONG["text"]) == 1
    assert "Espoir" in page.text
    assert worker.name_lat in page.text
    proposal = db.session.query(PartnerProposal).one()
    taken = browser.post("partners.decide_proposal", proposal_id=proposal.id, decision="take")
    assert taken.heading == "Espoir"
    assert proposal.is_taken is True
    assert WRONG["text"] not in browser.open("partners.list_proposals").text
    assert said_of_proposals() == ["made", "taken"]


def test_a_proposal_is_decided_once(browser: Browser) -> None:
    proposal = ProposalFactory(by=UserFactory())
    browser.sign_in(UserFactory(supervisor=True))
    answers = [
        browser.post("partners.decide_proposal", proposal_id=proposal.id, decision=decision).status
        for decision in ("decline", "take")
    ]

    assert answers == [200, 409]
    assert proposal.is_taken is False
    assert said_of_proposals() == ["made", "declined"]


def test_the_worker_reads_what_became_of_it(browser: Browser) -> None:
    worker = UserFactory()
    browser.sign_in(worker)
    browser.submit("partners.propose_partner", {"text": "A new kindergarten in Tabant"})
    page = browser.open("partners.propose_partner")
    assert "A new kindergarten in Tabant" in page.text
    assert "Not decided yet" in page.text

    proposal = db.session.query(PartnerProposal).one()
    proposal.is_taken = True
    db.session.commit()
    assert "Taken" in browser.open("partners.propose_partner").text
    assert browser.submit("partners.propose_partner", {"text": " "}).status == 422


def test_what_is_said_of_a_shelter_stays_with_those_who_may_know(browser: Browser) -> None:
    women = CellFactory(women=True)
    worker = UserFactory(cell=women)
    shelter = PartnerFactory(shelter=True)
    browser.sign_in(worker)
    open_one = PartnerFactory()
    browser.submit("partners.propose_change", {"text": "Refuge: the door is green"}, partner_id=shelter.id)
    of_its_house = {"text": "Refuge: its hidden house moved", "is_confidential": "y"}
    browser.submit("partners.propose_change", of_its_house, partner_id=open_one.id)
    browser.submit("partners.propose_partner", {"text": "Refuge: a new house", "is_confidential": "y"})
    browser.post("accounts.sign_out")
    about = [proposal.id for proposal in db.session.query(PartnerProposal)]

    for stranger in (UserFactory(supervisor=True), UserFactory(role=Role.PROGRAMME_OFFICER)):
        browser.sign_in(stranger)
        assert "Refuge" not in browser.open("partners.list_proposals").text
        for proposal_id in about:
            page = browser.post("partners.decide_proposal", proposal_id=proposal_id, decision="take")
            assert page.status == 404
        browser.post("accounts.sign_out")
    browser.sign_in(UserFactory(supervisor=True, cell=women))
    assert browser.open("partners.list_proposals").text.count("Refuge") == 3


def test_only_those_who_know_shelters_are_asked_about_them(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    assert not browser.open("partners.propose_partner").soup.select("[name=is_confidential]")


def test_the_text_stands_sealed(app: object) -> None:
    ProposalFactory(by=UserFactory(), text="The door is green")
    row = db.session.connection().exec_driver_sql("SELECT text_sealed FROM partner_proposals").scalar_one()

    assert b"green" not in bytes(row)
