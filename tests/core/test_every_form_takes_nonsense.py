"""What no sensible person types, into every form of a file and around it: an answer, never a crash."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from casework.access.policy import Action, Role
from casework.accounts.models import Absence
from casework.cases.models import Case, Reporter
from casework.cases.services import state_purpose
from casework.cases.timeline import TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.people.models import Relative, SuspectedAuthor
from casework.tasks.models import TaskKind
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.appointments import AppointmentFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.followup import NoteFactory, TaskFactory
from tests.factories.grants import asked_by, doubtful_tie
from tests.factories.measures import MeasureFactory, ReportFactory, approve, asked_about
from tests.factories.partners import ContactFactory, LocationFactory, PartnerFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.supervision import conference, question, supervisor_of
from tests.factories.transfers import proposed
from tests.inbox.people import sent_to

NONSENSE: dict[str, str | bytes] = {
    "controls": "a\x00b\u202e\u200b",
    "no UTF-8": b"\xff\xfe\xc3\x28\xed\xa0\x80",
    "huge number": "9" * 5000,
    "no number": "²",
    "no day": "٣١/٠٢/٢٠٢٥",
    "last year of all": "31/12/9999",
    "markup": "'><script>alert(1)</script>${7*7}\r\nSet-Cookie: b=c",
    "long": "ب" * 60_000,
}
# the worker's forms take everything, the others' what databases and libraries trip over
TRIED = [
    *((Role.SOCIAL_WORKER, what) for what in NONSENSE),
    *((role, what) for role in (Role.SUPERVISOR, Role.ADMINISTRATOR) for what in ("controls", "huge number")),
]
ANSWERS = (200, 302, 404, 409, 413, 422)
LEFT_OUT = ("accounts.sign_out", "accounts.change_password")


@pytest.fixture
def case(app: Flask) -> Case:
    made: Case = CaseFactory()
    NumberFactory(person=made.person)
    PartnerFactory()
    return made


def away_today(case: Case) -> Absence:
    return Absence(user_id=case.lead_id, from_on=today(), until_on=today(), recorded_by_id=case.lead_id)


def things(case: Case) -> dict[str, Any]:
    """One of each kind of row that an address may name."""
    note, referral = NoteFactory(case=case), ReferralFactory(case=case)
    person = case.person
    rows = {
        "relative_id": Relative(key_id=person.key_id, person_id=person.id, name="Brahim"),
        "reporter_id": Reporter(key_id=case.key_id, case_id=case.id, name="Zahra"),
        "author_id": SuspectedAuthor(key_id=person.key_id, person_id=person.id, relation="FAMILY"),
        "absence_id": away_today(case),
    }
    db.session.add_all(rows.values())
    commit()
    partner = referral.partner
    location, contact = LocationFactory(partner=partner), ContactFactory(partner=partner)
    entry = db.session.query(TimelineEntry).filter_by(object_id=note.id).one()
    return (
        {name: row.id for name, row in rows.items()}
        | {
            "case_id": case.id,
            "cell_id": case.cell_id,
            "user_id": case.lead_id,
            "note_id": note.id,
            "appointment_id": AppointmentFactory(case=case).id,
            "task_id": TaskFactory(case=case, kind=TaskKind.BY_HAND).id,
            "number_id": person.numbers[0].id,
            "referral_id": referral.id,
            "partner_id": referral.partner_id,
            "service_id": partner.services[0].id,
            "location_id": location.id,
            "contact_id": contact.id,
            "entry_id": entry.id,
            "member_id": case.members[0].id,
            "code": sent_to(case.cell).code,
        }
        | reviewed(case)
        | {"transfer_id": proposed(CaseFactory(), case.cell).id}
        | decided(case)
        | lent(case)
        | {"programme": case.cell.programme_key, "risk": "medium", "clock": "plan"}
    )


def reviewed(case: Case) -> dict[str, Any]:
    """A question and a conference of one supervisor."""
    chief = supervisor_of(case)
    return {"question_id": question(case, chief).id, "conference_id": conference(chief).id}


def lent(case: Case) -> dict[str, Any]:
    """What a director asks, and somebody who may know the person."""
    asked, worker = asked_by(UserFactory(director=True), case), UserFactory(cell=case.cell)
    return {"grant_id": asked.id, "tie_id": doubtful_tie(worker, case, supervisor_of(case)).id}


def decided(case: Case) -> dict[str, Any]:
    """A measure, a report to an authority that was approved, and what is asked about another."""
    measure, report = MeasureFactory(case=case), ReportFactory(case=case)
    approve(report)
    asked = ReportFactory(case=case)
    return {"measure_id": measure.id, "report_id": report.id, "approval_id": asked_about(asked).id}


def forms(app: Flask) -> Iterator[Rule]:
    """Every page that is filled in and sent to its own address."""
    for rule in app.url_map.iter_rules():
        is_form = {"GET", "POST"} <= (rule.methods or set()) and rule.endpoint not in LEFT_OUT
        if is_form and isinstance(getattr(app.view_functions[rule.endpoint], "rule", ""), Action):
            yield rule


def spoilt(page: Any, nonsense: Any) -> dict[str, Any]:
    """The form of the page with nonsense in each answer but those that make it a form of this session."""
    kept = ("csrf_token", "form_key", "version")
    names = {str(tag["name"]) for tag in page.soup.select("main input, main textarea, main select")}
    return {name: nonsense for name in names if name not in kept} | {
        name: answer for name, answer in filled(page).items() if name in kept
    }


@pytest.mark.parametrize(("role", "what"), TRIED)
def test_nonsense_is_answered(
    app: Flask, browser: Browser, subtests: Any, case: Case, role: Role, what: str
) -> None:
    user: Any = case.lead if role is Role.SOCIAL_WORKER else UserFactory(role=role, cell=case.cell)
    if role is Role.SUPERVISOR:
        state_purpose(case, user, "To look")
    known = things(case)
    commit()
    browser.sign_in(user)

    for rule in forms(app):
        if rule.arguments <= known.keys():
            about = {name: known[name] for name in rule.arguments}
            with subtests.test(rule.endpoint):
                page = browser.visit("GET", rule.endpoint, **about)
                if page.status != 200 or not page.soup.select("main form[method=post]"):
                    continue
                answers = spoilt(page, NONSENSE[what])
                answer = browser.visit("POST", rule.endpoint, answers, follow=False, **about)
                assert answer.status in ANSWERS
                assert "Set-Cookie: b" not in str(answer.response.headers)
                assert "<script>alert" not in answer.text


def test_an_odd_version_is_no_crash(app: Flask, browser: Browser, subtests: Any, case: Case) -> None:
    known = things(case)
    browser.sign_in(lead_of(case))
    for rule in forms(app):
        if rule.arguments <= known.keys():
            about = {name: known[name] for name in rule.arguments}
            with subtests.test(rule.endpoint):
                page = browser.visit("GET", rule.endpoint, **about)
                for odd in ("", "x", "0", "9" * 40, "١", "1_0"):
                    if "version" in page.hidden:
                        answers = filled(page) | {"version": odd, "form_key": odd}
                        assert browser.visit("POST", rule.endpoint, answers, **about).status in ANSWERS
