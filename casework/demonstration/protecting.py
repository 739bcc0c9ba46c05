"""Measures and hearings, and reports to an authority as far as each came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.cases.models import ApprovalKind, Case, Decision
from casework.cases.queries import waiting_of
from casework.core.clock import day_of, today
from casework.demonstration.stage import DAY, Side, Stage, moment
from casework.measures.models import Authority, MeasureKind, ReportDecision
from casework.measures.rules import age_of
from casework.measures.services.measures import add_measure, end_measure
from casework.measures.services.reports import ask_report, decide_report, record_answer, record_delivery
from casework.programmes.reporting import ADULT

CHILD, WOMEN = "child_protection", "womens_rights"


@dataclass(frozen=True)
class Decided:
    """What an authority decided, in days from today; and when the worker wrote it down."""

    kind: MeasureKind
    authority: Authority
    written: int
    begins: int
    ends: int | None
    is_ended: bool = False


MEASURES = {
    CHILD: (
        Decided(MeasureKind.PLACEMENT, Authority.CHILDRENS_JUDGE, -18, -80, 8),
        Decided(MeasureKind.NO_CONTACT, Authority.PROSECUTOR, -14, -16, 60),
        Decided(MeasureKind.HEARING, Authority.CHILDRENS_JUDGE, -5, 7, 7),
        Decided(MeasureKind.CUSTODY, Authority.JUDGE, -30, -120, None),
        Decided(MeasureKind.PROTECTIVE, Authority.CHILDRENS_JUDGE, -40, -60, -10, is_ended=True),
        Decided(MeasureKind.HEARING, Authority.CHILDRENS_JUDGE, -25, -15, -15, is_ended=True),
    ),
    WOMEN: (
        Decided(MeasureKind.NO_CONTACT, Authority.PROSECUTOR, -12, -13, 25),
        Decided(MeasureKind.HEARING, Authority.JUDGE, -4, 9, 9),
    ),
}


@dataclass(frozen=True)
class Told:
    """How far a report came, in days from today."""

    asked: int
    decided: int | None = None
    sent: int | None = None
    answered: int | None = None
    is_returned: bool = False


REPORTS = {
    CHILD: (
        Told(0),
        Told(-3, -2, is_returned=True),
        Told(-5, -4),
        Told(-12, -11, -10),
        Told(-30, -29, -28, -14),
    ),
    WOMEN: (Told(-16, -15, -15),),
}


def protect(stage: Stage) -> None:
    for side, decisions in of_sides(stage, MEASURES):
        with side.sharing():
            for number, decided in enumerate(decisions, start=1):
                if case := side.take(side.older_than(1 - decided.written)):
                    keep_measure(stage, side, case, decided, number)
    for side, reports in of_sides(stage, REPORTS):
        for number, told in enumerate(reports, start=1):
            if case := side.take(side.older_than(1 - told.asked)):
                report(stage, side, case, told, number)


def of_sides(stage: Stage, scenes: Mapping[str, Sequence[Any]]) -> Iterator[tuple[Side, Sequence[Any]]]:
    return ((stage.sides[key], played) for key, played in scenes.items())


def keep_measure(stage: Stage, side: Side, case: Case, decided: Decided, number: int) -> None:
    worker = stage.lead_of(case)
    begins = stage.working_day(decided.begins)
    ends = begins if decided.ends == decided.begins else day_in(decided.ends)
    with stage.at(stage.hour(decided.written, 9, 40), worker):
        measure = add_measure(
            case,
            by=worker,
            form_key=stage.key(),
            kind=decided.kind,
            authority=decided.authority,
            from_on=begins,
            until_on=ends,
            reference=f"{140 + number}/{begins.year}",
            text=stage.words("measure", side),
        )
    if decided.is_ended and ends:
        with stage.at(moment(ends, 15), worker):
            version, words = measure.version, stage.words("outcome", side)
            end_measure(case, measure, by=worker, version=version, ended_on=ends, outcome=words)


def day_in(days: int | None) -> date | None:
    return None if days is None else today() + days * DAY


def report(stage: Stage, side: Side, case: Case, told: Told, number: int) -> None:
    worker = stage.lead_of(case)
    with stage.at(stage.hour(told.asked, 9, 15), worker):
        made = ask_report(
            case,
            by=worker,
            form_key=stage.key(),
            decision=ReportDecision.REPORT,
            authority=Authority.PROSECUTOR if number % 2 else Authority.CHILDRENS_JUDGE,
            person_agrees=True if age_of(case) == ADULT else None,
            person_was_informed=True,
            why=stage.words("report_why", side),
            told=stage.words("report_told", side),
        )
    if told.decided is not None:
        decide(stage, side, case, told)
    if told.sent is not None:
        at = stage.hour(told.sent, 12)
        with stage.at(at, worker):
            reference = f"{30 + number}/{at.year}"
            day, version = day_of(at), made.version
            record_delivery(case, made, by=worker, version=version, sent_on=day, reference=reference)
    if told.answered is not None:
        at = stage.hour(told.answered, 16)
        with stage.at(at, worker):
            day, version, words = day_of(at), made.version, stage.words("report_answer", side)
            record_answer(case, made, by=worker, version=version, answered_on=day, answer=words)


def decide(stage: Stage, side: Side, case: Case, told: Told) -> None:
    (asked,) = waiting_of(case, ApprovalKind.AUTHORITY_REPORT)
    decision = Decision.RETURNED if told.is_returned else Decision.APPROVED
    comment = stage.words("report_returned" if told.is_returned else "approved", side)
    with stage.at(stage.hour(told.decided or 0, 10, 30), side.supervisor):
        decide_report(case, asked, decision, by=side.supervisor, comment=comment)
