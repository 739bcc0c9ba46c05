"""The list of what may be sent is closed: nothing that may be held against the person."""

from typing import Any

import pytest
from flask_babel import force_locale

from casework.cases.models import Case
from casework.consents.models import Delicate
from casework.core.extensions import db
from casework.programmes import PROGRAMMES
from casework.programmes.questions import Listed
from casework.referrals.content import FIELDS, Facts, labelled, offered, said
from casework.referrals.models import ReferralState
from casework.referrals.queries.links import copy_of
from casework.referrals.services.copies import keep_copy
from casework.referrals.services.moving import forget_words
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory

ASKED = [question for kind in PROGRAMMES.values() for question in kind.details.questions]
EVERY_SERVICE = {code for field in FIELDS for code in field.services}


def answer_everything(case: Case) -> None:
    """Each question of the programme, with every code that its list has."""
    details = case.programme.details(key_id=case.person.key_id, case_id=case.id)
    db.session.add(details)
    codes = {
        question.name: [option.code for option in question.options]
        for question in case.programme.details.questions
        if isinstance(question, Listed)
    }
    several = {question.name for question in ASKED if type(question).__name__ == "SeveralOf"}
    answers = {name: found if name in several else found[0] for name, found in codes.items()}
    details.record(answers | {"precisions": "ZZPRECISION"})
    commit()


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_answer_that_may_be_held_against_the_person_is_offered(app: object, programme: str) -> None:
    case = CaseFactory(cell=CellFactory(programme_key=programme))
    answer_everything(case)
    sent = said(case, [field.key for field in offered(case, EVERY_SERVICE)])
    restricted = {
        option.code
        for question in case.programme.details.questions
        if isinstance(question, Listed) and question.name in sent
        for option in question.options
        if option.is_restricted
    }
    closed = {question.name for question in ASKED if question.is_restricted or question.is_sensitive}

    assert closed & sent.keys() == set()
    assert all(not restricted & set(kept) for kept in sent.values() if isinstance(kept, list))
    assert "ZZPRECISION" not in str(sent)
    assert case.reference not in str(sent)


def test_violence_and_health_are_marked(app: object) -> None:
    marked = {field.key: field.delicate for field in FIELDS if field.delicate}

    assert marked["violence_types"] is marked["danger_signs"] is marked["incident_on"] is Delicate.VIOLENCE
    assert marked["disability_types"] is marked["card_status"] is Delicate.HEALTH
    assert all(field.services for field in FIELDS if field.delicate)


def test_a_copy_is_read_in_either_language(app: object) -> None:
    case = CaseFactory()
    answer_everything(case)
    copy = said(case, [field.key for field in FIELDS])
    for locale, first_name in (("ar_MA", "فاطمة الزهراء"), ("fr_MA", "Fatima-Zohra")):
        with force_locale(locale):
            words = [str(text) for _label, text in labelled(copy)]
            assert first_name in words
            assert all(words)


def test_what_the_file_does_not_know_is_not_offered(app: object) -> None:
    case = CaseFactory()
    keys = {field.key for field in offered(case, EVERY_SERVICE)}

    assert {"cin", "douar", "school_status"} & keys == set()
    assert Facts(case).answers == {}


def test_words_withdrawn_are_erased_from_the_copy_too(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.SENT, chosen=["first_name"])
    forget_words(referral.case, referral.id)
    commit()
    copy: Any = copy_of(referral)

    assert copy.fields is None


def test_a_second_copy_is_never_made(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.SENT)
    with pytest.raises(Exception, match="(?i)unique"):
        keep_copy(referral.case, referral, lead_of(referral.case))
    db.session.rollback()
