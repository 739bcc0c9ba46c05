"""Appointments, for the tests: tomorrow at ten unless said otherwise, with whoever leads the file."""

from datetime import time, timedelta
from typing import Any

import factory

from casework.appointments.models import Appointment, AppointmentKind
from casework.core.clock import today
from casework.core.hours import moment_at
from tests.factories.base import RowFactory
from tests.factories.cases import CaseFactory


class AppointmentFactory(RowFactory):
    class Meta:
        model = Appointment

    case = factory.SubFactory(CaseFactory)
    kind = AppointmentKind.OFFICE
    starts_at = factory.LazyFunction(lambda: moment_at(today() + timedelta(days=1), time(10)))
    minutes = 60
    place = "Room 2"

    @classmethod
    def make(cls, **values: Any) -> Appointment:
        case = values.pop("case")
        values = {"with_id": case.lead_id, "made_by_id": case.lead_id} | values
        made: Appointment = super().make(key_id=case.key_id, case_id=case.id, **values)
        return made
