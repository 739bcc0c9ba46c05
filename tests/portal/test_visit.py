"""From the link to thanks in three pages: what a partner without an account sees and does."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.notices.models import Notice
from casework.people.models import ContactSafety
from casework.referrals.models import Mover, NextContact, ReferralMove, ReferralState
from tests.core.test_every_form_takes_nonsense import NONSENSE
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory
from tests.portal.visits import Phone, log_of, now_says, sent

IN_A_WEEK = (today() + timedelta(days=7)).strftime("%d/%m/%Y")
TODAY = today().strftime("%d/%m/%Y")
KILOBYTES_IN_ALL = 30


def test_three_pages_from_the_link_to_thanks(app: Flask) -> None:
    phone = Phone(app, sent())
    pages = [phone.look(), phone.come_in()]
    pages.append(phone.answer(pages[1], to="accepted", expected_on=IN_A_WEEK, why="With her card"))
    referral = phone.referral
    move = db.session.query(ReferralMove).filter_by(referral_id=referral.id).all()[-1]

    assert [page.status for page in pages] == [200, 200, 200]
    assert pages[2].heading == "Thank you: your answer arrived"
    assert (referral.state, move.mover, move.by_id) == (ReferralState.ACCEPTED, Mover.PARTNER, None)
    assert (move.expected_on, move.why) == (today() + timedelta(days=7), "With her card")
    assert referral.answered_at


def test_the_answer_lands_on_the_timeline_and_with_the_worker(app: Flask) -> None:
    phone = Phone(app, sent())
    phone.come_in()
    phone.answer(to="received")
    case = phone.referral.case
    lines = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind=Happening.REFERRAL)

    assert {line.detail for line in lines if line.author_id is None} == {"received"}
    assert db.session.query(Notice).one().user_id == lead_of(case).id


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_weighs_less_than_thirty_kilobytes_without_script(app: Flask, language: str) -> None:
    """The page as it is, uncompressed, with each file that it names; no font, no script."""
    phone = Phone(app, sent(), language)
    phone.look()
    phone.type(phone.code)
    pages = [phone.look("enter"), phone.look("answer"), phone.answer(to="waiting_list"), phone.look("thanks")]
    fresh = Phone(app, phone.link, language)
    for page in [fresh.look(), *pages[1:]]:
        files = {str(tag["href"]).split("#")[0] for tag in page.soup.select("link[href], use[href]")}
        sizes = [len(phone.browser.send("GET", file).response.data) for file in files]

        assert len(page.text.encode()) + sum(sizes) <= KILOBYTES_IN_ALL * 1024
        assert not page.soup.select("script")
        assert page.soup.select_one("html")["lang"] == language  # type: ignore[index]


def test_the_first_page_says_nothing(app: Flask) -> None:
    """And is the same for every link."""
    bare = []
    for phone in (Phone(app, sent()), Phone(app, sent())):
        page, referral = phone.look(), phone.referral
        told = (referral.code, referral.partner.name_fr, referral.case.reference, "Psych")
        assert not [text for text in told if text in page.text]
        soup = BeautifulSoup(page.text.replace(phone.token, "TOKEN"), "html.parser")
        bare.append(soup.get_text())
    assert bare[0] == bare[1]


def test_a_preview_consumes_nothing(app: Flask) -> None:
    phone = Phone(app, sent())
    programme = Phone(app, phone.link)
    for _n in range(10):
        for verb in ("HEAD", "GET"):
            assert programme.browser.visit(verb, "portal.enter", token=phone.token).status == 200
    link = phone.link

    assert (link.browser_hash, link.n_wrong, link.code_used_at, link.visit_until) == (None, 0, None, None)
    phone.come_in()


def test_only_what_was_sent_is_shown(app: Flask) -> None:
    case: Case = CaseFactory()
    other = ReferralFactory(case=case, partner=PartnerFactory(), state=ReferralState.SENT)
    phone = Phone(app, sent(case=case, what_for="Secret of the file"))
    now_says(phone.referral, initials={"ar": "ف. آ.", "lat": "F. A."}, what_for="Three sessions")
    page, worker = phone.come_in(), lead_of(case)
    hidden = (
        *(case.reference, str(case.id), worker.name_lat, worker.name_ar, case.person.first_name_lat),
        *(other.code, "Secret of the file", str(phone.referral.id), case.cell.name_fr, case.cell.name_ar),
    )

    assert phone.referral.code in page.text
    assert "F. A." in page.text
    assert "Three sessions" in page.text
    assert [text for text in hidden if text in page.text] == []
    assert [link for link in page.soup.select("a[href]") if "/p/" not in str(link["href"])] == []


def test_who_speaks_to_the_person_next(app: Flask) -> None:
    case: Case = CaseFactory()
    NumberFactory(person=case.person, number="+212600000042")
    asked = Phone(app, sent(case=case)).come_in().text
    calls = sent(case=case, partner=PartnerFactory(), next_contact=NextContact.PARTNER)
    phone = Phone(app, calls)
    page = phone.come_in()

    assert "06 00 00 00 42" not in asked
    assert "we speak to her" in asked
    assert "06 00 00 00 42" in page.soup.get_text()
    case.person.numbers[0].safety = ContactSafety.UNSAFE
    db.session.commit()
    page = phone.look("answer")
    assert "06 00 00 00 42" not in page.soup.get_text()
    assert "we speak to her" in page.text


def test_what_belongs_to_another_answer_is_left_out(app: Flask) -> None:
    phone = Phone(app, sent())
    phone.come_in()
    phone.answer(to="received", decline_code="CAPACITY", expected_on=IN_A_WEEK)
    move = db.session.query(ReferralMove).filter_by(referral_id=phone.referral.id).all()[-1]

    assert (move.to_state, move.decline_code, move.expected_on) == (ReferralState.RECEIVED, None, None)


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({}, "This answer is needed."),
        ({"to": "accepted"}, "Write the day of the appointment."),
        ({"to": "accepted", "expected_on": "01/01/2020"}, "This date is already past."),
        ({"to": "declined"}, "Say why it is not possible."),
        ({"to": "declined", "decline_code": "OTHER"}, "Say in a few words what the other reason is."),
        ({"to": "withdrawn"}, "Choose one of the answers offered."),
        ({"to": "done"}, "Choose one of the answers offered."),
        ({"to": "received", "why": "x" * 501}, "This message is too long: 500 characters at most."),
    ],
)
def test_a_wrong_answer_comes_back_as_it_was(app: Flask, answers: dict[str, str], complaint: str) -> None:
    phone = Phone(app, sent())
    phone.come_in()
    page = phone.answer(None, **answers)

    assert page.status == 422
    assert any(complaint in error for error in page.errors), page.errors
    assert phone.referral.state is ReferralState.SENT


def test_the_result_is_reported_later(app: Flask) -> None:
    phone = Phone(app, sent(state=ReferralState.ACCEPTED))
    page = phone.come_in()
    page = phone.answer(page, to="started", happened_on=TODAY)
    assert page.heading.startswith("Thank you")
    page = phone.answer(to="done", happened_on=TODAY)

    assert phone.referral.state is ReferralState.DONE
    assert phone.referral.done_at
    assert "opens nothing from now on" in page.text
    assert phone.look().status == 410


def test_everything_is_in_the_log_without_an_author(app: Flask) -> None:
    phone = Phone(app, sent())
    phone.answer(phone.come_in(), to="received")

    assert log_of(phone.referral)[-4:] == [
        ("link.opened", "first_page"),
        ("link.opened", "code"),
        ("referral.read", "link"),
        ("referral.moved", "received"),
    ]


def test_the_code_may_be_typed_in_any_digits(app: Flask) -> None:
    phone = Phone(app, sent())
    eastern = phone.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert phone.type(f" {eastern[:3]} {eastern[3:]} ").heading == "A referral to you"


def test_the_language_is_chosen_on_the_page(app: Flask) -> None:
    phone = Phone(app, sent(), "ar")
    page = phone.look()
    to_french: Any = page.soup.select_one("a[hreflang=fr]")
    page = phone.browser.send("GET", str(to_french["href"]))

    assert page.soup.select_one("html")["lang"] == "fr"  # type: ignore[index]


def test_the_quick_exit_ends_the_visit(app: Flask) -> None:
    phone = Phone(app, sent())
    page = phone.come_in()
    way_out: Any = page.soup.select_one("a.exit")
    left = phone.browser.send("GET", str(way_out["href"]), follow=False)

    assert left.response.headers["Location"] == app.config["EXIT_URL"]
    assert left.response.headers["Clear-Site-Data"]
    assert phone.look("answer").status == 302
    phone.come_in()  # before an answer the same code opens it again


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_answered(app: Flask, what: str) -> None:
    phone = Phone(app, sent())
    nonsense: Any = NONSENSE[what]
    assert phone.type(nonsense).status in (413, 422)
    form = phone.come_in()
    names = {str(tag["name"]) for tag in form.soup.select("main input, main textarea, main select")}
    spoilt = {name: nonsense for name in names if name not in ("csrf_token", "version")}
    page = phone.answer(form, **spoilt)

    assert page.status in (413, 422)
    assert "<script>alert" not in page.text
    for version in ("", "x", "0", "9" * 40, "١", "1_0"):
        assert phone.answer(form, to="received", version=version).status in (409, 422)
    assert phone.referral.state is ReferralState.SENT
