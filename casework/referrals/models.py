"""A referral of one file to one partner for one service: what was sent, its link, each move."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now, today
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.partners.models import Partner, PartnerContact


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
FINISHED = (*OVER, ReferralState.DECLINED, ReferralState.NO_SHOW)  # nothing more comes of it
EXPECTING = (ReferralState.ACCEPTED, ReferralState.WAITING_LIST)  # an appointment, or until when she waits


def is_under_way(state: ReferralState) -> bool:
    """Something is still to come of it."""
    return state not in FINISHED


class Urgency(LabelledEnum):
    AT_ONCE = "at_once", _l("At once")
    THIS_WEEK = "this_week", _l("Within a week")
    WHEN_POSSIBLE = "when_possible", _l("When possible")


class Mover(LabelledEnum):
    WORKER = "worker", _l("The service")
    PARTNER = "partner", _l("The partner")
    SYSTEM = "system", _l("The clock")


class NextContact(LabelledEnum):
    """Who speaks to the person next."""

    US = "us", _l("Nobody but us")
    PERSON = "person", _l("The person goes there herself")
    PARTNER = "partner", _l("The partner, at the number that is safe today")


class Referral(SealedRow, Model):
    __tablename__ = "referrals"
    __table_args__ = (
        Index(None, "case_id", "moved_at", "id"),
        Index(None, "state", "moved_at", "id"),
        Index(None, "partner_id", "state"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # what the partner sees instead of the file's reference
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    service: Mapped[str]  # a code of the programme's services
    # the one of the directory that was chosen
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_services.id"), index=True)
    batch_id: Mapped[UUID | None] = mapped_column(index=True)  # made in one pass with others of this number
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
    answer_by: Mapped[date | None]  # the day on which the worker calls if nothing came
    called_at: Mapped[datetime | None]  # when the reminder to call was made
    # by the cell that accepted it
    opened_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    destroy_asked_on: Mapped[date | None]  # the consent was withdrawn: the partner was asked to destroy it
    destroy_answered_on: Mapped[date | None]
    n_moves: Mapped[int] = mapped_column(default=0)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    what_for = Sealed()
    chosen = Sealed()  # while prepared: the fields to send, by their keys (referrals/content.py)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    partner: Mapped[Partner] = relationship()
    made_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def was_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def is_overdue(self) -> bool:
        is_waiting = self.state in WAITING and self.case.is_live
        return is_waiting and bool(self.answer_by and self.answer_by < today())


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
    expected_on: Mapped[date | None]  # the appointment, or until when she waits
    mover: Mapped[Mover] = mapped_column(default=Mover.WORKER)
    # None: a partner by its link, or the clock
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    is_for_partner: Mapped[bool] = mapped_column(default=False)  # entered by a worker for the partner
    decline_code: Mapped[str | None]  # of the list referral_decline_reasons

    why = Sealed()  # a reason, or the partner's short message

    by: Mapped[User | None] = relationship()


class SentCopy(SealedRow, Model):
    """What was sent, as it was sent, under a key of its own: later changes of the file leave it alone."""

    __tablename__ = "sent_copies"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), unique=True)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    fields = Sealed()  # key of the field → what it said


class ReferralLink(Model):
    """The partner's way to one referral, for one contact.

    Token and code are derived from a key of the cell (referrals/links.py), so that neither is kept:
    the row holds the hash by which a token is found, and how many codes were given.
    """

    __tablename__ = "referral_links"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    # None also when whoever answered there no longer does
    contact_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("partner_contacts.id", ondelete="SET NULL"), index=True
    )
    secret_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    open_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    n_codes: Mapped[int] = mapped_column(default=1)  # the last one given is the one that counts
    code_used_at: Mapped[datetime | None]  # a code opens one visit
    n_wrong: Mapped[int] = mapped_column(default=0)
    browser_hash: Mapped[str | None]  # the one browser that it was opened in
    visit_until: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
    contact: Mapped[PartnerContact | None] = relationship()
