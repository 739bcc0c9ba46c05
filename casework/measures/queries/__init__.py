"""Every question asked of the measures and of the reports to an authority."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from casework.cases.models import Approval, ApprovalKind, Case
from casework.core.clock import day_of, end_of, today
from casework.core.extensions import db
from casework.measures.models import AuthorityReport, Measure, MeasureKind, ReportState
from casework.people.models import Change
from casework.tasks.declared import Due

AT_ONCE = 50  # of one file; more than anybody reads


def measures_of(case: Case) -> list[Measure]:
    """Those in force first, what ends first before the rest."""
    measures = select(Measure).where(Measure.case_id == case.id).options(joinedload(Measure.recorded_by))
    found = db.session.scalars(measures.order_by(Measure.until_on.desc(), Measure.id.desc()).limit(AT_ONCE))
    return sorted(found, key=lambda measure: (measure.is_past, measure.until_on is None))


def ids_in_force(case: Case) -> Select[Any]:
    """Of what nobody ended and whose last day is not over."""
    return select(Measure.id).where(
        Measure.case_id == case.id,
        Measure.ended_at.is_(None),
        or_(Measure.until_on.is_(None), Measure.until_on >= today()),
    )


def in_order(measures: Iterable[Measure]) -> list[Measure]:
    """What ends first comes first; what has no last day comes last."""
    return sorted(measures, key=lambda measure: (measure.until_on or date.max, measure.id))


def find_measure(case: Case, measure_id: UUID) -> Measure | None:
    return db.session.scalar(select(Measure).where(Measure.case_id == case.id, Measure.id == measure_id))


def measure_made_with(case: Case, form_key: UUID) -> Measure | None:
    return db.session.scalar(select(Measure).where(Measure.case_id == case.id, Measure.form_key == form_key))


def changes_of(measure: Measure) -> list[Change]:
    """What it said before."""
    return list(db.session.scalars(select(Change).where(Change.object_id == measure.id)))


def measures_ending(until: datetime, case_ids: Collection[UUID] | None) -> Iterable[Due]:
    """Whose last day comes by then and which nobody ended: hearings are a clock of their own."""
    return due_by(until, case_ids, are_hearings=False)


def hearings_coming(until: datetime, case_ids: Collection[UUID] | None) -> Iterable[Due]:
    return due_by(until, case_ids, are_hearings=True)


def due_by(until: datetime, case_ids: Collection[UUID] | None, *, are_hearings: bool) -> Iterable[Due]:
    is_hearing = Measure.kind == MeasureKind.HEARING
    ending = select(Measure.case_id, Measure.id, Measure.until_on).where(
        is_hearing if are_hearings else ~is_hearing,
        Measure.ended_at.is_(None),
        Measure.until_on <= day_of(until),
    )
    if case_ids is not None:
        ending = ending.where(Measure.case_id.in_(case_ids))
    return (Due(row.case_id, row.id, end_of(row.until_on)) for row in db.session.execute(ending))


def reports_of(case: Case) -> list[AuthorityReport]:
    reports = select(AuthorityReport).where(AuthorityReport.case_id == case.id)
    newest = reports.options(joinedload(AuthorityReport.asked_by)).order_by(AuthorityReport.id.desc())
    return list(db.session.scalars(newest.limit(AT_ONCE)))


def find_report(case: Case, report_id: UUID) -> AuthorityReport | None:
    report = select(AuthorityReport).where(
        AuthorityReport.case_id == case.id, AuthorityReport.id == report_id
    )
    return db.session.scalar(report.options(joinedload(AuthorityReport.asked_by)))


def report_made_with(case: Case, form_key: UUID) -> AuthorityReport | None:
    report = select(AuthorityReport).where(
        AuthorityReport.case_id == case.id, AuthorityReport.form_key == form_key
    )
    return db.session.scalar(report)


def newer_than(report: AuthorityReport) -> AuthorityReport | None:
    """The request that takes its place: asked, or already approved; what was returned replaces nothing."""
    newer = select(AuthorityReport).where(
        AuthorityReport.replaces_id == report.id, AuthorityReport.state != ReportState.RETURNED
    )
    return db.session.scalars(newer.limit(1)).first()


def request_of(report: AuthorityReport) -> Approval | None:
    """What was asked of the supervisor about it."""
    asked = select(Approval).where(
        Approval.case_id == report.case_id, Approval.kind == ApprovalKind.AUTHORITY_REPORT
    )
    about_it = (row for row in db.session.scalars(asked) if row.what.get("report_id") == str(report.id))
    return next(about_it, None)


def n_in_force(case: Case) -> int:
    return db.session.scalar(select(func.count()).select_from(ids_in_force(case).subquery())) or 0
