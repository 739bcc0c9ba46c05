"""Concerns and details are corrected: what was said before is kept, a stale page shows both texts."""

from datetime import timedelta

from casework.cases.models import Case
from casework.cases.services import state_purpose
from casework.core.clock import today
from casework.core.extensions import db
from casework.people.models import (
    Change,
)
from casework.programmes.queries import details_of
from tests.browser import Browser
from tests.casefile.people import correct, filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit


def test_concerns_are_corrected(worker: Browser, case: Case) -> None:
    codes = [option.code for option in case.programme.concerns if not option.is_restricted]
    first = {"primary": codes[0], "others": [codes[1]]}
    correct(worker, "casefile.edit_concerns", first, case_id=case.id)
    correct(worker, "casefile.edit_concerns", {"primary": codes[1], "others": [codes[2]]}, case_id=case.id)

    assert case.concern_codes == [codes[1], codes[2]]
    last = db.session.query(Change).filter_by(field="primary").order_by(Change.id.desc()).first()
    assert last
    assert (last.before, last.after) == (codes[0], codes[1])
    assert worker.open("casefile.corrections", case_id=case.id).status == 200


def test_another_concern_is_said_in_words(worker: Browser, case: Case) -> None:
    page = correct(worker, "casefile.edit_concerns", {"primary": "OTHER"}, case_id=case.id)
    assert page.status == 422

    answers = {"primary": "OTHER", "other_text": "Locked out of the school"}
    assert correct(worker, "casefile.edit_concerns", answers, case_id=case.id).status == 200
    assert case.other_concern == "Locked out of the school"


def test_stale_concerns_show_both(worker: Browser, case: Case) -> None:
    codes = [option.code for option in case.programme.concerns if not option.is_restricted]
    page = worker.open("casefile.edit_concerns", case_id=case.id)
    for code in codes[:2]:
        answers = filled(page) | {"primary": code}
        answer = worker.visit("POST", "casefile.edit_concerns", answers, case_id=case.id)

    assert answer.status == 409
    assert str(case.programme.concerns[codes[0]].label) in answer.text
    assert case.concern_codes == [codes[0]]


def test_a_note_in_the_meantime_does_not_make_concerns_stale(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.edit_concerns", case_id=case.id)
    case.last_contact_on = today() - timedelta(days=1)
    commit()
    code = next(option.code for option in case.programme.concerns if not option.is_restricted)
    answer = worker.visit("POST", "casefile.edit_concerns", filled(page) | {"primary": code}, case_id=case.id)

    assert answer.status == 200


def test_details_keep_what_they_said(worker: Browser, case: Case) -> None:
    correct(
        worker, "casefile.edit_details", {"is_safe_now": "NO", "precisions": "Locked in"}, case_id=case.id
    )
    correct(worker, "casefile.edit_details", {"is_safe_now": "YES"}, case_id=case.id)
    details = details_of(case.programme, case.id)

    assert details
    assert (details.values["is_safe_now"], details.values["precisions"]) == ("YES", "Locked in")
    last = db.session.query(Change).filter_by(field="is_safe_now").order_by(Change.id.desc()).first()
    assert last
    assert (last.before, last.after) == ("NO", "YES")


def test_stale_details_show_both(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.edit_details", case_id=case.id)
    for text in ("First words", "Second words"):
        answers = filled(page) | {"is_safe_now": "YES", "precisions": text}
        answer = worker.visit("POST", "casefile.edit_details", answers, case_id=case.id)

    assert answer.status == 409
    assert "First words" in answer.text
    assert "Second words" in answer.text


def test_a_supervisor_who_is_no_member_neither_sees_nor_loses_what_may_incriminate(
    worker: Browser, case: Case
) -> None:
    correct(
        worker, "casefile.edit_details", {"is_safe_now": "NO", "precisions": "Undocumented"}, case_id=case.id
    )
    worker.post("accounts.sign_out")
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, supervisor, "Review of the month")
    commit()
    worker.sign_in(supervisor)
    page = worker.open("casefile.edit_details", case_id=case.id)
    answers = filled(page) | {"is_safe_now": "YES", "precisions": "Overwritten"}
    worker.visit("POST", "casefile.edit_details", answers, case_id=case.id)
    details = details_of(case.programme, case.id)

    assert "Undocumented" not in page.text
    assert "Undocumented" not in worker.open("casefile.person", case_id=case.id).text
    assert "Undocumented" not in worker.open("casefile.corrections", case_id=case.id).text
    assert details
    assert (details.values["is_safe_now"], details.values["precisions"]) == ("YES", "Undocumented")


def test_concerns_are_rewritten_by_members_only(worker: Browser, case: Case) -> None:
    listed = list(case.programme.concerns)
    restricted = next(option for option in listed if option.is_restricted)
    correct(worker, "casefile.edit_concerns", {"primary": listed[0].code}, case_id=case.id)
    correct(worker, "casefile.edit_concerns", {"primary": restricted.code}, case_id=case.id)
    assert str(restricted.label) in worker.open("casefile.corrections", case_id=case.id).text
    worker.post("accounts.sign_out")
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, supervisor, "Review of the month")
    commit()
    worker.sign_in(supervisor)

    assert str(restricted.label) not in worker.open("casefile.corrections", case_id=case.id).text
    page = worker.open("casefile.edit_concerns", case_id=case.id)
    assert page.status == 409
    assert str(restricted.label) not in page.text
