"""One line for one person: that something happened, never what it says."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model


class NoticeKind(LabelledEnum):
    REFERRAL_ANSWERED = "referral_answered", _l("A partner answered")
    REFERRAL_RECEIVED = "referral_received", _l("Another cell refers a person to yours")
    REFERRAL_TAKEN_BACK = (
        "referral_taken_back",
        _l("Another cell took back what it had sent: ask the person before you go on"),
    )
    REFERRAL_SILENT = "referral_silent", _l("No answer yet: call the partner")
    REFERRAL_EXPIRED = "referral_expired", _l("No answer in time")
    QUESTION_ASKED = "question_asked", _l("The supervisor asks something about a file")
    QUESTION_ANSWERED = "question_answered", _l("Your question about a file was answered")
    APPROVAL_DECIDED = "approval_decided", _l("What you asked of the supervisor was decided")
    FILE_GIVEN = "file_given", _l("A file was given to you")
    TRANSFER_PROPOSED = "transfer_proposed", _l("Another cell proposes a file to yours")
    TRANSFER_DECIDED = "transfer_decided", _l("The other cell answered about the transfer")
    DUTY_COVER = "duty_cover", _l("A colleague opened a file in place of an absent one")
    EXCEPTIONAL_ASKED = "exceptional_asked", _l("Exceptional access to a file is asked")
    EXCEPTIONAL_GIVEN = "exceptional_given", _l("Exceptional access to a file was given")
    EXCEPTIONAL_OPEN = "exceptional_open", _l("A file that you asked for is open to you for four hours")
    EXCEPTIONAL_UNREVIEWED = "exceptional_unreviewed", _l("An exceptional access still waits for your review")
    TIE_POSSIBLE = "tie_possible", _l("A colleague may know the person of a file: decide about it")
    TIE_DECLARED = "tie_declared", _l("A colleague can no longer work on a file")
    CONFERENCE = "conference", _l("You take part in a case conference: look at its day")
    VERY_LATE = "very_late", _l("A deadline of a file passed some days ago")
    CONSENT_WITHDRAWN = "consent_withdrawn", _l("A consent was withdrawn: ask the partner to destroy it")


class Notice(Model):
    """Shown while its reader may still open what it is about."""

    __tablename__ = "notices"
    __table_args__ = (Index(None, "user_id", "seen_at", "made_at"), Index(None, "mailed_at"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoticeKind]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    cell_id: Mapped[UUID | None] = mapped_column(ForeignKey("cells.id"))  # where there is no file yet
    object_id: Mapped[UUID | None]  # what it is about: a referral, a question, a transfer
    made_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]  # that something waits was written to its reader

    user: Mapped[User] = relationship()
    case: Mapped[Case | None] = relationship()
