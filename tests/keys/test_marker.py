"""A word typed into every sealed field, through the real forms, is in no byte of what the service writes."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.appointments.models import Appointment
from casework.cases.models import Approval, Case, Reporter
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.i18n import clock_time
from casework.followup.models import Note
from casework.organisation.territory import COMMUNES
from casework.people.models import ContactNumber, Relative, SuspectedAuthor
from casework.referrals.models import Referral
from casework.supervision.models import Conference, ReviewQuestion, ReviewSession
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closures import ticked
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.intake.interviews import fill_in, finish
from tests.intake.test_sealed import TYPED
from tests.keys.authorities import authorities
from tests.keys.cards import cards
from tests.keys.lending import lend
from tests.keys.transfers import given_away
from tests.keys.written import everything_written, files_of, newest, sealed_columns
from tests.referrals.flow import service_of

LATIN, ARABIC, PHONE = "zanzibar", "زنجبارية", "698765432"
MARK = f"{LATIN} {ARABIC}"
DAY = f"{today():%d/%m/%Y}"
WHY = {"why": MARK}
SUSPECT = {"suspect-relation": "FAMILY", "suspect-sex": "male", "suspect-age_band": "adult"}
CHOSEN = {
    "person": {
        "numbers-0-number": f"0{PHONE}",
        "numbers-0-safety": "safe",
        "source": "OTHER",
        "birth": "3/4/2012",
    },
    "situation": SUSPECT
    | {"companion": "somebody", "came_with-relation": "OTHER", "came_with-relation_text": MARK}
    | {"suspect-number": "0612312312", "suspect-access_to_person": "near"},
    "concerns": {"primary": "EARLYP", "others": "OTHER"},
}
NOTE = {"kind": "office", "contact": "made", "happened_on": DAY, "text": MARK}
CONSENT = {"act": "consent", "state": "given", "giver": "person", "manner": "spoken", "decided_on": DAY}
GROUND = {
    "kind": "child_at_risk",
    "rule": MARK,
    "authority": MARK,
    "reference": MARK,
    "why": MARK,
    "person_was_told": "no",
}
CLOSING = {"reason": "GOALS", "summary": MARK, "person_was_told": "yes", "told": MARK}


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where whatever spools to a file would leave it."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


class Worker:
    """Somebody who fills in one form after the other on one file."""

    def __init__(self, browser: Browser, user: Any, case: Any = None) -> None:
        self.browser, self.case_id = Browser(browser.app), case and case.id
        self.browser.sign_in(user)

    def sends(self, endpoint: str, answers: dict[str, Any], **about: Any) -> Page:
        address = {"case_id": self.case_id, **about}
        page = self.browser.open(endpoint, **address)
        assert page.status == 200, (endpoint, page.text[-2000:])
        answer = self.browser.visit("POST", endpoint, filled(page) | answers, follow=False, **address)
        assert answer.status in (200, 302), (endpoint, answer.status, answer.errors, answer.texts("h1"))
        assert answer.status == 302 or not answer.errors
        return answer


def test_no_byte_tells_what_was_typed(
    browser: Browser, spool: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    cell = CellFactory()
    lead, supervisor = UserFactory(cell=cell), UserFactory(supervisor=True, cell=cell)
    specialist, barred = UserFactory(specialist=True, cell=cell), UserFactory(cell=cell)
    partner = PartnerFactory(phone=None, address=None)
    worker = Worker(browser, lead)
    draft_id = fill_in(worker.browser, cell, **interview())
    filled_in = sealed_columns(filled=True)
    assert found_in(everything_written()) == []
    assert finish(worker.browser, draft_id, narrative=MARK).heading == "The file is open"

    case = db.session.query(Case).one()
    worker.case_id = case.id
    chief = Worker(browser, supervisor, case)
    chief.browser.submit("cases.state_purpose", {"purpose": MARK}, case_id=case.id, follow=False)
    chief.sends("casefile.add_member", {"user_id": str(specialist.id), "role": "specialist", **WHY})
    while_it_lives(worker, chief, Worker(browser, specialist, case), barred)
    cards(browser, Worker(browser, supervisor), partner, said=MARK, mail=f"{LATIN}@{LATIN}.example")
    partners(worker, chief, partner)
    filled_in |= sealed_columns(filled=True)
    other = CaseFactory(cell=cell, worker=lead, person=None)
    decisions(worker, chief, other)
    lend(chief, other, MARK)
    shorter_entries(worker, cell)
    reception(Worker(browser, UserFactory(reception=True, cell=cell)), cell)
    made_one(chief)
    there = CellFactory(disability=True)
    given_away(worker, chief, Worker(browser, UserFactory(supervisor=True, cell=there)), there, MARK)

    filled_in |= sealed_columns(filled=True)
    assert sealed_columns() - filled_in == set()
    spooled = (path.read_text("latin-1") for path in files_of(spool))
    told = "\n".join((caplog.text, *capfd.readouterr(), *spooled))
    written = everything_written()
    assert partner.name_fr.encode() in written  # what stands readable is found
    assert found_in(written) == []
    assert found_in(told.encode()) == []


def interview() -> dict[str, dict[str, Any]]:
    """What is typed at each step."""
    steps = {step: dict.fromkeys(names, MARK) | CHOSEN.get(step, {}) for step, names in TYPED.items()}
    steps["notice"] |= {"agreement": "not_possible", "why_not_yet": MARK}
    return steps


def while_it_lives(worker: Worker, chief: Worker, specialist: Worker, barred: Any) -> None:
    """What is written in a file from week to week."""
    about_the_person(worker)
    restricted(worker, str(barred.id))
    notes(worker, specialist)
    tasks(worker)
    appointments(worker)
    reviews(worker, chief)


def about_the_person(worker: Worker) -> None:
    names = ("first_name_ar", "surname_ar", "first_name_lat", "surname_lat", "alias", "cin", "douar")
    worker.sends("casefile.edit_person", {name: f"{MARK} {name}" for name in names})
    number = {"number": f"0{PHONE}", "safety": "safe", "hours": MARK, "who_answers": MARK, "we_say": MARK}
    worker.sends("casefile.add_number", number)
    number_id = newest(ContactNumber).id
    worker.sends("casefile.edit_number", {"hours": f"{MARK} 2"}, number_id=number_id)
    relative = {"name": MARK, "relation": "OTHER", "relation_text": MARK, "birth_year": "1980"}
    kept = {"phone": f"0{PHONE}", "capacity": "custodian", "proof_seen": "CIN"}
    worker.sends("casefile.add_relative", relative | kept)
    worker.sends("casefile.edit_relative", {"name": f"{MARK} 2"}, relative_id=newest(Relative).id)
    worker.sends(
        "casefile.edit_concerns", {"primary": "EARLYP", "others": ["OTHER"], "other_text": f"{MARK} 2"}
    )
    worker.sends("casefile.edit_details", {"precisions": f"{MARK} 2"})
    worker.sends("casefile.change_risk", {"level": "emergency", "why": MARK})
    worker.sends("casefile.print_file", WHY | {"with_name": "y", "with_douar": "y", "with_phone": "y"})


def restricted(worker: Worker, barred_id: str) -> None:
    reporter = {"kind": "NEIGH", "name": MARK, "phone": f"0{PHONE}", "link": MARK, "wishes": MARK}
    worker.sends("casefile.edit_reporter", reporter)
    worker.sends("casefile.edit_reporter", {"name": f"{MARK} 2"}, reporter_id=newest(Reporter).id)
    author = {"relation": "FAMILY", "known_as": MARK, "number": f"0{PHONE}"}
    worker.sends("casefile.edit_suspected_author", author)
    author_id = newest(SuspectedAuthor).id
    worker.sends("casefile.edit_suspected_author", {"known_as": f"{MARK} 2"}, author_id=author_id)
    worker.sends("casefile.bar_user", WHY | {"user_id": barred_id})


def notes(worker: Worker, specialist: Worker) -> None:
    next_step = {"next_step": MARK, "next_on": DAY}
    worker.sends("followup.add_note", NOTE | next_step | {"restricted_part": MARK})
    note_id = newest(Note).id
    correction = {"text": f"{MARK} 2", "restricted_part": f"{MARK} 2"}
    worker.sends("followup.correct_note", correction, note_id=note_id)
    worker.sends("followup.add_addendum", {"text": MARK}, note_id=note_id)
    specialist.sends("followup.add_note", NOTE | {"is_clinical": "y", "safety_line": MARK})
    clinical_id = newest(Note).id
    specialist.sends("followup.correct_note", {"safety_line": f"{MARK} 2"}, note_id=clinical_id)


def tasks(worker: Worker) -> None:
    worker.sends("tasks.add_task", {"title": MARK, "due_on": DAY})
    task_id = newest(Task, kind=TaskKind.BY_HAND).id
    worker.sends("tasks.move_task", WHY | {"due_on": DAY}, task_id=task_id)
    worker.sends("tasks.complete_task", WHY, task_id=task_id)


def reviews(worker: Worker, chief: Worker) -> None:
    """A question and its answer, a session of one file, a conference."""
    chief.sends("supervision.ask", {"text": MARK})
    worker.sends("supervision.answer", {"text": MARK}, question_id=newest(ReviewQuestion).id)
    case = db.session.get_one(Case, worker.case_id)
    cell_id = case.cell_id
    chief.sends("supervision.start_review", {}, cell_id=cell_id, user_id=case.lead_id)
    step = {"session_id": newest(ReviewSession).id, "position": 1}
    chief.browser.post("supervision.turn_to", **step)
    task = {"task_title": MARK, "task_due_on": DAY}
    chief.sends("supervision.review_file", {"verdict": "do_next", "text": MARK} | task, **step)
    chief.sends("supervision.call_conference", {}, cell_id=cell_id)
    decided = {"text": MARK, "due_on": DAY}
    chief.sends("supervision.decide_in_conference", decided, conference_id=newest(Conference).id)


def appointments(worker: Worker) -> None:
    asked = {
        "day": f"{today() + timedelta(days=2):%d/%m/%Y}",
        "hour": "10:00",
        "kind": "office",
        "is_meant": "y",
    }
    worker.sends("appointments.add_appointment", asked | {"place": MARK, "about": MARK})
    about = {"appointment_id": newest(Appointment).id}
    worker.sends("appointments.change_appointment", {"place": f"{MARK} 2", "is_meant": "y"}, **about)


def partners(worker: Worker, chief: Worker, partner: Any) -> None:
    chosen = {"partner_id": str(partner.id)}
    worker.sends("consents.record_consent", CONSENT | WHY | chosen | {"purpose": "sharing", "withheld": MARK})
    said = {"what_for": MARK, "urgency": "this_week", "next_contact": "us", "name": "first_name"}
    worker.sends("referrals.refer", said, service="PSY", to=service_of(partner))
    about = {"referral_id": newest(Referral).id}
    worker.sends("referrals.send_referral", {}, **about)
    worker.sends("referrals.move_referral", WHY | {"to": "received", "happened_on": DAY}, **about)
    worker.sends("referrals.print_letter", {"language": "ar", "reader": "partner"}, **about)
    chief.sends("consents.record_legal_ground", GROUND | chosen)
    chief.sends("consents.barred_partners", WHY | {"partner_id": str(PartnerFactory().id)})


def decisions(worker: Worker, chief: Worker, other: Case) -> None:
    """What is asked of the supervisor, what he answers, and what he takes out of the file."""
    authorities(worker, chief, MARK)
    worker.sends("casefile.change_risk", {"level": "low", "why": f"{MARK} 2"})
    answer = {"decision": "returned", "comment": MARK}
    chief.sends("casefile.decide_risk", answer, approval_id=newest(Approval).id)
    entry = db.session.query(TimelineEntry).filter_by(object_id=newest(Note, is_clinical=False).id).one()
    chief.sends("casefile.move_entry", WHY | {"reference": other.reference}, entry_id=entry.id)
    risk = newest(TimelineEntry, kind=Happening.RISK, case_id=chief.case_id)
    chief.sends("casefile.withdraw_entry", WHY, entry_id=risk.id)
    checked = ticked(other.programme) | {"check_SAFE": "no", "why_SAFE": MARK}
    worker.sends("closure.ask_closure", CLOSING | checked)
    chief.sends(
        "closure.decide_closure", {"decision": "approved", "comment": MARK}, approval_id=newest(Approval).id
    )
    chief.sends("closure.reopen", WHY)


def shorter_entries(worker: Worker, cell: Any) -> None:
    """A signal that somebody telephoned, and an emergency."""
    names = ("first_name_ar", "surname_ar", "alias", "told", "other_text", "reporter_name")
    person = dict.fromkeys(names, MARK)
    received = {"received_on": DAY, "received_at": clock_time(now()), "reporter_phone": f"0{PHONE}"}
    risk = {"primary": "OTHER", "risk": "high", "risk_why": MARK}
    for endpoint, answers in {
        "intake.signal": person | received | risk,
        "intake.emergency": {"first_name": MARK, "danger": MARK, "done": MARK},
    }.items():
        page = worker.browser.submit(endpoint, answers, cell_id=cell.id, follow=False)
        assert page.status == 302, (endpoint, page.errors)


def reception(worker: Worker, cell: Any) -> None:
    said = dict.fromkeys(("first_name", "reason_text", "source_text"), MARK)
    chosen = {"reason": "other", "source": "OTHER", "number": f"0{PHONE}", "commune": next(iter(COMMUNES))}
    worker.case_id = None
    worker.sends("visits.register", said | chosen | {"cell_id": str(cell.id)})


def made_one(chief: Worker) -> None:
    """The files of the signal and of the emergency turn out to be one person's."""
    kept, merged = db.session.query(Case).order_by(Case.id.desc()).limit(2)
    both: dict[str, Any] = {"case_id": kept.id, "other_id": merged.id}
    for case_id in both.values():
        chief.browser.submit("cases.state_purpose", {"purpose": MARK}, case_id=case_id, follow=False)
    asked = filled(chief.browser.open("duplicates.merge", **both))
    taken = {name: str(merged.id) for name in asked if name.startswith("take_")}
    chief.sends("duplicates.merge", WHY | {"kept_id": str(kept.id)} | taken, **both)


def found_in(stored: bytes) -> list[str]:
    """The words that are there, in whatever way text is usually written."""
    words = (LATIN, ARABIC, PHONE, "612312312", "EARLYP")
    ways = ("utf-8", "utf-16-le", "unicode_escape")
    return [word for word in words if any(word.encode(way) in stored for way in ways)]
