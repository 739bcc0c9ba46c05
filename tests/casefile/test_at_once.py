"""Of eight people who correct the same version at once exactly one wins; eight clicks make one record."""

import pytest

from casework.cases.models import Case
from casework.core.extensions import db
from casework.people.models import Change, ContactNumber, Household, Relative
from tests.browser import Browser
from tests.casefile.people import NUMBER, filled
from tests.factories.cases import CaseFactory, lead_of
from tests.parallel import AT_ONCE, answers_to


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [("edit_person", "douar"), ("edit_concerns", "other_text"), ("edit_details", "precisions")],
)
def test_one_of_eight_corrections_wins(browser: Browser, case: Case, endpoint: str, field: str) -> None:
    case_id = case.id
    browser.sign_in(lead_of(case))
    page = filled(browser.open(f"casefile.{endpoint}", case_id=case_id)) | {"is_safe_now": "YES"}
    page |= {"primary": "OTHER"} if endpoint == "edit_concerns" else {}
    typed = [page | {field: f"Words of number {number}"} for number in range(AT_ONCE)]
    answers = answers_to(browser, f"casefile.{endpoint}", typed, case_id=case_id)
    lost = [answer for answer in answers if answer.status_code == 409]

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (AT_ONCE - 1)
    kept = db.session.query(Change).filter_by(field=field).one().after
    assert all(kept in answer.get_data(as_text=True) for answer in lost)


def test_eight_clicks_link_two_files_once(browser: Browser, case: Case) -> None:
    other: Case = CaseFactory(cell=case.cell, worker=case.lead)
    case_id = case.id
    browser.sign_in(lead_of(case))
    page = filled(browser.open("casefile.link_household", case_id=case_id))
    page |= {"reference": other.reference, "relation": "SIB"}
    answers = answers_to(browser, "casefile.link_household", [page] * AT_ONCE, case_id=case_id)

    assert {answer.status_code for answer in answers} == {302}
    assert (db.session.query(Relative).count(), db.session.query(Household).count()) == (2, 1)


def test_eight_clicks_add_one_number(browser: Browser, case: Case) -> None:
    case_id = case.id
    browser.sign_in(lead_of(case))
    page = filled(browser.open("casefile.add_number", case_id=case_id)) | NUMBER
    answers = answers_to(browser, "casefile.add_number", [page] * AT_ONCE, case_id=case_id)

    assert {answer.status_code for answer in answers} == {302}
    assert db.session.query(ContactNumber).count() == 1
