"""Measures of a file, and reports to an authority as its lead worker asks for them."""

from typing import Any

import factory

from casework.cases.models import Approval, Decision
from casework.core.clock import today
from casework.core.ids import new_id
from casework.measures.models import Authority, AuthorityReport, Measure, MeasureKind, ReportDecision
from casework.measures.queries import request_of
from casework.measures.services.measures import add_measure
from casework.measures.services.reports import ask_report, decide_report
from tests.factories.accounts import UserFactory
from tests.factories.base import RowFactory
from tests.factories.cases import CaseFactory, lead_of


class MeasureFactory(RowFactory):
    class Meta:
        model = Measure

    case = factory.SubFactory(CaseFactory)
    kind, authority = MeasureKind.PLACEMENT, Authority.CHILDRENS_JUDGE
    from_on, until_on = factory.LazyFunction(today), None
    text = "Stays with the aunt"

    @classmethod
    def make(cls, **values: Any) -> Measure:
        case = values.pop("case")
        return add_measure(case, by=lead_of(case), form_key=new_id(), **values)


class ReportFactory(RowFactory):
    class Meta:
        model = AuthorityReport

    case = factory.SubFactory(CaseFactory)
    decision, authority = ReportDecision.REPORT, Authority.PROSECUTOR
    why, told = "Beaten at home", "At the office"
    person_was_informed = person_agrees = True

    @classmethod
    def make(cls, **values: Any) -> AuthorityReport:
        case = values.pop("case")
        return ask_report(case, by=lead_of(case), form_key=new_id(), **values)


def asked_about(report: AuthorityReport) -> Approval:
    found = request_of(report)
    assert found
    return found


def approve(report: AuthorityReport) -> None:
    case = report.case
    by = UserFactory(supervisor=True, cell=case.cell)
    decide_report(case, asked_about(report), Decision.APPROVED, by=by)
