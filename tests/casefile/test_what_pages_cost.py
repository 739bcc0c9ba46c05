"""What a page of the file costs, and that each opens in every language."""

from datetime import timedelta
from typing import Any

import pytest

from casework.cases.models import Case
from casework.cases.services import set_concerns, state_purpose
from casework.cases.timeline import Happening, tell
from casework.consents.models import ConsentState, Purpose
from casework.consents.services import record_consent
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import Relative, SuspectedAuthor
from casework.programmes.base import RiskLevel
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, join, lead_of


def full_case(n_lines: int = 5) -> Case:
    """A file with something in every panel."""
    case: Case = CaseFactory(risk=RiskLevel.HIGH, person=PersonFactory())
    NumberFactory(person=case.person)
    NumberFactory(person=case.person, number="+212600009999")
    set_concerns(case, next(iter(case.programme.concerns)).code, [])
    for purpose in (Purpose.SERVICE, Purpose.STATISTICS):
        record_consent(case, purpose=purpose, state=ConsentState.GIVEN, by=lead_of(case))
    for _n in range(2):
        join(case, UserFactory(cell=case.cell, specialist=True))
    for line in range(n_lines):
        author = case.members[line % len(case.members)].user_id
        tell(
            case,
            Happening.NOTE,
            happened_at=now(),
            author_id=author,
            object_id=new_id(),
            story={"text": str(line)},
        )
    relative = Relative(key_id=case.person.key_id, person_id=case.person_id, name="Rachid")
    suspect = SuspectedAuthor(
        key_id=case.person.key_id, person_id=case.person_id, relation="FAMILY", number="+212600"
    )
    db.session.add_all([relative, suspect])
    commit()
    return case


@pytest.mark.parametrize("role", ["lead", "supervisor"])
@pytest.mark.parametrize("endpoint", ["show", "person", "sensitive", "corrections", "seen_by"])
def test_a_page_of_the_file_is_at_most_twelve_statements(
    browser: Browser, statements: list[str], role: str, endpoint: str, set_time: Any
) -> None:
    case = full_case(30)
    reader = lead_of(case) if role == "lead" else UserFactory(supervisor=True, cell=case.cell)
    if role == "supervisor":
        state_purpose(case, reader, "Review of the month")
        commit()
    browser.sign_in(reader)
    set_time(now() + timedelta(minutes=2))  # so that the session is touched too
    case_id = case.id
    db.session.commit()
    statements.clear()
    page = browser.open(f"casefile.{endpoint}", case_id=case_id)

    assert page.status == 200
    assert len(statements) <= 12, statements


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_of_the_file_opens_in_both_languages(app: Any, language: str) -> None:
    case = full_case()
    browser = Browser(app, language)
    browser.sign_in(lead_of(case))
    number_id = case.person.numbers[0].id
    reading = ("show", "person", "sensitive", "corrections", "seen_by", "print_file")
    editing = ("edit_person", "add_relative", "edit_concerns", "edit_details", "change_risk", "bar_user")
    for endpoint in (*reading, *editing):
        assert browser.open(f"casefile.{endpoint}", case_id=case.id).status == 200
    assert browser.open("casefile.edit_number", case_id=case.id, number_id=number_id).status == 200
