"""The letter says what the partner needs, bears the directorate's name and a code, and leads to no file."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask_babel import force_locale

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from casework.people.models import ContactSafety
from casework.referrals.letter import letter_pdf, words_of
from casework.referrals.links import code_of, live_link
from casework.referrals.models import NextContact, ReferralState
from casework.referrals.slip import public_address, slip_words
from casework.referrals.typesetting import upright
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory


@pytest.fixture
def case(app: Any) -> Case:
    return CaseFactory()


def words(case: Case, referral: Any, *, locale: str = "en", **asked: Any) -> str:
    """All that the letter says, as one text."""
    with db.session.no_autoflush, force_locale(locale):
        return json.dumps(words_of(case, referral, **asked), ensure_ascii=False)


def sent(case: Case, **values: Any) -> Any:
    return ReferralFactory(case=case, state=ReferralState.SENT, **values)


def test_the_letter_names_neither_file_nor_cell_nor_person(case: Case) -> None:
    referral = sent(case, next_contact=NextContact.US)
    NumberFactory(person=case.person)
    said = words(case, referral, url="https://example.org/p/abc")

    assert referral.code in said
    assert case.cell.directorate.name_fr in said
    assert referral.partner.name_fr in said
    assert "Three sessions" in said
    assert "https://example.org/p/abc" in said
    link: Any = live_link(referral)
    never = (
        case.reference,
        str(case.id),
        case.cell.name_fr,
        case.cell.name_ar,
        case.person.first_name_lat,
        case.person.first_name_ar,
        "06 00",
        str(case.programme.label),
        code_of(link),
    )
    assert [text for text in never if text in said] == []


def test_the_name_is_there_when_it_was_sent(case: Case) -> None:
    referral = sent(case, chosen=["first_name", "commune"])

    assert str(case.person.first_name_lat) in words(case, referral)
    assert str(case.person.first_name_ar) in words(case, referral, locale="ar_MA")
    assert str(case.person.surname_lat) not in words(case, referral)


def test_what_changes_in_the_file_changes_no_letter(case: Case) -> None:
    referral = sent(case, chosen=["first_name"])
    before = words(case, referral)
    case.person.first_name_lat, referral.what_for = "Khadija", "Something else"
    commit()

    assert words(case, referral) == before


def test_a_number_is_given_with_its_rules_when_the_partner_speaks_to_her(case: Case) -> None:
    NumberFactory(person=case.person, hours="after 17:00", we_say="a shop", who_answers="herself")
    NumberFactory(person=case.person, number="+212600009999", safety=ContactSafety.UNSAFE)
    said = words(case, sent(case, next_contact=NextContact.PARTNER))

    assert "06 00 00 12 34" in said
    assert "a shop" in said
    assert "99 99" not in said


def test_a_number_that_is_safe_no_longer_is_not_given(case: Case) -> None:
    number = NumberFactory(person=case.person)
    referral = sent(case, next_contact=NextContact.PARTNER)
    number.confirmed_on = today() - timedelta(days=91)
    said = words(case, referral)

    assert "06 00" not in said
    assert "Answer us; we speak to her." in said


def test_in_her_own_hands_it_holds_neither_link_nor_number(browser: Browser, case: Case) -> None:
    NumberFactory(person=case.person)
    referral = sent(case, next_contact=NextContact.PARTNER)

    assert "06 00" not in words(case, referral, for_person=True)


def test_the_head_holds_the_address_of_the_directorate_in_both_languages(case: Case) -> None:
    directorate = case.cell.directorate
    directorate.address_ar, directorate.address_fr = "شارع الحسن الثاني", "Avenue Hassan II"
    directorate.phone = "05 23 00 00 00"
    head = words_of(case, sent(case))["head"]

    assert head == [
        [directorate.name_ar, "شارع الحسن الثاني", "05 23 00 00 00"],
        [directorate.name_fr, "Avenue Hassan II", "05 23 00 00 00"],
    ]


def test_what_was_typed_keeps_its_order_in_an_arabic_line() -> None:
    assert upright("مبلغ 1 250,50 درهم") == "مبلغ \u20661 250,50\u2069 درهم"
    assert upright("plain") == "plain"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_typed_words_are_never_markup(case: Case, language: str) -> None:
    referral = sent(case, what_for='#read("/etc/passwd") = title \\ $x$ "</p>\n- ڭ 😀 ⴰⵣ é ZWJ\u200d')

    pdf = letter_pdf(case, referral, language=language, url="https://example.org/p/abc")
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf


def test_printing_answers_a_file_and_leaves_an_entry(browser: Browser, case: Case) -> None:
    referral = sent(case)
    browser.sign_in(lead_of(case))
    address = {"case_id": case.id, "referral_id": referral.id}
    for reader in ("partner", "person"):
        page = browser.submit("referrals.print_letter", {"language": "ar", "reader": reader}, **address)
        assert page.response.mimetype == "application/pdf"
        assert page.response.headers["Content-Disposition"] == f'attachment; filename="{referral.code}.pdf"'
        assert page.response.headers["Cache-Control"] == "no-store"
        newest = db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_PRINTED.value)
        assert [entry.detail for entry in newest.order_by(AuditEntry.seq)][-1] == f"letter_for_{reader}"


def test_a_letter_in_no_language_of_ours_is_refused(browser: Browser, case: Case) -> None:
    referral = sent(case)
    browser.sign_in(lead_of(case))
    page = browser.submit(
        "referrals.print_letter", {"language": "xx"}, case_id=case.id, referral_id=referral.id
    )

    assert page.status == 422
    assert db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_PRINTED.value).count() == 0


def test_a_letter_asked_for_without_the_token_is_not_made(browser: Browser, case: Case) -> None:
    referral = sent(case)
    browser.sign_in(lead_of(case))
    page = browser.visit(
        "POST",
        "referrals.print_letter",
        {"language": "ar"},
        case_id=case.id,
        referral_id=referral.id,
    )

    assert page.status == 422


def test_the_administrator_writes_the_head_of_letters(browser: Browser, case: Case) -> None:
    browser.sign_in(UserFactory(role=Role.ADMINISTRATOR, cell=case.cell))
    form = filled(browser.open("organisation.edit_directorate"))
    head = {"address_ar": "شارع الحسن الثاني", "address_fr": "Avenue Hassan II", "phone": "05 23 00 00 00"}
    browser.visit("POST", "organisation.edit_directorate", form | head)

    assert "Avenue Hassan II" in words(case, sent(case))
    said = db.session.query(AuditEntry).filter_by(event=Event.SETTING_CHANGED.value)
    assert "directorate.changed" in [entry.detail for entry in said]


@pytest.mark.parametrize("locale", ["ar_MA", "fr_MA"])
def test_a_slip_holds_a_number_a_day_and_what_was_ticked(case: Case, locale: str) -> None:
    referral = sent(case, chosen=["first_name"])
    with db.session.no_autoflush, force_locale(locale):
        said = json.dumps(slip_words(referral, today(), None), ensure_ascii=False)
        placed = json.dumps(slip_words(referral, None, "Avenue Hassan II"), ensure_ascii=False)
    never = (
        case.reference,
        str(case.person.first_name_ar),
        str(case.person.first_name_lat),
        referral.partner.name_ar,
        referral.partner.name_fr,
        case.cell.directorate.name_fr,
        case.cell.name_fr,
        "Hassan",
    )

    assert referral.code in said
    assert [text for text in never if text in said] == []
    assert "Avenue Hassan II" in placed


def test_only_what_everybody_may_know_is_offered_as_a_place(case: Case) -> None:
    shelter, school = PartnerFactory(shelter=True), PartnerFactory(school=True)

    assert public_address(shelter) is None
    assert public_address(PartnerFactory()) is None
    assert public_address(school) == "Avenue Hassan II"
