"""The letter says what the partner needs, bears the directorate's name and a code, and leads to no file."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask_babel import force_locale

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from casework.people.models import ContactSafety
from casework.referrals.letter import letter_pdf, upright, words_of
from casework.referrals.models import NextContact
from tests.browser import Browser
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.referrals import ReferralFactory


@pytest.fixture
def case(app: Any) -> Case:
    return CaseFactory()


def words(case: Case, referral: Any, *, with_name: bool = False, locale: str = "en") -> str:
    """All that the letter says, as one text."""
    with db.session.no_autoflush, force_locale(locale):
        return json.dumps(words_of(case, referral, with_name=with_name), ensure_ascii=False)


def test_the_letter_names_neither_file_nor_cell_nor_person(case: Case) -> None:
    referral = ReferralFactory(case=case, next_contact=NextContact.US)
    NumberFactory(person=case.person)
    said = words(case, referral)

    assert referral.code in said
    assert case.cell.directorate.name_fr in said
    assert referral.partner.name_fr in said
    assert "Three sessions" in said
    never = (
        case.reference,
        str(case.id),
        case.cell.name_fr,
        case.cell.name_ar,
        case.person.first_name_lat,
        case.person.first_name_ar,
        "06 00",
        str(case.programme.label),
    )
    assert [text for text in never if text in said] == []


def test_the_name_is_there_when_ticked(case: Case) -> None:
    referral = ReferralFactory(case=case)

    assert str(case.person.first_name_lat) in words(case, referral, with_name=True)
    assert str(case.person.first_name_ar) in words(case, referral, with_name=True, locale="ar_MA")


def test_a_number_is_given_with_its_rules_when_the_partner_speaks_to_her(case: Case) -> None:
    NumberFactory(person=case.person, hours="after 17:00", we_say="a shop", who_answers="herself")
    NumberFactory(person=case.person, number="+212600009999", safety=ContactSafety.UNSAFE)
    referral = ReferralFactory(case=case, next_contact=NextContact.PARTNER)
    said = words(case, referral)

    assert "06 00 00 12 34" in said
    assert "a shop" in said
    assert "99 99" not in said


def test_a_number_that_is_safe_no_longer_is_not_given(case: Case) -> None:
    number = NumberFactory(person=case.person)
    referral = ReferralFactory(case=case, next_contact=NextContact.PARTNER)
    number.confirmed_on = today() - timedelta(days=91)
    said = words(case, referral)

    assert "06 00" not in said
    assert "Answer us; we speak to her." in said


def test_what_was_typed_keeps_its_order_in_an_arabic_line() -> None:
    assert upright("مبلغ 1 250,50 درهم") == "مبلغ \u20661 250,50\u2069 درهم"
    assert upright("plain") == "plain"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_typed_words_are_never_markup(case: Case, language: str) -> None:
    referral = ReferralFactory(
        case=case, what_for='#read("/etc/passwd") = title \\ $x$ "</p>\n- ڭ 😀 ⴰⵣ é ZWJ\u200d'
    )

    assert letter_pdf(case, referral, language=language, with_name=True).startswith(b"%PDF-")


def test_printing_answers_a_file_and_leaves_an_entry(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case)
    browser.sign_in(lead_of(case))
    address = {"case_id": case.id, "referral_id": referral.id}
    for ticked, detail in (({}, "code_only"), ({"with_name": "y"}, "with_name")):
        page = browser.submit("referrals.print_letter", {"language": "ar"} | ticked, **address)
        assert page.response.mimetype == "application/pdf"
        assert page.response.headers["Content-Disposition"] == f'attachment; filename="{referral.code}.pdf"'
        assert page.response.headers["Cache-Control"] == "no-store"
        newest = db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_PRINTED.value)
        assert [entry.detail for entry in newest.order_by(AuditEntry.seq)][-1] == detail


def test_a_letter_in_no_language_of_ours_is_refused(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case)
    browser.sign_in(lead_of(case))
    page = browser.submit(
        "referrals.print_letter", {"language": "xx"}, case_id=case.id, referral_id=referral.id
    )

    assert page.status == 422
    assert db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_PRINTED.value).count() == 0


def test_a_letter_asked_for_without_the_token_is_not_made(browser: Browser, case: Case) -> None:
    referral = ReferralFactory(case=case)
    browser.sign_in(lead_of(case))
    page = browser.visit(
        "POST",
        "referrals.print_letter",
        {"language": "ar"},
        case_id=case.id,
        referral_id=referral.id,
    )

    assert page.status == 422
