"""Files of one household: linked by who may change both, seen by who may open both, on paper by nobody."""

from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases import households
from casework.cases.barring import bar
from casework.cases.models import Case, CaseStatus
from casework.cases.references import new_reference
from casework.cases.services import end_membership
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import (
    Access,
    Change,
    ContactNumber,
    Household,
    LegalCapacity,
    Relative,
    SuspectedAuthor,
)
from casework.people.safety import forbidden_contacts, numbers_on_paper
from casework.referrals.letter import letter_pdf, words_of
from casework.referrals.models import NextContact, ReferralState
from tests.browser import Browser, Page
from tests.casefile.people import as_supervisor, changes, correct, filled, n_entries
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory

PHONE = "+212600000051"
SIBLING = {"relation": "SIB", "lives_there": "y"}
MARKS = ("Zaynab-marker", "MARKER-FAMILY", "Rqia-marker", "06 00 00 00 51", "06 00 00 00 52")


@pytest.fixture
def case(app: Any) -> Case:
    made: Case = CaseFactory(person=PersonFactory(birth=None))
    return made


@pytest.fixture
def sister(case: Case) -> Case:
    names = {"first_name_ar": None, "first_name_lat": MARKS[0], "surname_lat": MARKS[1], "surname_ar": None}
    person = PersonFactory(cell=case.cell, **names)
    made: Case = CaseFactory(person=person, worker=case.lead)
    return made


def line(case: Case, **values: Any) -> Relative:
    relative = Relative(key_id=case.person.key_id, person_id=case.person_id, **values)
    db.session.add(relative)
    commit()
    return relative


def suspect(case: Case, **values: Any) -> None:
    db.session.add(SuspectedAuthor(key_id=case.person.key_id, person_id=case.person_id, **values))
    commit()


def linked(case: Case, other: Case, **answers: Any) -> Relative:
    """As somebody who works on both does it."""
    about = households.line_for(case, other, **{"relation": "SIB", "lives_there": True} | answers)
    households.link(case, other, about)
    commit()
    return about


def link(browser: Browser, case: Case, other: Case, **answers: Any) -> Page:
    named = SIBLING | {"reference": other.reference.lower()} | answers
    return correct(browser, "casefile.link_household", named, case_id=case.id)


def panel(browser: Browser, case: Case) -> Any:
    page = browser.open("casefile.person", case_id=case.id)
    return page.soup.select_one("[aria-labelledby=household]")


def test_two_files_are_linked_by_a_reference_and_unlinked(worker: Browser, case: Case, sister: Case) -> None:
    page = worker.open("casefile.link_household", case_id=case.id)
    typed = filled(page) | SIBLING | {"reference": sister.reference}
    for _click in range(2):
        assert worker.visit("POST", "casefile.link_household", typed, case_id=case.id).status == 200

    lines = {row.person_id: row for row in db.session.query(Relative)}
    assert {row.known_person_id for row in lines.values()} == {case.person_id, sister.person_id}
    assert [row.relation for row in lines.values()] == ["SIB", "SIB"]
    assert lines[case.person_id].name == MARKS[0]
    assert case.person.household_id == sister.person.household_id == db.session.query(Household).one().id
    shown = panel(worker, case)
    assert shown.select_one(f'a[href="/cases/{sister.id}"]').get_text(strip=True) == sister.reference
    assert MARKS[1] not in shown.get_text()
    assert panel(worker, sister).select_one(f'a[href="/cases/{case.id}"]')

    worker.submit("casefile.leave_household", {"why": "Cousins, not sisters"}, case_id=sister.id)
    assert {row.known_person_id for row in db.session.query(Relative)} == {None}
    assert (case.person.household_id, db.session.query(Household).count()) == (None, 0)
    assert MARKS[0] in panel(worker, case).get_text()
    entries = db.session.query(AuditEntry).filter_by(event=Event.HOUSEHOLD_CHANGED.value).all()
    assert {(entry.case_id, entry.detail) for entry in entries} == {
        (file.id, said) for file in (case, sister) for said in ("linked", "left")
    }


def test_every_reference_that_leads_nowhere_gets_one_answer(worker: Browser, case: Case) -> None:
    error = {"status": CaseStatus.ENTERED_IN_ERROR, "worker": case.lead}
    barred = CaseFactory(cell=case.cell, worker=case.lead)
    bar(barred, lead_of(case), why="A neighbour")
    commit()
    hidden = (
        CaseFactory(cell=case.cell),
        CaseFactory(cell=CellFactory()),
        CaseFactory(**error),
        barred,
        case,
    )
    answers = set()
    for reference in (new_reference("AZ", 2026), *(other.reference for other in (*hidden, barred, case))):
        page = correct(worker, "casefile.link_household", SIBLING | {"reference": reference}, case_id=case.id)
        answers.add((page.status, *page.errors))

    assert len(answers) == 1
    assert "Give the reference of another file of the same cell." in " ".join(map(str, *answers))
    assert db.session.query(Household).count() == 0


def test_whoever_may_not_open_a_members_file_sees_a_plain_line(
    browser: Browser, case: Case, sister: Case
) -> None:
    plain: Case = CaseFactory(person=PersonFactory(cell=case.cell), worker=case.lead)
    line(plain, name=MARKS[0], birth_year=1990, relation="SIB", lives_there=True)
    linked(case, sister)
    for member in sister.current_members:
        end_membership(sister, member)
    commit()
    browser.sign_in(lead_of(case))
    shown, unlinked = panel(browser, case), panel(browser, plain)

    assert not shown.select("a[href^='/cases/'] .code")
    assert [row.get_text(" ", strip=True) for row in shown.select("li")] == [
        row.get_text(" ", strip=True) for row in unlinked.select("li")
    ]
    assert "Unlink" not in shown.get_text()
    assert browser.open("casefile.leave_household", case_id=case.id).status == 409
    browser.post("casefile.leave_household", {"why": "For no reason"}, case_id=case.id)
    assert case.person.household_id == sister.person.household_id is not None


def test_a_line_that_leads_to_a_hidden_file_is_linked_like_any_other(
    worker: Browser, case: Case, sister: Case
) -> None:
    entered = linked(case, sister)
    bar(sister, lead_of(case), why="A cousin")
    third: Case = CaseFactory(person=PersonFactory(cell=case.cell), worker=case.lead)
    commit()
    page = link(worker, case, third, relative_id=str(entered.id))

    assert (page.status, entered.known_person_id) == (200, third.person_id)
    assert len(panel(worker, case).select("ul.rows > li")) == 1


def test_a_supervisor_says_why_before_he_links(browser: Browser, case: Case, sister: Case) -> None:
    as_supervisor(browser, case)
    page = link(browser, case, sister)
    assert page.status == 422
    assert "first and say why" in " ".join(page.errors)

    browser.submit("cases.state_purpose", {"purpose": "Sisters"}, case_id=sister.id, follow=False)
    assert link(browser, case, sister).status == 200
    assert case.person.household_id


def test_somebody_already_entered_keeps_his_line(worker: Browser, case: Case, sister: Case) -> None:
    entered = line(case, name="Zineb", relation="NEIG", phone=PHONE)
    link(worker, case, sister, relative_id=str(entered.id))

    assert db.session.query(Relative).filter_by(person_id=case.person_id).one().known_person_id
    assert (entered.name, entered.relation, changes()["relation"]) == ("Zineb", "SIB", ("NEIG", "SIB"))
    assert link(worker, case, sister, relation="COUSIN").status == 422
    assert link(worker, case, sister, relation="NEIG").status == 409
    third = CaseFactory(cell=case.cell, worker=case.lead)
    assert link(worker, case, third, relative_id=str(entered.id)).status == 409
    third.status = CaseStatus.CLOSED
    commit()
    assert link(worker, case, third).status == 409
    assert n_entries(Event.HOUSEHOLD_CHANGED) == 2
    assert db.session.query(Change).filter_by(field="relation").count() == 1


def test_the_womens_cell_writes_no_name_into_another_file(app: Any) -> None:
    mother: Case = CaseFactory(cell=CellFactory(women=True))
    daughter: Case = CaseFactory(cell=mother.cell, worker=mother.lead)

    assert linked(mother, daughter, relation="MOTH").name == "F. A."
    assert {row.name for row in db.session.query(Relative)} == {"F. A."}


def test_two_households_become_one(app: Any, case: Case, sister: Case) -> None:
    others: list[Case] = [CaseFactory(cell=case.cell, worker=case.lead) for _n in range(2)]
    brother, cousin = others
    linked(case, sister)
    linked(brother, cousin)
    linked(sister, brother)

    assert {file.person.household_id for file in (case, sister, brother, cousin)} == {
        db.session.query(Household).one().id
    }
    households.leave(sister, "Moved away")
    commit()
    db.session.expire_all()
    assert sister.person.household_id is None
    assert case.person.household_id == brother.person.household_id is not None


def test_who_may_consent_for_the_child_is_said(worker: Browser, case: Case) -> None:
    line(case, name="Khadija", relation="MOTH", capacity=LegalCapacity.CUSTODIAN.value, proof_seen="DIVJ")
    assert "Nobody known may consent yet." in panel(worker, case).get_text()

    line(case, name="Brahim", capacity=LegalCapacity.KAFIL.value, proof_seen="KAFO")
    father = line(case, name="Hassan", capacity=LegalCapacity.REPRESENTATIVE.value, proof_seen="NONE")
    said = panel(worker, case).select_one("dd").get_text()
    assert "Brahim\u2069 (Kafil, proof seen: Kafala order)" in said
    assert "Hassan\u2069 (Legal representative, no proof seen yet)" in said
    assert "Khadija" not in said
    child = CaseFactory(person=PersonFactory(cell=case.cell, birth=None), worker=case.lead)
    linked(case, child, capacity=LegalCapacity.REPRESENTATIVE.value)
    assert panel(worker, case).select_one("dd").get_text() == said, "no child consents for another"
    suspect(case, relative_id=father.id)
    assert "Hassan" not in panel(worker, case).select_one("dd").get_text()


def test_no_number_of_the_authors_home_is_offered(worker: Browser, case: Case, sister: Case) -> None:
    """Not the household's, not a sister's; and what another file knows is not told, only heeded."""
    safe, theirs, hers = (f"+2126000000{n}" for n in (41, 42, 43))
    for number in (safe, theirs, hers):
        NumberFactory(person=case.person, number=number)
    line(case, name="Grandmother", phone=theirs, lives_there=True)
    line(case, name="Aunt", phone=safe)
    linked(case, sister)
    NumberFactory(person=sister.person, number=hers)
    NumberFactory(person=sister.person, number=PHONE)
    assert all(map(forbidden_contacts(case.person).allows, case.person.numbers))

    suspect(sister, relation="FAMILY", number="+212600000099", access_to_person=Access.SAME_HOME.value)
    forbidden = forbidden_contacts(case.person)
    assert [number.number for number in case.person.numbers if forbidden.allows(number)] == [safe]
    assert forbidden.shown == (theirs, hers)
    page = worker.open("casefile.show", case_id=case.id)
    assert len(page.soup.select(".do-not-contact")) == 2
    assert [tag["href"] for tag in page.soup.select('a[href^="tel:"]')] == [f"tel:{safe}"]
    assert "06 00 00 00 42" not in panel(worker, case).get_text()


def test_no_paper_shows_a_sibling_or_the_mother(worker: Browser, case: Case, sister: Case) -> None:
    numbers: list[ContactNumber] = [
        NumberFactory(person=case.person, number=f"+2126000000{n}") for n in (51, 52, 53)
    ]
    NumberFactory(person=sister.person, number=PHONE)
    line(case, name=MARKS[2], relation="MOTH", phone="+212600000052", capacity="representative")
    linked(case, sister)
    referral = ReferralFactory(case=case, next_contact=NextContact.PARTNER, state=ReferralState.SENT)
    commit()
    ticked = dict.fromkeys(("with_name", "with_douar", "with_phone"), "y")
    sheet = worker.submit("casefile.print_file", {"why": "For the judge"} | ticked, case_id=case.id)
    letter = str(words_of(case, referral))

    assert "06 00 00 00 53" in sheet.text
    assert "06 00 00 00 53" in letter
    assert letter_pdf(case, referral, language="ar")
    for mark in (*MARKS, sister.reference):
        assert mark not in sheet.text
        assert mark not in letter
    assert numbers_on_paper(case.person, is_child=False) == numbers


def test_a_large_household_costs_no_more(
    worker: Browser, case: Case, statements: list[str], sister: Case
) -> None:
    costs = []
    linked(case, sister)
    for n_more in (0, 6):
        for _n in range(n_more):
            linked(case, CaseFactory(cell=case.cell, worker=case.lead))
        panel(worker, case)
        statements.clear()
        panel(worker, case)
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 12


def test_a_key_of_another_file_links_nothing(worker: Browser, case: Case, sister: Case) -> None:
    entered = line(sister, name="Zineb", relation="SIB")
    assert link(worker, case, sister, relative_id=str(entered.id)).status == 422
    assert link(worker, case, sister, form_key=str(new_id()), relative_id=str(new_id())).status == 422
    assert db.session.query(Household).count() == 0
