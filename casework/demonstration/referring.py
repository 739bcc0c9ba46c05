"""Invented referrals: to whom, agreed with the person, for one or several partners in a pass."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from casework.audit.models import Event
from casework.cases.references import ALPHABET, check_character
from casework.consents.models import ConsentState, Delicate, Purpose
from casework.core.clock import day_of, now, today
from casework.demonstration.answering import PATHS, WAITS, Course, keep_move, tell
from casework.demonstration.directory import Friend, Offer
from casework.demonstration.file import File
from casework.demonstration.opening import record_consent
from casework.demonstration.sending import chosen_fields, content_of
from casework.demonstration.words import drawn
from casework.demonstration.world import MONTHS
from casework.demonstration.writer import Row
from casework.people.models import Sex
from casework.programmes import PROGRAMMES
from casework.referrals.codes import N_RANDOM
from casework.referrals.models import NextContact, Referral, ReferralState, Urgency

Choice = tuple[Friend, Offer]
URGENCY = {Urgency.AT_ONCE: 10, Urgency.THIS_WEEK: 40, Urgency.WHEN_POSSIBLE: 50}
NEVER, NEVER_LONG_AGO = 0.5, 0.65  # of the files
SEVERAL, LATELY = 0.12, 0.65  # of the referrals; of those of open files
LONG_AGO = timedelta(days=MONTHS * 30)
LATELY_DAYS, MAIN = 25, 5
UNANSWERED_BY_SILENT = 0.7
AGREED_TO_TELL = {"violence": 0.2, "health": 0.2}  # how often, in so many words


def refer(file: File, until: date) -> None:
    """About every second file, once; to two at a time for a few, again when a partner declined."""
    day = referral_day(file, until)
    if day > until or file.chance.random() < (NEVER_LONG_AGO if is_old(file) else NEVER):
        return
    met = fitting(file, file.world.friends)
    friend, offer = chosen = draw(file, met)
    others = [(other, same) for other, same in met if same.code == offer.code and other is not friend]
    batch = [chosen]
    if others and file.chance.random() < SEVERAL:
        batch.append(draw(file, others))
    batch_id = file.writer.new_id(file.at(day)) if len(batch) > 1 else None
    states = [make(file, *choice, day, until, batch_id) for choice in batch]
    again_on = day + timedelta(days=file.chance.randint(14, 30))
    if states == [ReferralState.DECLINED] and others and again_on <= until and file.chance.random() < 0.5:
        make(file, *draw(file, others), again_on, until)


def wait_in_inbox(file: File) -> bool:
    """Somebody waits for each cell and each partner with an account: the first open file that suits."""
    inboxes, readers = file.world.inboxes, file.world.readers
    day = today() - timedelta(days=file.chance.randint(1, 4))
    if len(inboxes) == len(readers) or day <= day_of(file.opened_at):
        return False
    met = [
        (reader, offer)
        for reader, offer in fitting(file, readers)
        if reader.id not in inboxes and reader.cell_id != file.place.id
    ]
    if met:
        friend, offer = draw(file, met)
        make(file, friend, offer, day, today(), path=WAITS)
        inboxes.add(friend.id)
    return bool(met)


def is_old(file: File) -> bool:
    return file.opened_at < now() - LONG_AGO


def referral_day(file: File, until: date) -> date:
    """Some weeks after the first day; for many open files lately, so that answers are awaited."""
    day = day_of(file.opened_at) + timedelta(days=file.chance.randint(2, 30))
    is_followed = until >= today() - timedelta(days=1)
    if is_followed and file.chance.random() < LATELY:
        return max(day, until - timedelta(days=file.chance.randint(0, LATELY_DAYS)))
    return day


def fitting(file: File, friends: tuple[Friend, ...]) -> list[Choice]:
    return suiting(file.programme.key, file.person["sex"], file.age, friends)


@cache
def suiting(programme_key: str, sex: Sex, age: int, friends: tuple[Friend, ...]) -> list[Choice]:
    """What suits somebody like this and the programme asks for; shelters only where they are known."""
    programme = PROGRAMMES[programme_key]
    return [
        (friend, offer)
        for friend in friends
        if programme.sees_confidential_places or not friend.is_confidential
        for offer in friend.offers
        if offer.code in programme.services and offer.suits(programme_key, sex, age)
    ]


def draw(file: File, met: Sequence[Choice]) -> Choice:
    """Most go to few partners, for what these are known for."""
    weights = [friend.weight**2 * (MAIN if offer.is_main else 1) for friend, offer in met]
    return file.chance.choices(met, weights)[0]


def make(
    file: File,
    friend: Friend,
    offer: Offer,
    day: date,
    until: date,
    batch_id: UUID | None = None,
    path: tuple[ReferralState, ...] | None = None,
) -> ReferralState:
    """One referral from the consent as far as it came; gives its state."""
    at = file.at(day)
    record_consent(
        file,
        at,
        Purpose.SHARING,
        ConsentState.GIVEN,
        partner_id=friend.id,
        covers=tuple(code.value for code in Delicate if file.chance.random() < AGREED_TO_TELL[code.value]),
        withheld=file.words("withheld"),
        names=friend.names,
    )
    file.world.asked.add(offer.id)
    chosen, what_for = chosen_fields(file, offer.code), file.words("ask")
    said = {"batch_id": batch_id, "chosen": chosen, "what_for": what_for}
    referral = prepare(file, friend, offer, at + timedelta(minutes=2), **said)
    course = Course(file, friend, referral, content_of(file, chosen, what_for), until)
    state = course.go(path or drawn_path(file, friend))
    if referral["sent_at"] is None:  # one line says both that it was prepared and that it was sent
        tell(file, friend, referral, referral["made_at"], what_for)
    return state


def drawn_path(file: File, friend: Friend) -> tuple[ReferralState, ...]:
    """Some partners seldom answer."""
    path = drawn(file.chance, PATHS)
    is_silent = friend.pace == "silent" and file.chance.random() < UNANSWERED_BY_SILENT
    return path[:1] if is_silent else path


def new_code(file: File) -> str:
    body = "".join(file.chance.choices(ALPHABET, k=N_RANDOM))
    return f"R-{body}{check_character(body)}"


def prepare(file: File, friend: Friend, offer: Offer, at: datetime, **said: Any) -> Row:
    referral = file.add(
        Referral,
        at,
        code=file.world.give(lambda: new_code(file)),
        case_id=file.id,
        partner_id=friend.id,
        service=offer.code,
        service_id=offer.id,
        urgency=drawn(file.chance, URGENCY),
        next_contact=file.chance.choice((NextContact.US, NextContact.PERSON)),
        made_by_id=file.lead.id,
        made_at=at,
        moved_at=at,
        form_key=file.writer.new_id(at),
        **said,
    )
    file.referrals.append(referral)
    file.act(at, Event.REFERRAL_PREPARED, file.lead.id, referral["id"])
    keep_move(file, referral, None, at, by_id=file.lead.id)
    return referral
