"""A worker refers somebody: to whom she agreed, for a service that the partner offers, and once."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.entries import withdraw
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import ConsentState
from casework.consents.services import bar_partner
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import ContactNumber, SuspectedAuthor
from casework.referrals.models import NextContact, Referral, ReferralMove, ReferralState, SentCopy, Urgency
from casework.referrals.queries import recent_answers
from casework.referrals.services import basis, making, moving, sending
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say
from tests.referrals.flow import ASKED, address, refer


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def prepare(case: Case, partner: Any, **answers: Any) -> Referral:
    given = {"service": "PSY", "what_for": "Sessions", "urgency": Urgency.AT_ONCE} | answers
    return making.refer(case, partner, by=lead_of(case), **given)


def test_a_referral_is_prepared_once_and_told(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    about = address(case, partner)
    answers = browser.open("referrals.refer", **about).hidden | ASKED
    for _ in range(2):
        page = browser.visit("POST", "referrals.refer", answers, **about)

    referral = db.session.query(Referral).one()
    assert page.heading == "A last look: Psychological support"
    assert referral.code in page.text
    assert referral.state is ReferralState.PREPARED
    assert referral.next_contact is NextContact.US
    assert db.session.query(ReferralMove).count() == 1
    line = db.session.query(TimelineEntry).filter_by(kind=Happening.REFERRAL).one()
    assert line.story["partner_fr"] == partner.name_fr
    assert db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_PREPARED.value).count() == 1


def test_the_services_offered_are_those_of_the_programme_that_somebody_offers(
    browser: Browser, case: Case
) -> None:
    PartnerFactory(service_codes=("PSY", "COOP"))
    PartnerFactory(service_codes=("LEGAL",), is_active=False)
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.refer", case_id=case.id)

    assert page.texts(".service-choices li") == ["Psychological support"]


@pytest.mark.parametrize("state", [None, ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_without_a_valid_consent_nothing_is_sent(case: Case, state: ConsentState | None) -> None:
    partner = PartnerFactory()
    if state is ConsentState.WITHDRAWN:
        say(case, partner)
    if state:
        say(case, partner, state)
    referral = prepare(case, partner)
    assert sending.ready([referral]) == []
    with pytest.raises(RuleBroken):
        moving.move_referral(case, referral, ReferralState.SENT, by=lead_of(case))
    assert db.session.query(SentCopy).count() == 0


def test_a_barred_a_foreign_or_a_past_partner_is_no_choice(browser: Browser, case: Case) -> None:
    partner, barred = PartnerFactory(), PartnerFactory()
    other, past = PartnerFactory(service_codes=("TRANS",)), PartnerFactory(is_active=False)
    bar_partner(case, barred, "A cousin")
    commit()
    say(case, partner)
    browser.sign_in(lead_of(case))
    form = browser.open("referrals.refer", **address(case, partner)).hidden | ASKED
    for wrong in (barred, other, past):
        about = address(case, wrong)
        assert "still offered" in browser.open("referrals.refer", **about).text
        assert browser.visit("POST", "referrals.refer", form, **about).status == 409
    for wrong in (barred, past):
        with pytest.raises(RuleBroken):
            prepare(case, wrong)
    with pytest.raises(RuleBroken):
        prepare(case, partner, service="TRANS")
    assert db.session.query(Referral).count() == 0


def test_a_partner_deactivated_in_between_gets_nothing_sent(case: Case) -> None:
    referral = ReferralFactory(case=case)
    referral.partner.is_active = False
    with pytest.raises(RuleBroken):
        moving.move_referral(case, referral, ReferralState.SENT, by=lead_of(case))


def test_a_consent_withdrawn_in_between_stops_the_sending(case: Case) -> None:
    referral = ReferralFactory(case=case)
    say(case, referral.partner, ConsentState.WITHDRAWN)

    with pytest.raises(RuleBroken):
        moving.move_referral(case, referral, ReferralState.SENT, by=lead_of(case))
    assert referral.state is ReferralState.WITHDRAWN


def test_a_withdrawn_consent_shows_who_received_what(browser: Browser, case: Case) -> None:
    sent = ReferralFactory(case=case, state=ReferralState.SENT)
    kept = ReferralFactory(case=case, partner=sent.partner)
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.already_received", case_id=case.id, partner_id=sent.partner_id)

    assert sent.code in page.text
    assert kept.code not in page.text


def test_a_closed_file_sends_nothing_and_its_referrals_stay(case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    case.status = CaseStatus.CLOSED

    with pytest.raises(RuleBroken):
        prepare(case, referral.partner)
    with pytest.raises(RuleBroken):
        moving.move_referral(case, referral, ReferralState.ACCEPTED, by=lead_of(case))


def test_the_partner_speaks_to_the_person_only_at_a_safe_number(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    page = refer(browser, case, partner, next_contact="partner", what_for="Kept on the page")
    assert page.status == 422
    assert "Kept on the page" in page.text
    NumberFactory(person=case.person)
    refer(browser, case, partner, next_contact="partner")

    assert db.session.query(Referral).one().next_contact is NextContact.PARTNER


def test_the_number_of_a_suspected_author_is_given_to_nobody(case: Case) -> None:
    NumberFactory(person=case.person, number="+212600000066")
    safe: ContactNumber = NumberFactory(person=case.person, number="+212600000055")
    author = SuspectedAuthor(key_id=case.key_id, person_id=case.person_id, number="+212600000066")
    db.session.add(author)
    commit()

    assert basis.numbers_to_give(case) == [safe]


def test_an_answer_is_entered_with_its_day(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    answers = {"to": "accepted", "happened_on": today().strftime("%d/%m/%Y"), "why": "Monday at ten"}
    address = {"case_id": case.id, "referral_id": referral.id}
    page = browser.submit("referrals.move_referral", answers, **address)

    assert "Monday at ten" in page.text
    assert "for the partner" in page.text
    reread = db.session.get_one(Referral, referral.id)
    assert reread.answered_at is not None
    assert reread.done_at is None
    assert db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_MOVED.value).count() == 2


def test_two_answers_at_once_and_the_first_counts(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    address = {"case_id": case.id, "referral_id": referral.id}
    form = browser.open("referrals.move_referral", **address).hidden
    form |= {"happened_on": today().strftime("%d/%m/%Y"), "decline_code": "CAPACITY"}
    browser.visit("POST", "referrals.move_referral", form | {"to": "accepted"}, **address)
    page = browser.visit("POST", "referrals.move_referral", form | {"to": "declined"}, **address)

    assert page.status in (409, 422)
    assert db.session.get_one(Referral, referral.id).state is ReferralState.ACCEPTED


def test_a_stale_move_shows_both_states(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    address = {"case_id": case.id, "referral_id": referral.id}
    form = browser.open("referrals.move_referral", **address).hidden
    form |= {"happened_on": today().strftime("%d/%m/%Y")}
    browser.visit("POST", "referrals.move_referral", form | {"to": "received"}, **address)
    page = browser.visit("POST", "referrals.move_referral", form | {"to": "accepted"}, **address)

    assert page.status == 409
    assert "Received" in page.text
    assert "Accepted" in page.text


@pytest.mark.parametrize("to", ["prepared", "expired", "done", "nonsense", ""])
def test_a_move_that_is_not_offered_is_refused(browser: Browser, case: Case, to: str) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    answers = {"to": to, "happened_on": today().strftime("%d/%m/%Y")}
    page = browser.submit("referrals.move_referral", answers, case_id=case.id, referral_id=referral.id)

    assert page.status == 422


def test_an_answer_is_no_older_than_its_referral(case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            moving.move_referral(case, referral, ReferralState.ACCEPTED, by=lead_of(case), happened_on=day)


def test_the_referral_of_another_file_is_missing(browser: Browser, case: Case) -> None:
    foreign = ReferralFactory()
    browser.sign_in(lead_of(case))
    for endpoint in ("show_referral", "move_referral", "print_letter"):
        for key in (foreign.id, new_id()):
            page = browser.open(f"referrals.{endpoint}", case_id=case.id, referral_id=key)
            assert page.status == 404
        page = browser.open(f"referrals.{endpoint}", case_id=foreign.case_id, referral_id=foreign.id)
        assert page.status == 404


def test_the_overview_shows_the_referrals_of_ones_own_files(
    browser: Browser, case: Case, statements: list[str]
) -> None:
    foreign = ReferralFactory()
    mine = [ReferralFactory(case=case, state=ReferralState.SENT) for _ in range(27)]
    answered = ReferralFactory(case=case, state=ReferralState.ACCEPTED)
    browser.sign_in(lead_of(case))
    statements.clear()

    page = browser.open("referrals.list_referrals", show="waiting")
    assert len(statements) <= 8
    assert len(page.texts("tbody tr")) == 25
    assert case.person.name not in page.text
    assert str(answered.id) not in page.text
    assert str(foreign.id) not in page.text
    following = str(page.soup.select_one("a[rel=next]")["href"])  # type: ignore[index]
    rest = browser.send("GET", "/referrals" + following)
    assert len(rest.texts("tbody tr")) == len(mine) - 25
    assert str(answered.id) in browser.open("referrals.list_referrals", show="'", after="x").text
    assert [row.id for row in recent_answers(lead_of(case))] == [answered.id]


def test_a_member_who_does_not_refer_reads_it_without_the_place(browser: Browser) -> None:
    women = CellFactory(women=True)
    specialist = UserFactory(specialist=True, cell=women)
    case = CaseFactory(person=PersonFactory(cell=women), worker=UserFactory(cell=women))
    join(case, specialist)
    shelter = PartnerFactory(shelter=True, name_fr="Dar Amane")
    referral = ReferralFactory(case=case, partner=shelter, service="SHELT")
    browser.sign_in(specialist)
    address = {"case_id": case.id, "referral_id": referral.id}

    page = browser.open("referrals.show_referral", **address)
    assert "Confidential place" in page.text
    assert "Dar Amane" not in page.text + browser.open("referrals.list_referrals").text
    assert browser.open("referrals.move_referral", **address).status == 403
    assert browser.open("referrals.print_letter", **address).status == 403


def test_the_words_of_a_referral_can_be_withdrawn(case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    line = db.session.query(TimelineEntry).filter_by(kind=Happening.REFERRAL).first()
    assert line
    db.session.refresh(case)
    withdraw(case, line, "Wrong file")
    commit()

    assert db.session.get_one(Referral, referral.id).what_for is None
    lines = db.session.query(TimelineEntry).filter_by(object_id=referral.id).all()
    assert not any((row.story or {}).get("text") for row in lines)
