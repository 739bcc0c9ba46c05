"""Of eight questions about one note at the same moment one is asked, and the others are told so."""

from collections import Counter

from casework.cases.models import Case
from casework.core.extensions import db
from casework.supervision.models import ReviewQuestion, ReviewSession
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.cases import lead_of
from tests.factories.followup import NoteFactory
from tests.factories.supervision import supervisor_of
from tests.parallel import AT_ONCE, answers_to


def test_one_question_is_open_about_one_thing_and_one_review_with_one_worker(browser: Browser) -> None:
    note = NoteFactory()
    case = db.session.get_one(Case, note.case_id)
    about = {"case_id": case.id, "entry_id": note.id}
    begun = {"cell_id": case.cell_id, "user_id": lead_of(case).id}
    browser.sign_in(supervisor_of(case))
    forms = [filled(browser.open("supervision.ask", **about)) | {"text": str(n)} for n in range(AT_ONCE)]
    answers = answers_to(browser, "supervision.ask", forms, **about)

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: AT_ONCE - 1}
    assert db.session.query(ReviewQuestion).count() == 1

    forms = [browser.open("supervision.start_review", **begun).hidden for _n in range(AT_ONCE)]
    answers = answers_to(browser, "supervision.start_review", forms, **begun)
    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert db.session.query(ReviewSession).count() == 1
