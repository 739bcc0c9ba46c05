"""The answers of a programme: asked by its form, kept sealed or counted, shown to those who may see them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask

from casework.core import i18n
from casework.core.ids import new_id
from casework.keys import sealing
from casework.programmes import PROGRAMMES
from casework.programmes.base import Details, DetailsForm, Programme, details_shown

CHILD, WOMEN, DISABILITY = (PROGRAMMES[key] for key in ("child_protection", "womens_rights", "disability"))
SAID = {
    "marital_status": "SMOTH",
    "children_in_charge": 0,
    "violence": "YES",
    "violence_types": ["BODILY_HIT", "SEX_EXPLOIT", "ECO_MAINT"],
    "incident_on": date(2026, 11, 20),
    "author_relation": "PARTNER",
    "danger_signs": ["KILL", "PREGN"],
    "precisions": None,
}

Fill = Callable[..., DetailsForm]


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    key = AESGCM(AESGCM.generate_key(256))
    monkeypatch.setattr(sealing, "opened_key", lambda _key_id: key)


@pytest.fixture
def fill() -> Fill:
    """The form of a programme as it comes back from a browser."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for a test", WTF_CSRF_ENABLED=False)
    i18n.init_app(app)

    def filled(programme: Programme, leaving_out: tuple[str, ...] = (), **typed: Any) -> DetailsForm:
        with app.test_request_context(method="POST", data=typed):
            form = programme.details_form()
            form.leave_out(leaving_out)
            form.validate()
            return form

    return filled


def details(programme: Programme, **answers: Any) -> Details:
    row = programme.details(case_id=new_id(), key_id=new_id())
    row.record(answers)
    return row


def shown(row: Details, *, with_restricted: bool = False) -> str:
    return "\n".join(
        f"{label}: {text}" for label, text in details_shown(row, with_restricted=with_restricted)
    )


def test_answers_come_back_as_they_were_given() -> None:
    row = details(WOMEN, **SAID)
    assert row.values == SAID | {
        "legal_types": ["BODILY", "SEXUAL", "ECONOMIC"],
        "gbvims_type": "PHYSICAL_ASSAULT",
    }


def test_only_what_is_counted_stands_readable() -> None:
    row = details(WOMEN, **SAID)
    readable = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    assert set(row.answers) == set(SAID) - {"violence", "author_relation", "precisions"}
    assert not any(word in str(readable) for word in ("SMOTH", "SEX_EXPLOIT", "PREGN", "KILL", "2026-11-20"))
    assert (readable["violence"], readable["gbvims_type"]) == ("YES", "PHYSICAL_ASSAULT")


def test_a_question_that_was_not_asked_keeps_its_answer_and_a_blank_one_loses_it() -> None:
    row = details(WOMEN, **SAID)
    row.record({"children_in_charge": 2, "marital_status": None})
    assert row.values["children_in_charge"] == 2
    assert row.values["marital_status"] is None
    assert row.values["violence_types"] == SAID["violence_types"]
    assert row.values["gbvims_type"] == "PHYSICAL_ASSAULT"


def test_no_answer_at_all_is_nothing_at_all() -> None:
    for programme in PROGRAMMES.values():
        row = details(programme)
        assert not any(getattr(row, name) for name in row.readable())
        assert row.answers is None
        assert details_shown(row, with_restricted=True) == []


def test_members_see_everything_and_others_nothing_that_may_incriminate() -> None:
    row = details(WOMEN, **SAID | {"precisions": "كلمات لا يراها غيرهم"})
    everything, others = shown(row, with_restricted=True), shown(row)
    for words in ("أم بدون زواج", "استغلال جنسي", "حمل", "كلمات لا يراها غيرهم"):
        assert words in everything
        assert words not in others
    for words in ("ضرب وجرح · الامتناع عن النفقة", "تهديد بالقتل", "20/11/2026", "اعتداء جسدي", ": 0"):
        assert words in others


def test_an_ordinary_marital_status_is_hidden_as_well() -> None:
    assert details_shown(details(WOMEN, marital_status="WID")) == []


def test_disability_is_counted_from_the_six_questions() -> None:
    for answer, counted in {"A_LOT": "YES", "SOME": "NO", "REFUSED": None}.items():
        assert details(DISABILITY, seeing=answer).values["has_disability"] == counted


def test_the_form_asks_the_questions_in_their_order(fill: Fill) -> None:
    for programme in PROGRAMMES.values():
        names = [question.name for question in programme.details.questions]
        assert [field.name for field in fill(programme) if field.name != "csrf_token"] == names


def test_the_form_gives_what_the_details_keep(fill: Fill) -> None:
    typed: dict[str, Any] = {name: answer for name, answer in SAID.items() if answer is not None}
    form = fill(WOMEN, **typed | {"incident_on": "20/11/2026"})
    assert form.errors == {}
    assert form.values == SAID


def test_hardly_anything_is_required(fill: Fill) -> None:
    assert set(fill(CHILD).errors) == {"is_safe_now"}
    assert set(fill(WOMEN).errors) == {"violence"}
    assert fill(DISABILITY).errors == {}


def test_nothing_is_required_of_a_woman_who_is_not_alone(fill: Fill) -> None:
    form = fill(WOMEN, leaving_out=(*WOMEN.private_fields, *WOMEN.restricted_fields), children_in_charge="3")
    assert form.errors == {}
    assert form.values == {"children_in_charge": 3}


@pytest.mark.parametrize(
    ("wrong", "typed"),
    [
        ("violence", {"violence": "PERHAPS"}),
        ("violence_types", {"violence": "YES", "violence_types": ["BODILY", "NOTHING"]}),
        ("violence_types", {"violence": "NO", "violence_types": ["BODILY"]}),
        ("incident_on", {"violence": "YES", "incident_on": "31/02/2026"}),
        ("incident_on", {"violence": "YES", "incident_on": "01/01/2040"}),
        ("children_in_charge", {"violence": "NO", "children_in_charge": "21"}),
        ("children_in_charge", {"violence": "NO", "children_in_charge": "many"}),
        ("precisions", {"violence": "NO", "precisions": "ب" * 20_001}),
    ],
)
def test_a_wrong_answer_is_refused(fill: Fill, wrong: str, typed: dict[str, Any]) -> None:
    assert set(fill(WOMEN, **typed).errors) == {wrong}
