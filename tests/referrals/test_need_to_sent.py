"""From a need to what is sent: what is ticked, to whom she agreed, what each recipient gets, once."""

from typing import Any

import pytest

from casework.cases import households
from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import Consent, ConsentState, Purpose
from casework.consents.services import record_legal_ground
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.people.models import Relative, Sex
from casework.programmes.queries import details_of
from casework.referrals.links import code_of, live_link, token_of
from casework.referrals.models import Referral, ReferralLink, ReferralState, SentCopy
from casework.referrals.queries.links import copy_of
from casework.referrals.services import making, sending
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory, ServiceFactory
from tests.factories.referrals import ReferralFactory, say
from tests.referrals.flow import address, answered, here, refer, send_on, the_referral


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory(cell=CellFactory(women=True))


def tell_violence(case: Case) -> None:
    details = details_of(case.programme, case.id) or case.programme.details(
        key_id=case.person.key_id, case_id=case.id
    )
    details.record({"violence": "YES", "violence_types": types_known(case)})
    db.session.add(details)
    commit()


def types_known(case: Case) -> list[str]:
    """The first kind of violence of the list, and the one that may be held against her."""
    question: Any = next(one for one in case.programme.details.questions if one.name == "violence_types")
    codes = [option.code for option in question.options]
    return [codes[0], next(option.code for option in question.options if option.is_restricted)]


def test_from_need_to_sent_in_six_pages(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    pages: list[Page] = [browser.open("referrals.refer", case_id=case.id)]
    pages.append(browser.open("referrals.refer", case_id=case.id, service="PSY"))
    assert partner.name_fr in pages[-1].text
    pages.append(browser.open("referrals.refer", **address(case, partner)))
    said = filled(pages[-1]) | {"what_for": "Three sessions", "urgency": "this_week"}
    pages.append(browser.visit("POST", "referrals.refer", said, **address(case, partner)))
    pages.append(browser.send("POST", here(pages[-1]), answered(pages[-1])))
    pages.append(browser.send("POST", here(pages[-1]), filled(pages[-1])))

    referral = the_referral()
    link: Any = live_link(referral)
    assert [page.status for page in pages] == [200] * 6
    assert referral.state is ReferralState.SENT
    assert referral.answer_by is not None
    assert token_of(link) in pages[-1].text
    assert code_of(link) in pages[-1].text
    assert db.session.query(Consent).one().partner_id == partner.id


def test_nothing_is_ticked_but_initials_and_nobody_but_us(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.refer", **address(case, partner))
    answers = filled(page)

    assert answers["name"] == ["initials"]
    assert answers["next_contact"] == ["us"]
    assert "fields" not in answers
    assert "F. A." in page.text


def test_the_copy_holds_what_was_ticked_and_stays_as_it_was(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    page = refer(browser, case, partner, name="first_name", fields=["birth_year", "commune"])
    send_on(browser, page)
    referral = the_referral()
    case.person.first_name_lat, case.person.birth_year, referral.what_for = "Khadija", 1950, "Changed"
    commit()
    copy: Any = copy_of(referral)

    assert copy.key_id not in (case.key_id, case.person.key_id)
    assert copy.fields == {
        "first_name": {"ar": "فاطمة الزهراء", "lat": "Fatima-Zohra"},
        "birth_year": 1990,
        "commune": case.person.commune,
        "what_for": "Three sessions",
    }
    assert case.reference not in str(copy.fields)


@pytest.mark.parametrize("agreed", [True, False])
def test_violence_is_sent_only_if_she_agreed_to_it(browser: Browser, case: Case, agreed: bool) -> None:
    tell_violence(case)
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    page = refer(browser, case, partner, fields=["violence_types"])
    covers: dict[str, Any] = {"covers": ["violence"]} if agreed else {}
    look = browser.send("POST", here(page), answered(page, **covers))
    browser.send("POST", here(look), filled(look))
    copy: Any = copy_of(the_referral())

    assert ("Not sent, since the person did not agree" in look.text) is not agreed
    assert copy.fields.get("violence_types") == (types_known(case)[:1] if agreed else None)


def test_violence_is_offered_only_where_the_service_needs_it(browser: Browser, case: Case) -> None:
    tell_violence(case)
    partner = PartnerFactory(service_codes=("PSY", "TRANS"))
    browser.sign_in(lead_of(case))

    for code, is_offered in (("PSY", True), ("TRANS", False)):
        if code in case.programme.services:
            page = browser.open("referrals.refer", **address(case, partner, code=code))
            assert bool(page.soup.select('[value="violence_types"]')) is is_offered


def test_several_in_one_pass_and_one_refused(browser: Browser, case: Case) -> None:
    agreed, refused = PartnerFactory(), PartnerFactory()
    browser.sign_in(lead_of(case))
    page = refer(browser, case, agreed, refused)
    answers = answered(page)
    no = next(row for row in db.session.query(Referral) if row.partner_id == refused.id)
    answers[f"on_{no.id.hex}-state"] = "refused"
    look = browser.send("POST", here(page), answers)
    assert refused.name_fr not in look.text
    browser.send("POST", here(look), filled(look))
    states = {row.partner_id: row.state for row in db.session.query(Referral)}

    assert states == {agreed.id: ReferralState.SENT, refused.id: ReferralState.WITHDRAWN}
    assert len({row.batch_id for row in db.session.query(Referral)}) == 1
    assert db.session.query(SentCopy).count() == db.session.query(ReferralLink).count() == 1
    again = browser.open("referrals.refer", case_id=case.id, service="PSY")
    assert len(again.soup.select("[name=to]")) == 1
    assert "A refusal stands" in again.text


def test_not_yet_possible_waits_and_is_gone_on_with(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    page = refer(browser, case, partner)
    browser.send("POST", here(page), answered(page, state="not_possible", why="She sleeps"))
    referral = the_referral()
    assert referral.state is ReferralState.PREPARED
    about: dict[str, Any] = {"case_id": case.id, "referral_id": referral.id}
    changed = browser.open("referrals.change_content", **about)
    assert "Three sessions" in changed.text
    page = browser.send("POST", here(changed), filled(changed) | {"what_for": "Two sessions"})
    assert here(page).endswith("/consent")
    send_on(browser, browser.open("referrals.continue_referral", **about))

    copy: Any = copy_of(the_referral())
    assert copy.fields["what_for"] == "Two sessions"
    assert browser.open("referrals.change_content", **about).status == 409


def test_sent_twice_it_is_sent_once(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    look = refer(browser, case, partner)
    for _ in range(2):
        page = browser.send("POST", here(look), filled(look))
        assert page.heading == "Sent. What is to be told now"

    assert db.session.query(SentCopy).count() == 1
    assert db.session.query(ReferralLink).count() == 1
    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.REFERRAL)
    assert [line.detail for line in lines.order_by(TimelineEntry.id)] == ["sent"]


def test_what_was_not_looked_at_is_not_sent(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    look = refer(browser, case, partner, name="first_name")
    case.person.first_name_lat = "Khadija"
    commit()
    page = browser.send("POST", here(look), filled(look))

    assert page.status == 409
    assert the_referral().state is ReferralState.PREPARED
    assert db.session.query(SentCopy).count() == 0


def test_files_of_a_household_in_one_pass(browser: Browser) -> None:
    cell = CellFactory()
    worker = UserFactory(cell=cell)
    first, second, foreign = (
        CaseFactory(cell=cell, worker=who) for who in (worker, worker, UserFactory(cell=cell))
    )
    for other in (second, foreign):
        link_files(first, other)
    partner = PartnerFactory()
    browser.sign_in(worker)
    page = browser.open("referrals.refer", case_id=first.id, service="PSY")
    assert [str(tag["value"]) for tag in page.soup.select("[name=with]")] == [str(second.id)]
    assert browser.open("referrals.refer", **address(first, partner, files=[foreign])).status == 404
    page = refer(browser, first, partner, files=[second])
    assert len(page.soup.select("fieldset.group")) == 2
    send_on(browser, page)
    made = db.session.query(Referral).all()

    assert {row.case_id for row in made} == {first.id, second.id}
    assert all(row.state is ReferralState.SENT for row in made)
    assert len({row.code for row in made}) == 2
    assert len({row.batch_id for row in made}) == 1
    sharing = db.session.query(Consent).filter_by(purpose=Purpose.SHARING, state=ConsentState.GIVEN)
    assert {row.case_id for row in sharing} == {first.id, second.id}


def link_files(case: Case, other: Case) -> None:
    line = Relative(key_id=case.person.key_id, person_id=case.person_id, name="Sister", relation="SIB")
    households.link(case, other, line)
    commit()


def test_another_cell_may_be_asked_and_never_its_own(browser: Browser, case: Case) -> None:
    theirs, own = CellFactory(), case.cell
    other = PartnerFactory(cell_id=theirs.id, name_fr="Cellule voisine")
    mine = PartnerFactory(cell_id=own.id, name_fr="Notre cellule")
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.refer", case_id=case.id, service="PSY")
    assert "Cellule voisine" in page.text
    assert "Notre cellule" not in page.text
    send_on(browser, refer(browser, case, other))

    assert the_referral().state is ReferralState.SENT
    assert db.session.query(ReferralLink).count() == 0
    with pytest.raises(RuleBroken):
        making.refer(case, mine, service="PSY", by=lead_of(case), what_for="x", urgency="at_once")


def test_only_who_it_is_for_and_what_is_open(browser: Browser, case: Case) -> None:
    others: list[dict[str, Any]] = [{"age_to": 12}, {"sex": "M"}, {"programmes": ("disability",)}]
    for number, only in enumerate(others):
        ServiceFactory(partner=PartnerFactory(service_codes=(), name_fr=f"Not {number}"), **only)
    fitting = PartnerFactory(service_codes=(), name_fr="Fitting")
    ServiceFactory(partner=fitting, age_from=18, n_free=3, usual_days=2.0, documents=["CIN"])
    browser.sign_in(lead_of(case))
    case.person.sex = Sex.FEMALE
    commit()
    page = browser.open("referrals.refer", case_id=case.id, service="PSY")

    assert "Not " not in " ".join(page.texts(".choice strong"))
    assert "Fitting" in page.text
    assert "Usually within 2 days" in page.text
    assert "CIN" in page.text


def test_a_ground_against_a_refusal_lets_it_be_sent(case: Case) -> None:
    partner, supervisor = PartnerFactory(), UserFactory(supervisor=True, cell=case.cell)
    say(case, partner, ConsentState.REFUSED)
    referral = making.refer(case, partner, service="PSY", by=lead_of(case), what_for="x", urgency="at_once")
    db.session.flush()
    assert sending.to_ask([referral]) == sending.ready([referral]) == []
    ground: dict[str, Any] = {
        "kind": "danger_to_life",
        "rule": "Article 54",
        "why": "x",
        "person_was_told": True,
    }
    record_legal_ground(case, by=supervisor, partner=partner, **ground)
    db.session.flush()

    assert sending.ready([referral]) == [referral]


def test_the_slip_says_nothing_of_anybody(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    about: dict[str, Any] = {"case_id": case.id, "referral_id": referral.id}
    page = browser.open("referrals.print_slip", **about)
    assert not page.soup.select("[name=with_address]")
    pdf = browser.submit("referrals.print_slip", {"language": "ar", "day": ""}, **about)

    assert pdf.response.mimetype == "application/pdf"
    assert referral.code not in pdf.response.headers["Content-Disposition"]
