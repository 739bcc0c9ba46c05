"""A mail says that something waits, nothing else; the clock sends it, once, and again if it failed."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

import config
from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.services import end_membership
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices import mailing
from casework.notices.models import Notice, NoticeKind
from casework.notices.services import notify
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.mailbox import Server
from tests.parallel import all_at_once


@pytest.fixture
def case(app: Flask) -> Case:
    """Its lead gave an address and has something new."""
    made: Case = CaseFactory()
    lead_of(made).email, lead_of(made).language = "worker@example.ma", "en"
    tell(made)
    return made


def tell(case: Case) -> None:
    notify([lead_of(case)], NoticeKind.REFERRAL_ANSWERED, new_id(), case=case)
    commit()


def test_without_a_server_nothing_is_sent(app: Flask, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib, "SMTP", pytest.fail)
    assert mailing.mail_notices() == 0


def test_one_neutral_mail_for_all_that_is_new(server: Server, case: Case) -> None:
    tell(case)
    assert [mailing.mail_notices(), mailing.mail_notices()] == [1, 0]
    mail = server.mails[0]
    text = mail.as_string()

    assert server.said == ["mail.example:587", "starttls", "login casework", "bye"]
    assert (mail["To"], mail["From"]) == ("worker@example.ma", "service@example.ma")
    assert "Sign in to read it." in mail.get_content()
    assert "https://casework.example" in mail.get_content()
    told = [case.reference, str(case.id), "Fatima", "referral", "partner", "Cell", lead_of(case).name_lat]
    told += [lead_of(case).username]
    assert [word for word in told if word in text] == []


def test_something_new_later_is_another_mail(server: Server, case: Case) -> None:
    mailing.mail_notices()
    tell(case)
    assert mailing.mail_notices() == 1


def test_it_speaks_the_language_of_the_account(server: Server, case: Case) -> None:
    for language in ("ar", "fr", "en"):
        lead_of(case).language = language
        tell(case)
        mailing.mail_notices()
    assert len(server.mails) == 3


@pytest.mark.parametrize(
    "trouble", [ConnectionRefusedError(), smtplib.SMTPAuthenticationError(535, b"no"), TimeoutError()]
)
def test_what_failed_is_logged_and_tried_again(
    server: Server, case: Case, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    server.trouble = trouble
    with caplog.at_level(logging.WARNING):
        assert mailing.mail_notices() == 0
    assert str(lead_of(case).id) in caplog.text
    assert "worker@example.ma" not in caplog.text
    server.trouble = None
    assert mailing.mail_notices() == 1


def seen(case: Case) -> None:
    db.session.query(Notice).one().seen_at = now()


def left(case: Case) -> None:
    end_membership(case, case.members[0])


def disabled(case: Case) -> None:
    lead_of(case).disabled_at = now()


def without_address(case: Case) -> None:
    lead_of(case).email = None


@pytest.mark.parametrize("change", [seen, left, disabled, without_address])
def test_nobody_is_written_to_for_nothing(server: Server, case: Case, change: Callable[[Case], None]) -> None:
    change(case)
    commit()
    assert mailing.mail_notices() == 0
    assert server.mails == []


def test_an_old_notice_is_not_worth_a_mail(server: Server, case: Case, set_time: Callable[..., None]) -> None:
    set_time(now() + timedelta(days=8))
    assert mailing.mail_notices() == 0


def test_two_clocks_at_once_send_one(app: Flask, server: Server, case: Case) -> None:
    def run(_number: int) -> int:
        with app.app_context():
            return mailing.mail_notices()

    assert sum(all_at_once(app, run, 4)) == 1
    assert len(server.mails) == 1


def test_no_request_sends_a_mail(
    app: Flask, browser: Browser, server: Server, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(lead_of(case))
    for page in ("caseload.home", "notices.list_notices"):
        browser.open(page)
    browser.post("notices.mark_all_seen")
    assert server.said == []


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("worker@example.ma", 200),
        ("", 200),
        ("nobody", 422),
        ("a@b", 422),
        ("a@example.ma\nBcc: b@example.ma", 422),
        ("عاملة@example.ma", 422),
    ],
)
def test_ones_own_address(app: Flask, browser: Browser, typed: str, status: int) -> None:
    user: User = lead_of(CaseFactory())
    browser.sign_in(user)
    page = browser.submit("accounts.change_email", {"email": typed})

    assert page.status == status
    assert user.email == ((typed or None) if status == 200 else None)
    assert user.wants_digest is (status != 200)  # its box was not ticked


@pytest.mark.parametrize(
    "given",
    [
        {"CASEWORK_SMTP_HOST": "mail.example"},
        {
            "CASEWORK_SMTP_HOST": "mail.example",
            "CASEWORK_SMTP_FROM": "service@example.ma",
            "CASEWORK_SMTP_USER": "casework",
            "CASEWORK_SMTP_STARTTLS": "0",
        },
    ],
)
def test_a_setting_that_would_fail_or_tell_stops_the_service(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(config.WeakSetting):
        config.mail_settings()
