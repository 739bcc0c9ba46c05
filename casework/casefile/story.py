"""The words of the timeline: what each line says to the person who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.appointments.models import AppointmentState
from casework.cases.entries import can_move, can_withdraw
from casework.cases.grants import GrantKind
from casework.cases.models import ApprovalKind, Case, CaseStatus, Decision, MemberRole
from casework.cases.timeline import FILTERS, Audience, Happening, TimelineEntry, may_read
from casework.consents.models import ConsentAct, ConsentState, Purpose
from casework.core.answers import BETWEEN
from casework.core.choices import LabelledEnum
from casework.core.i18n import language
from casework.core.text import isolated
from casework.duplicates.models import MergeStep
from casework.followup.models import NoteKind
from casework.measures.models import MeasureKind, MeasureStep, ReportState
from casework.programmes.base import RiskLevel
from casework.referrals.models import ReferralState
from casework.supervision.models import QuestionStep, ReviewVerdict
from casework.supervision.services.questions import can_ask_about
from casework.tasks.models import TaskKind
from casework.transfers.models import TransferState

FILTER_LABELS: dict[str, LazyString] = {
    "follow_up": _l("Follow-up"),
    "referrals": _l("Referrals and consents"),
    "decisions": _l("Decisions"),
}

# what the code beside a line stands for, by kind; the first list that knows it has the word
DETAILS: Mapping[Happening, tuple[type[LabelledEnum], ...]] = {
    Happening.NOTE: (NoteKind,),
    Happening.RISK: (RiskLevel, Decision),
    Happening.CONSENT: (ConsentState, ApprovalKind),
    Happening.REFERRAL: (ReferralState,),
    Happening.TASK: (TaskKind,),
    Happening.MEMBER: (MemberRole,),
    Happening.CLOSURE: (Decision, CaseStatus, ApprovalKind),
    Happening.MERGE: (MergeStep,),
    Happening.APPOINTMENT: (AppointmentState,),
    Happening.QUESTION: (QuestionStep,),
    Happening.REVIEW: (ReviewVerdict,),
    Happening.TRANSFER: (TransferState,),
    Happening.MEASURE: (MeasureKind, MeasureStep),
    Happening.AUTHORITY_REPORT: (ReportState,),
    Happening.GRANT: (GrantKind,),
    Happening.WITHDRAWN: (Happening,),
}

ICONS: Mapping[Happening, tuple[str, str]] = {
    Happening.INTERVIEW: ("person", ""),
    Happening.SIGNAL: ("phone", "alert"),
    Happening.EMERGENCY: ("alert", "alert"),
    Happening.CAME_BACK: ("person", ""),
    Happening.NOTE: ("note", ""),
    Happening.RISK: ("alert", "plain"),
    Happening.CONSENT: ("check", "plain"),
    Happening.REFERRAL: ("referrals", "referral"),
    Happening.TASK: ("calendar", "plain"),
    Happening.MEMBER: ("people", "plain"),
    Happening.CLOSURE: ("lock", "plain"),
    Happening.MERGE: ("files", "plain"),
    Happening.MEASURE: ("lock", "plain"),
    Happening.AUTHORITY_REPORT: ("alert", "plain"),
    Happening.APPOINTMENT: ("calendar", ""),
    Happening.QUESTION: ("note", "plain"),
    Happening.REVIEW: ("check", "plain"),
    Happening.CONFERENCE: ("people", "plain"),
    Happening.TRANSFER: ("referrals", "plain"),
    Happening.GRANT: ("eye", "plain"),
    Happening.WITHDRAWN: ("exit", "plain"),
}

HIDDEN = {
    Audience.AUTHOR_AND_SUPERVISOR: _l("Restricted part: for its author and the supervisor."),
    Audience.AUTHOR: _l("Clinical note: for its author."),
}


@dataclass(frozen=True)
class Line:
    """One line as one person may read it."""

    entry: TimelineEntry
    detail: Any
    about: str  # who or what the line is about, in a few words
    text: str
    next: str
    hidden: Any  # what is said instead of the text, when it is not for this person
    object_url: tuple[str, dict[str, Any]] | None
    may_move: bool
    may_withdraw: bool
    may_ask: bool

    @property
    def icon(self) -> str:
        return ICONS[self.entry.kind][0]

    @property
    def tone(self) -> str:
        return ICONS[self.entry.kind][1]


def lines_of(entries: Any, user: User, case: Case) -> list[Line]:
    supervises = can(user, Action.CASE_SUPERVISE, case)
    reads_all = can(user, Action.CASE_VIEW, case)  # of a lent file the notes alone are opened
    return [line_of(entry, user, case, supervises=supervises, reads_all=reads_all) for entry in entries]


def line_of(
    entry: TimelineEntry, user: User, case: Case, *, supervises: bool, reads_all: bool = True
) -> Line:
    is_open = may_read(entry, user, case)
    story = entry.story or {}
    return Line(
        entry=entry,
        detail=detail_of(entry),
        about=about(entry, story, case),
        text=story.get("text") or "" if is_open else "",
        next=story.get("next") or "" if is_open else "",
        hidden=hidden_words(entry, story, user, case),
        object_url=address_of(entry, case) if reads_all or entry.kind is Happening.NOTE else None,
        may_move=supervises and can_move(entry),
        may_withdraw=supervises and can_withdraw(entry),
        may_ask=supervises and case.is_live and can_ask_about(entry),
    )


def detail_of(entry: TimelineEntry) -> Any:
    """The word for the code of a line; none when nobody has one."""
    if entry.kind is Happening.NOTE and entry.detail == "addendum":
        return _("Addition")
    if entry.kind is Happening.TASK and entry.detail == TaskKind.BY_HAND.value:
        return ""  # a step of one's own is told by its text; "To do" would deny that it is done
    for words in DETAILS.get(entry.kind, ()):
        if entry.detail and entry.detail in words._value2member_map_:
            return words(entry.detail).label
    return ""


def about(entry: TimelineEntry, story: dict[str, Any], case: Case) -> str:
    """The person who joined, the consent given, the service asked for and of whom, the other file."""
    if entry.kind is Happening.MEMBER:
        return str(story.get("who_ar" if language() == "ar" else "who_lat") or "")
    if entry.kind is Happening.MERGE and story.get("reference"):
        return isolated(story["reference"])
    partner = story.get("partner_ar" if language() == "ar" else "partner_fr")
    parts = [partner]
    if entry.kind is Happening.CONSENT and story.get("purpose"):
        act = ConsentAct(story["act"])
        said = [] if act is ConsentAct.CONSENT else [act.label]  # the line's own title says it
        parts = [*said, Purpose(story["purpose"]).label, partner]
    if entry.kind is Happening.REFERRAL and story.get("service") in case.programme.services:
        parts = [case.programme.services.label(story["service"]), partner]
    return BETWEEN.join(str(part) for part in parts if part)


def hidden_words(entry: TimelineEntry, story: dict[str, Any], user: User, case: Case) -> Any:
    """That something is kept from this person, and for whom it is."""
    if not may_read(entry, user, case):
        return HIDDEN[entry.audience]
    if entry.author_id == user.id:
        return None
    if story.get("is_clinical"):
        return HIDDEN[Audience.AUTHOR]
    if story.get("has_restricted_part") and not can(user, Action.NOTE_RESTRICTED, case):
        return HIDDEN[Audience.AUTHOR_AND_SUPERVISOR]
    return None


# by kind: the page, and what it calls the id of the object; some pages show all of a kind
PAGES: Mapping[Happening, tuple[str, str | None]] = {
    Happening.NOTE: ("followup.show_note", "note_id"),
    Happening.APPOINTMENT: ("appointments.list_appointments", None),
    Happening.MERGE: ("duplicates.show_merge", "merge_id"),
    Happening.REFERRAL: ("referrals.show_referral", "referral_id"),
    Happening.QUESTION: ("supervision.show_question", "question_id"),
    Happening.MEASURE: ("measures.list_measures", None),
    Happening.AUTHORITY_REPORT: ("measures.show_report", "report_id"),
}


def address_of(entry: TimelineEntry, case: Case) -> tuple[str, dict[str, Any]] | None:
    """The page of what the line tells of, for the kinds that have one."""
    if entry.kind not in PAGES:
        return None
    endpoint, name = PAGES[entry.kind]
    return endpoint, {"case_id": case.id} | ({name: entry.object_id} if name else {})


def filters() -> list[tuple[str, Any]]:
    """Keys and labels of what the timeline may be narrowed to; the first shows all."""
    return [("", _l("Everything")), *((key, FILTER_LABELS[key]) for key in FILTERS)]
