"""Entries of the log, the key of each directorate's chain, and the reasons that people gave."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class Event(StrEnum):
    """What the log can say; the words shown for each are in audit/words.py."""

    SIGNED_IN = "signed.in"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGNED_OUT = "signed.out"
    SESSION_ENDED = "session.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    CODE_ISSUED = "code.issued"
    CODE_CONFIRMED = "code.confirmed"
    CODE_DECLINED = "code.declined"
    ADMINISTRATOR_RECOVERED = "administrator.recovered"
    ROLE_PROPOSED = "role.proposed"
    ROLE_CONFIRMED = "role.confirmed"
    ROLE_DECLINED = "role.declined"
    ROLE_ENDED = "role.ended"
    SETTING_CHANGED = "setting.changed"
    REFUSED = "refused"
    CASE_CREATED = "case.created"
    CASE_OPENED = "case.opened"
    PURPOSE_STATED = "case.purpose"
    NAME_SHOWN = "name.shown"
    CASE_PRINTED = "case.printed"
    CASE_CHANGED = "case.changed"
    PERSON_CHANGED = "person.changed"
    RISK_CHANGED = "risk.changed"
    MEMBER_ADDED = "member.added"
    MEMBER_ENDED = "member.ended"
    USER_BARRED = "user.barred"
    USER_UNBARRED = "user.unbarred"
    SENSITIVE_VIEWED = "sensitive.viewed"
    CAME_BACK = "case.came_back"
    ENTERED_IN_ERROR = "case.entered_in_error"
    ENTRY_MOVED = "entry.moved"
    ENTRY_WITHDRAWN = "entry.withdrawn"
    DRAFT_SAVED = "draft.saved"
    DRAFT_DELETED = "draft.deleted"
    CONSENT_RECORDED = "consent.recorded"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    LEGAL_GROUND_RECORDED = "legal_ground.recorded"
    NOTE_ADDED = "note.added"
    NOTE_CORRECTED = "note.corrected"
    NOTE_OPENED = "note.opened"
    TASK_ADDED = "task.added"
    TASK_DONE = "task.done"
    TASK_MOVED = "task.moved"
    REFERRAL_PREPARED = "referral.prepared"
    REFERRAL_MOVED = "referral.moved"
    REFERRAL_PRINTED = "referral.printed"
    LINK_MADE = "link.made"
    LINK_REVOKED = "link.revoked"
    LINK_CODE_GIVEN = "link.code"
    LINK_OPENED = "link.opened"
    LINK_REFUSED = "link.refused"
    REFERRAL_READ = "referral.read"
    DESTRUCTION_ASKED = "referral.destruction"
    CLOSURE_ASKED = "closure.asked"
    CLOSURE_APPROVED = "closure.approved"
    CLOSURE_RETURNED = "closure.returned"
    CASE_REOPENED = "case.reopened"
    APPROVAL_ASKED = "approval.asked"
    APPROVAL_DECIDED = "approval.decided"
    SEARCHED = "searched"
    DUPLICATES_VIEWED = "duplicates.viewed"
    DUPLICATE_ASKED = "duplicate.asked"
    CASES_MERGED = "case.merged"
    MERGE_UNDONE = "case.unmerged"
    ACROSS_CELLS_FOUND = "across_cells.found"
    HOUSEHOLD_CHANGED = "household.changed"
    VISIT_LOGGED = "visit.logged"
    VISIT_CHANGED = "visit.changed"
    VISIT_TAKEN = "visit.taken"
    PARTNER_CHANGED = "partner.changed"
    PARTNER_OPENED = "partner.opened"
    PARTNER_BARRED = "partner.barred"
    PARTNER_PROPOSED = "partner.proposed"
    DIRECTORY_EXPORTED = "directory.exported"
    DIRECTORY_IMPORTED = "directory.imported"
    ABSENCE_RECORDED = "absence.recorded"
    MEASURE_SAVED = "measure.saved"
    REPORT_PREPARED = "authority_report.prepared"
    REPORT_SENT = "authority_report.sent"
    REPORT_ANSWERED = "authority_report.answered"
    APPOINTMENT_MADE = "appointment.made"
    APPOINTMENT_CHANGED = "appointment.changed"
    FEED_MADE = "feed.made"
    FEED_REVOKED = "feed.revoked"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_CLOSED = "question.closed"
    REVIEW_HELD = "review.held"
    CONFERENCE_HELD = "conference.held"
    TRANSFER_PROPOSED = "transfer.proposed"
    TRANSFER_READ = "transfer.read"
    TRANSFER_ACCEPTED = "transfer.accepted"
    TRANSFER_DECLINED = "transfer.declined"
    TRANSFER_TAKEN_BACK = "transfer.taken_back"
    GRANT_ASKED = "grant.asked"
    GRANT_GIVEN = "grant.given"
    GRANT_DECLINED = "grant.declined"
    GRANT_ENDED = "grant.ended"
    GRANT_REVIEWED = "grant.reviewed"
    TIE_DECLARED = "tie.declared"
    LIST_VIEWED = "list.viewed"
    FIGURES_VIEWED = "figures.viewed"
    LOG_VIEWED = "log.viewed"


class AuditEntry(Model):
    """One line of a directorate's chain. It holds ids only: erasing a person never breaks it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("directorate_id", "seq"),
        Index(None, "case_id", "at"),
        Index(None, "actor_id", "at"),
        Index(None, "cell_id", "at"),
        Index(None, "directorate_id", "at"),
    )

    directorate_id: Mapped[UUID]
    seq: Mapped[int]
    at: Mapped[datetime]
    event: Mapped[str]
    actor_id: Mapped[UUID | None]
    cell_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    object_id: Mapped[UUID | None]
    reason_id: Mapped[UUID | None]
    detail: Mapped[str | None]  # a code (an action, a state), never a text that somebody typed
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditChain(Model):
    """The key of a directorate's chain; its id is the directorate's."""

    __tablename__ = "audit_chains"

    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))


class Reason(SealedRow, Model):
    """Why somebody did something, in his words; the log holds its id."""

    __tablename__ = "reasons"

    text = Sealed()
