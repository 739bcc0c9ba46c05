"""Who opens a file, what he sees of it, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Case, CaseStatus
from casework.cases.services import set_concerns, set_risk, state_purpose
from casework.cases.timeline import Audience, Happening, tell
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import Relative, SuspectedAuthor
from casework.programmes.base import RiskLevel
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, join, lead_of
from tests.factories.organisation import CellFactory


@pytest.fixture
def case(app: Any) -> Case:
    return CaseFactory(risk=RiskLevel.HIGH)


def open_file(browser: Browser, case: Case, **values: Any) -> Page:
    return browser.open("casefile.show", case_id=case.id, **values)


def events(event: Event) -> list[AuditEntry]:
    return db.session.query(AuditEntry).filter_by(event=event.value).order_by(AuditEntry.seq).all()


def test_a_worker_reads_his_file(browser: Browser, case: Case) -> None:
    NumberFactory(person=case.person, number="+212600000011")
    browser.sign_in(lead_of(case))
    page = open_file(browser, case)

    assert page.status == 200
    assert page.heading == case.reference
    assert "06 00 00 00 11" in page.text
    assert [entry.object_id for entry in events(Event.CASE_OPENED)] == [None]
    assert events(Event.CASE_OPENED)[0].case_id == case.id


def test_the_head_shows_no_name(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = open_file(browser, case)

    assert page.texts(".alias") == ["F. A."]
    assert "AIT LHAJ" not in " ".join(page.texts("header"))


def test_a_hidden_file_looks_like_a_missing_one(browser: Browser, case: Case) -> None:
    browser.sign_in(UserFactory(cell=case.cell))
    missing = new_id()
    pages = [browser.open("casefile.show", case_id=case_id) for case_id in (case.id, missing)]

    assert [page.status for page in pages] == [404, 404]
    assert pages[0].text.replace(str(case.id), "") == pages[1].text.replace(str(missing), "")
    assert [entry.object_id for entry in events(Event.REFUSED)] == [case.id, missing]


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.SPECIALIST])
def test_another_cell_has_no_such_file(browser: Browser, case: Case, role: Role) -> None:
    browser.sign_in(UserFactory(role=role, cell=CellFactory()))

    assert open_file(browser, case).status == 404


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.DIRECTOR, Role.DPO, Role.ADMINISTRATOR])
def test_who_reads_no_files_is_refused(browser: Browser, case: Case, role: Role) -> None:
    cell = case.cell if role is Role.RECEPTION else None
    browser.sign_in(UserFactory(role=role, cell=cell))
    may_borrow = role is Role.DIRECTOR  # a file that was not lent to him is like one that does not exist

    assert open_file(browser, case).status == (404 if may_borrow else 403)


def test_a_barred_member_has_no_such_file(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    bar(case, specialist, why="Cousin")
    commit()
    browser.sign_in(specialist)

    assert open_file(browser, case).status == 404


def test_a_supervisor_says_why_once_a_day(browser: Browser, case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(supervisor)
    asked = open_file(browser, case)
    assert asked.texts("label") == ["Why do you open this file? Required"]

    answers = asked.hidden | {"purpose": "Monthly review of grave risks"}
    page = browser.visit("POST", "cases.state_purpose", answers, case_id=case.id)
    assert (page.status, page.heading) == (200, case.reference)
    assert open_file(browser, case).heading == case.reference

    browser.post("accounts.sign_out")
    browser.sign_in(lead_of(case))
    assert "Monthly review of grave risks" in open_file(browser, case).text


def test_the_story_is_told_fifteen_lines_at_a_time(browser: Browser, case: Case) -> None:
    for days in range(20):
        happened_at = now() + timedelta(minutes=days + 1)
        story = {"text": f"Line number {days}", "next": "Call back"}
        tell(
            case,
            Happening.NOTE,
            happened_at=happened_at,
            author_id=case.lead_id,
            object_id=new_id(),
            story=story,
        )
    commit()
    browser.sign_in(lead_of(case))
    first = open_file(browser, case)
    next_link = first.soup.select_one("a[rel=next]")
    assert next_link

    second = browser.send("GET", f"/cases/{case.id}{next_link['href']}")
    assert len(first.soup.select(".timeline > li")) == 15
    assert "Line number 19" in first.text
    assert "Line number 0" in second.text
    assert "Line number 19" not in second.text


def test_the_story_is_narrowed_by_kind(browser: Browser, case: Case) -> None:
    set_risk(case, RiskLevel.EMERGENCY, "A knife was seen", by=lead_of(case))
    commit()
    browser.sign_in(lead_of(case))

    assert "A knife was seen" in open_file(browser, case, kind="decisions").text
    assert "A knife was seen" not in open_file(browser, case, kind="referrals").text


@pytest.mark.parametrize("garbage", ["%00", "0", "-1", "abc", "٣", "NaN", "x" * 4000])
def test_a_wrong_page_or_filter_is_the_first(browser: Browser, case: Case, garbage: str) -> None:
    browser.sign_in(lead_of(case))

    assert open_file(browser, case, after=garbage, kind=garbage).status == 200
    assert browser.open("casefile.seen_by", case_id=case.id, after=garbage).status == 200


def test_a_restricted_part_is_for_its_author_and_the_supervisor(browser: Browser, case: Case) -> None:
    specialist, supervisor = (
        UserFactory(specialist=True, cell=case.cell),
        UserFactory(supervisor=True, cell=case.cell),
    )
    join(case, specialist)
    join(case, supervisor)
    for audience, text in (
        (Audience.AUTHOR_AND_SUPERVISOR, "in confidence"),
        (Audience.AUTHOR, "clinical words"),
    ):
        story = {"text": f"Said {text}"}
        tell(
            case,
            Happening.NOTE,
            happened_at=now(),
            author_id=specialist.id,
            object_id=new_id(),
            audience=audience,
            story=story,
        )
    commit()
    seen = {}
    for reader in (lead_of(case), specialist, supervisor):
        browser.sign_in(reader)
        text = open_file(browser, case).text
        seen[reader.id] = ("Said in confidence" in text, "Said clinical words" in text)
        browser.post("accounts.sign_out")

    assert seen == {
        lead_of(case).id: (False, False),
        specialist.id: (True, True),
        supervisor.id: (True, False),
    }


def test_a_number_not_confirmed_for_90_days_is_not_offered(browser: Browser, case: Case) -> None:
    NumberFactory(person=case.person, number="+212600000012", confirmed_on=today() - timedelta(days=91))
    browser.sign_in(lead_of(case))
    page = open_file(browser, case)

    assert "06 00 00 00 12" not in page.text
    assert "not confirmed in the last 90 days" in page.text


def test_the_suspected_author_is_never_offered_as_a_contact(browser: Browser, case: Case) -> None:
    person = case.person
    relative = Relative(key_id=person.key_id, person_id=person.id, name="Brahim", phone="+212600000013")
    author = SuspectedAuthor(
        key_id=person.key_id, person_id=person.id, relative_id=relative.id, relation="FAMILY"
    )
    db.session.add_all([relative, author])
    NumberFactory(person=person, number="+212600000013")
    browser.sign_in(lead_of(case))
    page = open_file(browser, case)

    assert len(page.soup.select(".do-not-contact")) == 2
    assert not page.soup.select('a[href^="tel:"]')
    assert "author" not in page.texts(".first")[0]
    other = browser.open("casefile.person", case_id=case.id)
    assert not other.soup.select('a[href^="tel:"]')
    assert "Do not contact" in other.text


def test_a_closed_file_offers_nothing_to_change(browser: Browser, case: Case) -> None:
    case.status = CaseStatus.CLOSED
    commit()
    browser.sign_in(lead_of(case))
    page = open_file(browser, case)

    assert page.status == 200
    assert "takes addenda only" in page.text
    assert not page.has_link(f"/cases/{case.id}/risk")
    assert browser.open("casefile.edit_person", case_id=case.id).status == 409


def test_what_may_incriminate_is_for_members_only(browser: Browser) -> None:
    cell = CellFactory()
    listed = [option for option in CaseFactory(cell=cell).programme.concerns if option.is_restricted]
    case = CaseFactory(cell=cell)
    set_concerns(case, listed[0].code, [])
    supervisor = UserFactory(supervisor=True, cell=cell)
    state_purpose(case, supervisor, "Review of the month")
    commit()
    label = str(listed[0].label)
    browser.sign_in(lead_of(case))
    assert label in open_file(browser, case).text
    browser.post("accounts.sign_out")
    browser.sign_in(supervisor)
    assert label not in open_file(browser, case).text
