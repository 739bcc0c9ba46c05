"""The digest of the day or of the week is mailed once, on a working morning, and says nothing of anybody."""

import smtplib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import CASABLANCA, end_of
from casework.core.extensions import db
from casework.digests.mailing import mail_digests
from casework.digests.models import Digest
from casework.organisation.models import Holiday
from casework.tasks.models import Task, TaskKind
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.mailbox import Server
from tests.parallel import all_at_once

SetTime = Callable[[datetime], None]
TUESDAY, MONDAY, SATURDAY = date(2026, 12, 1), date(2026, 11, 30), date(2026, 12, 5)


def at(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour, 5), CASABLANCA)


def with_address(user: User) -> User:
    user.email, user.language = f"{user.username}@example.ma", "en"
    return user


def due(case: Case, day: date) -> None:
    db.session.add(Task(key_id=case.key_id, case_id=case.id, kind=TaskKind.BY_HAND, due_at=end_of(day)))
    commit()


@pytest.fixture
def case(app: Flask) -> Case:
    """Something is due on it on Tuesday."""
    made: Case = CaseFactory()
    with_address(lead_of(made))
    due(made, TUESDAY)
    return made


def test_the_day_is_mailed_once(server: Server, case: Case, set_time: SetTime) -> None:
    set_time(at(TUESDAY, hour=6))
    assert mail_digests() == 0
    set_time(at(TUESDAY))
    assert [mail_digests(), mail_digests()] == [1, 0]

    text = server.mails[0].as_string()
    assert "https://casework.example/today" in text
    told = (case.reference, str(case.id), "Fatima", lead_of(case).name_lat, case.cell.name_fr, "overdue")
    assert [word for word in told if word in text] == []


def test_a_week_begins_on_monday(server: Server, case: Case, set_time: SetTime) -> None:
    with_address(UserFactory(supervisor=True, cell=case.cell))
    with_address(UserFactory(cell=case.cell))  # nothing is due to him: nothing is written
    commit()
    set_time(at(MONDAY))

    assert mail_digests() == 2
    assert all("https://casework.example/this-week" in mail.as_string() for mail in server.mails)


def test_no_mail_on_a_day_off(server: Server, case: Case, set_time: SetTime) -> None:
    due(case, SATURDAY)
    set_time(at(SATURDAY))
    assert mail_digests() == 0
    directorate_id = case.cell.directorate_id
    db.session.add(Holiday(directorate_id=directorate_id, day=TUESDAY, name_ar="عيد", name_fr="Aïd"))
    commit()
    set_time(at(TUESDAY))
    assert mail_digests() == 0


def test_nobody_is_written_to_against_his_wish(server: Server, case: Case, set_time: SetTime) -> None:
    lead_of(case).wants_digest = False
    commit()
    set_time(at(TUESDAY))
    assert mail_digests() == 0


def test_what_failed_is_tried_again(server: Server, case: Case, set_time: SetTime) -> None:
    set_time(at(TUESDAY))
    server.trouble = smtplib.SMTPServerDisconnected()
    assert mail_digests() == 0
    server.trouble = None
    assert mail_digests() == 1


def test_two_clocks_at_once_mail_once(app: Flask, server: Server, case: Case, set_time: SetTime) -> None:
    set_time(at(TUESDAY) + timedelta(hours=1))

    def run(_number: int) -> int:
        with app.app_context():
            return mail_digests()

    all_at_once(app, run, 2)
    assert (db.session.query(Digest).count(), len(server.mails)) == (1, 1)
