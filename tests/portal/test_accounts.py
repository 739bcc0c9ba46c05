"""A partner with an account: its own list, what was sent to it, its answers, and no other page."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Action, Role, can
from casework.accounts import services
from casework.accounts.models import Position, User
from casework.audit.models import AuditEntry
from casework.cases.barring import bar
from casework.cases.models import Case
from casework.cases.timeline import TimelineEntry
from casework.consents.services import bar_partner
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners.models import Confidentiality, Partner
from casework.portal.queries import PAGE
from casework.referrals.models import Mover, Referral, ReferralMove, ReferralState
from casework.referrals.services.moving import move_referral
from tests.access.test_every_page_obeys_the_table import addresses, fitting
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory

IN_A_WEEK = (today() + timedelta(days=7)).strftime("%d/%m/%Y")
OPENS = ("account.", "referral.answer", "partner.card")


def partner_user(partner: Partner) -> User:
    user: User = UserFactory(role=Role.PARTNER, partner=partner)
    return user


def received(**values: Any) -> Referral:
    referral: Referral = ReferralFactory(**{"state": ReferralState.SENT} | values)
    return referral


def test_only_what_was_sent_to_it(app: Flask, browser: Browser) -> None:
    mine, theirs = PartnerFactory(), PartnerFactory()
    shown, foreign = received(partner=mine), received(partner=theirs)
    prepared = ReferralFactory(partner=mine)
    codes = {name: row.code for name, row in (("shown", shown), ("foreign", foreign), ("prepared", prepared))}
    hidden = [foreign.id, prepared.id, new_id()]
    shown_id, worker, reference = shown.id, lead_of(shown.case).name_lat, shown.case.reference
    browser.sign_in(partner_user(mine))
    home = browser.open("caseload.home")
    page = browser.open("portal.show_received", referral_id=shown_id)

    assert home.heading == "Referrals sent to you"
    assert [name for name, code in codes.items() if code in home.text] == ["shown"]
    assert "Three sessions" in page.text
    for text in (worker, reference):
        assert text not in home.text + page.text
    statuses = [browser.open("portal.show_received", referral_id=one).status for one in hidden]
    assert statuses == [404] * 3


def test_reading_and_answering_are_logged_with_the_reader(app: Flask, browser: Browser) -> None:
    partner = PartnerFactory()
    referral, user = received(partner=partner), partner_user(partner)
    browser.sign_in(user)
    answers = {"to": "accepted", "expected_on": IN_A_WEEK}
    page = browser.submit("portal.show_received", answers, referral_id=referral.id)
    entries = db.session.query(AuditEntry).filter_by(object_id=referral.id, actor_id=user.id)
    move = db.session.query(ReferralMove).filter_by(referral_id=referral.id).all()[-1]

    assert page.messages
    assert {entry.event for entry in entries} == {"referral.read", "referral.moved"}
    assert (move.mover, move.by_id, move.to_state) == (Mover.PARTNER, user.id, ReferralState.ACCEPTED)
    assert move.expected_on == today() + timedelta(days=7)
    lines = db.session.query(TimelineEntry).filter_by(object_id=referral.id, detail="accepted")
    assert lines.one().author_id is None  # the file learns what was answered, not by whom


def test_nothing_else_opens(app: Flask, browser: Browser, subtests: Any) -> None:
    partner = PartnerFactory()
    referral = received(partner=partner)
    known = {"case_id": referral.case_id, "referral_id": referral.id, "partner_id": partner.id}
    browser.sign_in(partner_user(partner))
    token = browser.token()

    for verb, address, rule in addresses(app):
        if rule.startswith(OPENS) and rule not in (Action.ACCOUNT_MANAGE, Action.ACCOUNT_CONFIRM):
            continue
        with subtests.test(f"{verb} {address.endpoint}"):
            about = fitting(address, {name: known.get(name) or new_id() for name in address.arguments})
            answers = {"csrf_token": token} if verb == "POST" else None
            page = browser.visit(verb, address.endpoint, answers, follow=False, **about)
            assert page.status in (403, 404)
            assert referral.code not in page.text


def test_its_role_reads_no_file(app: Flask) -> None:
    user = partner_user(PartnerFactory())
    case = CaseFactory()

    assert not any(can(user, action, case) for action in Action if action is not Action.ACCOUNT_OWN)


@pytest.mark.parametrize("state", [ReferralState.DONE, ReferralState.DECLINED, ReferralState.WITHDRAWN])
def test_what_is_over_shows_nothing_of_the_person(app: Flask, browser: Browser, state: ReferralState) -> None:
    partner = PartnerFactory()
    referral = received(partner=partner, state=ReferralState.SENT)
    for step in (ReferralState.ACCEPTED, ReferralState.DONE) if state is ReferralState.DONE else (state,):
        reason = "CAPACITY" if step is ReferralState.DECLINED else None
        move_referral(referral.case, referral, step, by=lead_of(referral.case), decline_code=reason)
    commit()
    browser.sign_in(partner_user(partner))
    page = browser.open("portal.show_received", referral_id=referral.id)

    assert page.status == 200
    assert referral.code in page.text
    assert "Three sessions" not in page.text
    assert not page.soup.select("main form")


def test_whoever_must_not_know_sees_nothing(app: Flask, browser: Browser) -> None:
    partner = PartnerFactory()
    by_person, by_partner = received(partner=partner), received(partner=partner)
    user = partner_user(partner)
    bar(by_person.case, user, why="Her brother")
    bar_partner(by_partner.case, partner, why="A cousin works there")
    commit()
    browser.sign_in(user)
    page = browser.open("portal.list_received")

    assert "Nothing was sent to you" in page.text
    for one in (by_person, by_partner):
        assert browser.open("portal.show_received", referral_id=one.id).status == 404


def test_a_role_that_ended_or_a_partner_that_left_opens_nothing(app: Flask, browser: Browser) -> None:
    partner = PartnerFactory()
    referral, user = received(partner=partner), partner_user(partner)
    browser.sign_in(user)
    partner.is_active = False
    commit()
    assert browser.open("portal.show_received", referral_id=referral.id).status == 404
    partner.is_active = True
    user.all_positions[0].until_at = now()
    commit()
    assert browser.open("portal.show_received", referral_id=referral.id).status == 403


def test_somebody_else_answered_first(app: Flask, browser: Browser) -> None:
    partner = PartnerFactory()
    referral = received(partner=partner)
    browser.sign_in(partner_user(partner))
    form = browser.open("portal.show_received", referral_id=referral.id).hidden
    move_referral(referral.case, referral, ReferralState.RECEIVED, by=lead_of(referral.case))
    commit()
    answers = form | {"to": "received", "why": "We have it"}
    late = browser.visit("POST", "portal.show_received", answers, referral_id=referral.id)

    assert late.status == 409
    assert "We have it" in late.text


def test_the_list_goes_on(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    codes = {received(case=case, partner=partner).code for _n in range(PAGE + 2)}
    browser.sign_in(partner_user(partner))
    first = browser.open("portal.list_received")
    more: Any = first.soup.select_one("a[rel=next]")
    second = browser.send("GET", "/sent-to-us" + str(more["href"]))

    assert len([code for code in codes if code in first.text]) == PAGE
    assert all(code in first.text or code in second.text for code in codes)


def test_an_administrator_gives_an_account(app: Flask, browser: Browser) -> None:
    partner, shelter = PartnerFactory(), PartnerFactory(shelter=True)
    cell = PartnerFactory(cell_id=CellFactory().id)
    assert shelter.confidentiality is Confidentiality.CELL
    browser.sign_in(UserFactory(administrator=True))
    page = browser.open("accounts.create_account")
    offered = {str(tag["value"]) for tag in page.soup.select("[name=partner_id]")}
    offered |= {str(tag["value"]) for tag in page.soup.select("[name=partner_id] option")}
    names = {"username": "noura", "name_ar": "نورة", "name_lat": "Noura", "role": "partner"}
    missing = browser.submit("accounts.create_account", names)
    hidden = browser.submit("accounts.create_account", names | {"partner_id": str(shelter.id)})
    made = browser.submit("accounts.create_account", names | {"partner_id": str(partner.id)})
    position = db.session.query(Position).filter_by(role=Role.PARTNER).one()

    assert str(partner.id) in offered
    assert not {str(shelter.id), str(cell.id)} & offered
    assert (missing.status, hidden.status, made.status) == (422, 422, 200)
    assert (position.partner_id, position.cell_id) == (partner.id, None)
    assert position.is_current  # it reads no file: nobody has to confirm it
    shown = browser.open("accounts.show_account", user_id=position.user_id)
    assert partner.name_fr in shown.text


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.ADMINISTRATOR])
def test_a_partners_account_holds_no_other_role(app: Flask, role: Role) -> None:
    administrator = UserFactory(administrator=True)
    user: User = UserFactory(role=role)
    with pytest.raises(RuleBroken):
        services.propose_role(user, Role.PARTNER, None, by=administrator, partner=PartnerFactory())
    with pytest.raises(RuleBroken):
        services.propose_role(user, Role.PARTNER, None, by=administrator)
    partner = partner_user(PartnerFactory())
    with pytest.raises(RuleBroken):
        services.propose_role(partner, Role.DIRECTOR, None, by=administrator)


def test_what_a_list_and_a_page_cost(app: Flask, browser: Browser, statements: list[str]) -> None:
    partner = PartnerFactory()
    case: Case = CaseFactory()
    for _n in range(12):
        referral = received(case=case, partner=partner)
    browser.sign_in(partner_user(partner))
    statements.clear()
    browser.open("portal.list_received")
    n_list = len(statements)
    statements.clear()
    browser.open("portal.show_received", referral_id=referral.id)

    assert n_list <= 8
    assert len(statements) <= 16
