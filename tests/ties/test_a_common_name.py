"""A first name that half of the valley bears hides nobody from whoever said that he knows her."""

from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Action
from casework.cases.queries import find_case
from casework.core.ids import new_id
from casework.ties import queries, services
from casework.ties.models import TieKind
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory, join


def test_the_likest_files_are_compared_first(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LOOKED_AT", 2)
    case = CaseFactory()
    worker = UserFactory(cell=case.cell)
    join(case, worker)
    for surname in ("أوبلا", "بنعلي", "الإدريسي"):
        CaseFactory(person=PersonFactory(cell=case.cell, surname_ar=surname, surname_lat=None))
    known: dict[str, Any] = {"first_name": "فاطمة الزهراء", "surname": "آيت الحاج"}
    services.declare(worker, kind=TieKind.FAMILY, form_key=new_id(), **known)
    commit()
    assert find_case(case.id, worker, Action.CASE_VIEW) is None
