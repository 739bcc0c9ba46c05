"""How far an invented referral came: sent, called for, answered by link or by phone, done, taken back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.audit.models import Event
from casework.cases.timeline import Happening
from casework.consents.models import ConsentState, Purpose
from casework.core.clock import day_of, end_of, now, start_of
from casework.core.text import excerpt
from casework.demonstration.directory import Friend
from casework.demonstration.file import File
from casework.demonstration.opening import record_consent
from casework.demonstration.sending import keep_copy, make_link, open_link, revoke
from casework.demonstration.writer import Row
from casework.notices.models import Notice, NoticeKind
from casework.programmes.lists import OTHER, REFERRAL_DECLINE_REASONS
from casework.referrals.content import WHAT_FOR
from casework.referrals.delays import DELAYS, answer_by
from casework.referrals.models import (
    ANSWERS,
    RESULTS,
    WAITING,
    Mover,
    ReferralMove,
    ReferralState,
    Urgency,
)
from casework.tasks.models import TaskKind

UNANSWERED = (ReferralState.SENT, ReferralState.RECEIVED)
SENT, ACCEPTED = ReferralState.SENT, ReferralState.ACCEPTED
WAITS = (SENT,)
# how far a referral came, and how many of a hundred
PATHS: dict[tuple[ReferralState, ...], int] = {
    (): 6,
    WAITS: 5,
    (SENT, ReferralState.RECEIVED): 12,
    (SENT, ReferralState.DECLINED): 9,
    (SENT, ReferralState.WAITING_LIST): 6,
    (SENT, ACCEPTED): 10,
    (SENT, ACCEPTED, ReferralState.DONE): 24,
    (SENT, ACCEPTED, ReferralState.STARTED): 5,
    (SENT, ACCEPTED, ReferralState.STARTED, ReferralState.DONE): 5,
    (SENT, ACCEPTED, ReferralState.PARTLY_DONE): 4,
    (SENT, ACCEPTED, ReferralState.NO_SHOW): 3,
    (SENT, ACCEPTED, ReferralState.NO_SHOW, ACCEPTED): 2,
    (SENT, ReferralState.WITHDRAWN): 4,
}
DAYS = {"quick": (0, 3), "usual": (1, 8), "slow": (5, 18), "silent": (6, 25)}  # until the first answer
LATER = (1, 12)  # between one answer and the next
QUICKER = 4  # so many times, when it cannot wait
EXPECTED = {ACCEPTED: (2, 15), ReferralState.WAITING_LIST: (20, 90)}
BY_LINK, BY_ACCOUNT, TAKES_CONSENT_BACK = 0.6, 0.8, 0.5  # how often
REASONS = [option.code for option in REFERRAL_DECLINE_REASONS if option.code != OTHER]
AT_NIGHT = timedelta(hours=5)  # when the clock looks
NOTICES_KEPT, READ_AFTER = timedelta(days=60), timedelta(days=3)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Course:
    """One referral on its way; nothing of it happens after `until`."""

    def __init__(self, file: File, friend: Friend, referral: Row, copy: dict[str, Any], until: date) -> None:
        self.file, self.friend, self.referral, self.copy = file, friend, referral, copy
        self.until = min(end_of(until), now())
        self.link: Row = {}
        self.task: Row = {}

    @property
    def state(self) -> ReferralState:
        found: ReferralState = self.referral["state"]
        return found

    def go(self, path: Sequence[ReferralState]) -> ReferralState:
        at = self.referral["made_at"] + 5 * MINUTE
        for to in path:
            at = self.next_at(to, at)
            self.pass_time(min(at, self.until))
            if at > self.until:
                break
            self.take(to, at)
        self.pass_time(self.until)
        return self.state

    def next_at(self, to: ReferralState, at: datetime) -> datetime:
        if to is SENT:
            return at
        days = DAYS[self.friend.pace] if self.state is SENT else LATER
        if self.referral["urgency"] is Urgency.AT_ONCE:
            days = (days[0] // QUICKER, days[1] // QUICKER)
        return at + timedelta(days=self.file.chance.randint(*days), minutes=7)

    def pass_time(self, until: datetime) -> None:
        """What the clock does while no answer comes: somebody is to call, then nobody waits any more."""
        if self.state not in UNANSWERED:
            return
        expected: date = self.referral["answer_by"]
        if self.referral["called_at"] is None and start_of(expected) + AT_NIGHT <= until:
            self.remind(start_of(expected) + AT_NIGHT)
        expires_at = start_of(expected + DELAYS[self.referral["urgency"]].grace + DAY) + AT_NIGHT
        if expires_at <= until:
            self.move(ReferralState.EXPIRED, expires_at, Mover.SYSTEM, None)
            self.notify(NoticeKind.REFERRAL_EXPIRED, expires_at)

    def remind(self, at: datetime) -> None:
        file, kind = self.file, TaskKind.CALL_PARTNER
        self.referral["called_at"] = at
        self.task = file.plan(kind, end_of(day_of(at)), at, planned_in_id=self.referral["id"])
        file.act(at, Event.TASK_ADDED, None, self.task["id"], detail=kind.value)
        self.notify(NoticeKind.REFERRAL_SILENT, at)

    def take(self, to: ReferralState, at: datetime) -> None:
        if to is SENT:
            self.send(at)
        elif to is ReferralState.WITHDRAWN:
            self.take_back(at)
        else:
            self.answer(to, at)

    def send(self, at: datetime) -> None:
        referral, friend = self.referral, self.friend
        referral["answer_by"] = answer_by(referral["urgency"], day_of(at))
        keep_copy(self.file, referral, self.copy, at)
        self.move(SENT, at, Mover.WORKER, self.file.lead.id)
        if friend.cell_id is None:
            self.link = make_link(self.file, referral, friend.contact_id, at)
        else:
            for reader_id in friend.answerer_ids:
                self.notice(reader_id, NoticeKind.REFERRAL_RECEIVED, at, cell_id=friend.cell_id)

    def answer(self, to: ReferralState, at: datetime) -> None:
        """With an account, by the link, or told by phone to the worker who writes it down."""
        chance, friend, file = self.file.chance, self.friend, self.file
        if friend.answerer_ids and (friend.cell_id or chance.random() < BY_ACCOUNT):
            by_id = chance.choice(friend.answerer_ids)
            file.act(at - MINUTE, Event.REFERRAL_READ, by_id, self.referral["id"])
            self.move(to, at, Mover.PARTNER, by_id)
        elif self.link and chance.random() < BY_LINK:
            open_link(file, self.referral, self.link, at - MINUTE)
            self.move(to, at, Mover.PARTNER, None)
        else:
            self.move(to, at, Mover.WORKER, file.lead.id, is_for_partner=True)
            return
        self.notify(NoticeKind.REFERRAL_ANSWERED, at)

    def take_back(self, at: datetime) -> None:
        """By the worker; or the person takes her consent back, and the partner is asked to destroy it."""
        file, is_asked = self.file, self.file.chance.random() < TAKES_CONSENT_BACK
        if is_asked:
            said = {"partner_id": self.friend.id, "names": self.friend.names, "why": file.words("withdrawn")}
            record_consent(file, at - MINUTE, Purpose.SHARING, ConsentState.WITHDRAWN, **said)
        self.move(ReferralState.WITHDRAWN, at, Mover.WORKER, file.lead.id)
        if is_asked:
            self.notify(NoticeKind.CONSENT_WITHDRAWN, at)
            self.ask_to_destroy(at + 3 * MINUTE)

    def ask_to_destroy(self, at: datetime) -> None:
        """Some partners answer that they did; of the others it is still awaited."""
        referral, file, asked = self.referral, self.file, Event.DESTRUCTION_ASKED
        referral["destroy_asked_on"] = day_of(at)
        file.act(at, asked, file.lead.id, referral["id"], detail="asked")
        answered_at = at + timedelta(days=file.chance.randint(1, 9))
        if answered_at <= self.until:
            referral["destroy_answered_on"] = day_of(answered_at)
            file.act(answered_at, asked, file.lead.id, referral["id"], detail="answered")

    def move(
        self,
        to: ReferralState,
        at: datetime,
        mover: Mover,
        by_id: UUID | None,
        *,
        is_for_partner: bool = False,
    ) -> None:
        referral, file, start = self.referral, self.file, self.state
        if (start, to) == (ReferralState.EXPIRED, ReferralState.RECEIVED):
            referral["answer_by"] = answer_by(referral["urgency"], day_of(at))
        referral["state"], referral["moved_at"] = to, at
        if to is SENT:
            referral["sent_at"] = at
        if to in ANSWERS and referral["answered_at"] is None:
            referral["answered_at"] = at
        if to in RESULTS:
            referral["done_at"] = at
        why = file.words(to.value) if to in (ReferralState.DECLINED, ReferralState.WITHDRAWN) else None
        keep_move(file, referral, start, at, mover=mover, by_id=by_id, is_for_partner=is_for_partner, why=why)
        self.follow(at, mover)
        file.act(at, Event.REFERRAL_MOVED, by_id, referral["id"], detail=to.value)
        tell(file, self.friend, referral, at, why or self.copy[WHAT_FOR], mover)

    def follow(self, at: datetime, mover: Mover) -> None:
        """The call is no longer to be made; the link of what is over opens nothing."""
        open_tasks = self.file.open_tasks
        if self.state not in WAITING and self.task.get("id") in open_tasks:
            self.task["done_at"], self.task["is_cancelled"] = at, True
            del open_tasks[self.task["id"]]
        if self.link and self.state in (ReferralState.WITHDRAWN, ReferralState.DONE):
            revoke(self.file, self.referral, self.link, at, by_worker=mover is Mover.WORKER)

    def notify(self, kind: NoticeKind, at: datetime) -> None:
        self.notice(self.file.lead.id, kind, at, case_id=self.file.id)

    def notice(self, reader_id: UUID, kind: NoticeKind, at: datetime, **where: Any) -> None:
        """Those of the last weeks; the newest are not read yet, by most."""
        if at < now() - NOTICES_KEPT:
            return
        is_new = at > now() - READ_AFTER and self.file.chance.random() < 0.7
        seen_at = None if is_new else min(at + timedelta(hours=self.file.chance.randint(1, 50)), now())
        said = {"user_id": reader_id, "kind": kind, "object_id": self.referral["id"], "made_at": at}
        self.file.writer.add(Notice, at, seen_at=seen_at, **said, **where)


def keep_move(file: File, referral: Row, start: ReferralState | None, at: datetime, **said: Any) -> None:
    to, chance = referral["state"], file.chance
    referral["n_moves"] += 1
    days = EXPECTED.get(to)
    file.add(
        ReferralMove,
        at,
        referral_id=referral["id"],
        from_state=start,
        to_state=to,
        step=referral["n_moves"],
        at=at,
        happened_on=day_of(at),
        expected_on=day_of(at) + timedelta(days=chance.randint(*days)) if days else None,
        decline_code=chance.choice(REASONS) if to is ReferralState.DECLINED else None,
        **said,
    )


def tell(
    file: File, friend: Friend, referral: Row, at: datetime, text: str, mover: Mover = Mover.WORKER
) -> None:
    """The file learns what was answered, not by whom."""
    story = {"service": referral["service"], "text": excerpt(text)} | friend.names
    by = file.lead.id if mover is Mover.WORKER else None
    detail = referral["state"].value
    file.tell(at, Happening.REFERRAL, by, referral["id"], detail=detail, story=story)
