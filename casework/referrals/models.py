"""A referral of one file to one partner for one service, and each move that it made."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.partners.models import Partner


class ReferralState(LabelledEnum):
    PREPARED = "prepared", _l("Being prepared")
    SENT = "sent", _l("Sent")
    RECEIVED = "received", _l("Received")
    ACCEPTED = "accepted", _l("Accepted")
    WAITING_LIST = "waiting_list", _l("Waiting list")
    DECLINED = "declined", _l("Declined")
    STARTED = "started", _l("Service started")
    DONE = "done", _l("Service provided")
    PARTLY_DONE = "partly_done", _l("Partly provided")
    NO_SHOW = "no_show", _l("Did not come")
    WITHDRAWN = "withdrawn", _l("Taken back")
    EXPIRED = "expired", _l("No answer in time")


WAITING = (ReferralState.SENT, ReferralState.RECEIVED, ReferralState.EXPIRED)
ANSWERS = (ReferralState.ACCEPTED, ReferralState.WAITING_LIST, ReferralState.DECLINED)
UNDER_WAY = (*ANSWERS, ReferralState.STARTED, ReferralState.NO_SHOW)
RESULTS = (ReferralState.DONE, ReferralState.PARTLY_DONE)
OVER = (*RESULTS, ReferralState.WITHDRAWN)


class Urgency(LabelledEnum):
    AT_ONCE = "at_once", _l("At once")
    THIS_WEEK = "this_week", _l("Within a week")
    WHEN_POSSIBLE = "when_possible", _l("When possible")


class NextContact(LabelledEnum):
    """Who speaks to the person next."""

    US = "us", _l("Nobody but us")
    PERSON = "person", _l("The person goes there herself")
    PARTNER = "partner", _l("The partner, at the number that is safe today")


class Referral(SealedRow, Model):
    __tablename__ = "referrals"
    __table_args__ = (Index(None, "case_id", "moved_at", "id"), Index(None, "state", "moved_at", "id"))

    code: Mapped[str] = mapped_column(unique=True)  # what the partner sees instead of the file's reference
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    service: Mapped[str]  # a code of the programme's services
    state: Mapped[ReferralState] = mapped_column(default=ReferralState.PREPARED)
    urgency: Mapped[Urgency]
    next_contact: Mapped[NextContact] = mapped_column(default=NextContact.US)
    is_emergency: Mapped[bool] = mapped_column(default=False)  # sent before the supervisor decided
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # the first answer, whatever became of it
    done_at: Mapped[datetime | None]
    n_moves: Mapped[int] = mapped_column(default=0)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    what_for = Sealed()

    case: Mapped[Case] = relationship()
    partner: Mapped[Partner] = relationship()
    made_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def was_sent(self) -> bool:
        return self.sent_at is not None


class ReferralMove(SealedRow, Model):
    """Who moved it, when and why; the worker writes down what a partner without an account answered."""

    __tablename__ = "referral_moves"
    __table_args__ = (UniqueConstraint("referral_id", "step"),)

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"))
    step: Mapped[int]  # the first, the second, …: two of them may fall on one moment
    from_state: Mapped[ReferralState | None]
    to_state: Mapped[ReferralState]
    at: Mapped[datetime] = mapped_column(default=now)
    happened_on: Mapped[date]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # None: the service itself
    is_for_partner: Mapped[bool] = mapped_column(default=False)  # entered by a worker for the partner
    decline_code: Mapped[str | None]  # of the list referral_decline_reasons

    why = Sealed()

    by: Mapped[User | None] = relationship()
