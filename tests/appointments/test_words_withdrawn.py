"""An appointment that stood in the wrong file: whichever of its lines is withdrawn, none keeps its words."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from casework.appointments import services
from casework.appointments.models import AppointmentKind, AppointmentState
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of

WORDS = "ZZWORDS at her aunt's"


@pytest.mark.parametrize("place", [0, 1])
def test_no_line_keeps_the_words(app: Flask, set_time: Any, place: int) -> None:
    case: Case = CaseFactory()
    starts_at = now() + timedelta(hours=1)
    said: dict[str, Any] = {"kind": AppointmentKind.HOME_VISIT, "starts_at": starts_at, "minutes": 30}
    said |= {"with_id": case.lead_id, "place": WORDS, "about": WORDS, "form_key": new_id()}
    made = services.make_appointment(case, by=lead_of(case), **said)
    commit()
    set_time(starts_at + timedelta(hours=1))
    held = AppointmentState.HELD
    services.record_outcome(case, made, by=lead_of(case), version=made.version, state=held)
    commit()
    lines = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind=Happening.APPOINTMENT)
    entries.withdraw(case, lines.order_by(TimelineEntry.id)[place], "The wrong file")
    commit()

    kept = db.session.query(TimelineEntry).filter_by(case_id=case.id)
    assert [line.kind for line in kept if WORDS in str(line.story)] == []
    assert (made.place, made.about) == (None, None)
