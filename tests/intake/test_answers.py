"""What is asked, what is warned of, and where each answer ends up."""

from datetime import timedelta

import pytest

from casework.access.policy import Role
from casework.accounts.models import User
from casework.cases.models import BarredUser, Case
from casework.consents.models import Consent, ConsentAct, ConsentManner
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.intake.helplines import HELPLINES
from casework.intake.models import Intake
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.programmes.lists import AUTHOR_RELATIONS
from casework.programmes.queries import details_of
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.intake.interviews import Changes, begin, fill_in, finish, send


def test_fewer_than_twenty_answers_are_required(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = begin(browser, cell)
    required = 0
    for step in ("notice", "person", "situation", "concerns"):
        page = browser.open("intake.step", draft_id=draft_id, step=step)
        required += len(page.soup.select("main form .required"))
    required += 1  # one of the names

    assert 8 <= required < 20


def test_every_step_says_what_is_wrong_and_keeps_the_rest(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = begin(browser, cell)
    page = browser.submit(
        "intake.step",
        {"risk_why": "كلام طويل", "other_text": "شيء آخر"},
        draft_id=draft_id,
        step="concerns",
    )

    assert page.status == 422
    assert "كلام طويل" in page.text
    assert "شيء آخر" in page.text
    assert {"Main concern: This answer is needed.", "Risk: This answer is needed."} <= set(page.errors)


def test_a_person_needs_a_name_or_an_alias(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = begin(browser, cell)
    page = send(browser, draft_id, "person", {"first_name_ar": ""})
    assert page.status == 422

    assert send(browser, draft_id, "person", {"first_name_ar": "", "alias": "نجمة"}).status == 200


def test_an_unusual_identity_card_is_a_warning_only(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = fill_in(browser, cell, person={"cin": "not a card 7"})
    summary = browser.open("intake.summary", draft_id=draft_id)

    assert "The number of the identity card is unusual. It is kept as typed." in summary.text
    finish(browser, draft_id)
    assert db.session.query(Case).one().person.cin == "not a card 7"


def test_an_interview_on_paper_counts_from_its_day(browser: Browser, worker: User, cell: Cell) -> None:
    day = today() - timedelta(days=3)
    finish(browser, fill_in(browser, cell, person={"interview_on": day.strftime("%d/%m/%Y")}))

    case = db.session.query(Case).one()
    assert (case.opened_on, case.is_entered_late) == (day, True)
    assert db.session.query(Intake).one().happened_on == day


def test_an_interview_is_not_in_the_future(browser: Browser, worker: User, cell: Cell) -> None:
    tomorrow = (today() + timedelta(days=1)).strftime("%d/%m/%Y")

    assert send(browser, begin(browser, cell), "person", {"interview_on": tomorrow}).status == 422


def test_an_interview_of_another_century_is_a_slip(browser: Browser, worker: User, cell: Cell) -> None:
    assert send(browser, begin(browser, cell), "person", {"interview_on": "23/11/1926"}).status == 422


def test_a_colleague_who_must_not_know_is_kept_out(browser: Browser, worker: User, cell: Cell) -> None:
    neighbour, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, role=Role.SUPERVISOR)
    person: Changes = {
        "barred": [str(neighbour.id), str(supervisor.id)],
        "must_not_know": "ابنة خالتها في الجمعية",
    }
    finish(browser, fill_in(browser, cell, person=person))

    case = db.session.query(Case).one()
    barred = {row.user_id: row.is_supervisor for row in db.session.query(BarredUser)}
    assert barred == {neighbour.id: False, supervisor.id: True}
    assert db.session.query(Intake).one().must_not_know == "ابنة خالتها في الجمعية"
    browser.post("accounts.sign_out")
    browser.sign_in(supervisor)
    assert browser.open("intake.opened", case_id=case.id).status == 404


@pytest.mark.parametrize("field", ["barred", "commune", "source", "primary", "risk", "is_safe_now"])
def test_an_answer_that_was_not_offered_is_refused(browser: Browser, child_cell: Cell, field: str) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    step = {"primary": "concerns", "risk": "concerns", "is_safe_now": "situation"}.get(field, "person")
    page = send(browser, begin(browser, child_cell), step, {field: str(new_id())})

    assert page.status == 422


def test_a_colleague_of_another_directorate_cannot_be_named(
    browser: Browser, worker: User, cell: Cell
) -> None:
    stranger = UserFactory(cell=CellFactory(directorate=DirectorateFactory(code="BM")))
    page = send(browser, begin(browser, cell), "person", {"barred": str(stranger.id)})

    assert page.status == 422


def test_the_details_of_the_programme_are_kept(browser: Browser, womens_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=womens_cell))
    situation: Changes = {
        "violence": "YES",
        "danger_signs": ["KILL", "WEAPON"],
        "author_relation": next(iter(AUTHOR_RELATIONS)).code,
        "precisions": "قالت إنه هددها",
    }
    draft_id = fill_in(browser, womens_cell, situation=situation)
    page = browser.open("intake.step", draft_id=draft_id, step="concerns")
    assert "Some answers suggest a high risk. You decide." in page.text
    finish(browser, draft_id)

    case = db.session.query(Case).one()
    details = details_of(case.programme, case.id)
    assert details
    assert details.values["danger_signs"] == ["KILL", "WEAPON"]
    assert details.values["precisions"] == "قالت إنه هددها"
    assert case.risk is RiskLevel.MEDIUM  # whatever the answers suggest, a person decides


def test_an_emergency_shows_whom_to_call(browser: Browser, worker: User, cell: Cell) -> None:
    supervisor = UserFactory(cell=cell, role=Role.SUPERVISOR)
    page = finish(browser, fill_in(browser, cell, concerns={"risk": "emergency"}))

    shown = page.texts(".helplines .code")
    assert shown == [line.number for line in HELPLINES]
    assert supervisor.name_lat in page.text


def test_an_adults_consent_says_how_it_was_given(browser: Browser, womens_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=womens_cell))
    finish(browser, fill_in(browser, womens_cell, notice={"manner": "fingerprint"}))

    consent = db.session.query(Consent).one()
    assert (consent.act, consent.manner) == (ConsentAct.CONSENT, ConsentManner.FINGERPRINT)


def test_consent_not_yet_possible_has_a_reason(browser: Browser, womens_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=womens_cell))
    address = {"cell_id": womens_cell.id}
    said = {"seen_alone": "yes", "notice_read": "y", "language": "DAR", "agreement": "not_possible"}
    assert browser.submit("intake.start", said, **address).status == 422

    page = browser.submit("intake.start", said | {"why_not_yet": "لا تستطيع الكلام الآن"}, **address)
    assert page.status == 200


def test_the_notice_is_read_in_the_words_chosen(browser: Browser, worker: User, cell: Cell) -> None:
    texts = {
        key: browser.open("intake.start", cell_id=cell.id, say=key).texts(".aloud [dir] p")[0]
        for key in ("ar-feminine", "ar-masculine", "fr-formal", "fr-familiar", "nonsense")
    }

    assert "تعرفي" in texts["ar-feminine"]
    assert texts["nonsense"] == texts["ar-feminine"]
    assert "vous" in texts["fr-formal"]
    assert "tu as" in texts["fr-familiar"]
    assert texts["ar-masculine"] != texts["ar-feminine"]


def test_controls_and_direction_marks_do_not_reach_a_name(browser: Browser, worker: User, cell: Cell) -> None:
    name = "فاط\u202eمة\u200b \x00 الزهراء"
    finish(browser, fill_in(browser, cell, person={"first_name_ar": name}))

    assert db.session.query(Case).one().person.first_name_ar == "فاطمة الزهراء"


def test_nothing_of_earlier_files_appears(browser: Browser, worker: User, cell: Cell) -> None:
    finish(browser, fill_in(browser, cell, person={"alias": "نجمة الشمال"}))
    draft_id = begin(browser, cell)

    for step in ("notice", "person", "situation", "concerns"):
        assert "نجمة الشمال" not in browser.open("intake.step", draft_id=draft_id, step=step).text
