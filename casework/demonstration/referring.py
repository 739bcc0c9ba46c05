"""Invented referrals: agreed with the person, sent to a partner, answered, some without an answer yet."""

from datetime import date, datetime, timedelta

from casework.audit.models import Event
from casework.cases.references import ALPHABET, check_character
from casework.cases.timeline import Happening
from casework.consents.models import ConsentState, Purpose
from casework.core.clock import day_of
from casework.core.text import excerpt
from casework.demonstration.file import File
from casework.demonstration.opening import record_consent
from casework.demonstration.words import drawn
from casework.demonstration.world import Friend
from casework.demonstration.writer import Row
from casework.programmes.lists import OTHER, REFERRAL_DECLINE_REASONS
from casework.referrals.codes import N_RANDOM
from casework.referrals.models import (
    ANSWERS,
    RESULTS,
    NextContact,
    Referral,
    ReferralMove,
    ReferralState,
    Urgency,
)
from casework.referrals.moves import MOVES

# how far a referral came, and how many of a hundred
PATHS: dict[tuple[ReferralState, ...], int] = {
    (): 6,
    (ReferralState.SENT,): 20,
    (ReferralState.SENT, ReferralState.RECEIVED): 9,
    (ReferralState.SENT, ReferralState.DECLINED): 8,
    (ReferralState.SENT, ReferralState.WAITING_LIST): 7,
    (ReferralState.SENT, ReferralState.ACCEPTED): 12,
    (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.DONE): 26,
    (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.NO_SHOW): 4,
    (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.STARTED): 4,
    (ReferralState.SENT, ReferralState.WITHDRAWN): 4,
}


def refer(file: File, until: date) -> None:
    """About every second file, once."""
    met = [friend for friend in file.world.friends if fitting(file, friend)]
    day = day_of(file.opened_at) + timedelta(days=file.chance.randint(2, 30))
    if not met or day > until or file.chance.random() < 0.55:
        return
    at, friend = file.at(day), file.chance.choice(met)
    record_consent(
        file,
        at,
        Purpose.SHARING,
        ConsentState.GIVEN,
        partner_id=friend.id,
        withheld=file.words("withheld"),
        names=friend.names,
    )
    referral = prepare(file, friend, at + timedelta(minutes=2))
    path = drawn(file.chance, PATHS)
    moved_at = referral["made_at"]
    for to in path:
        moved_at += timedelta(days=0 if to is ReferralState.SENT else file.chance.randint(1, 12), minutes=5)
        if day_of(moved_at) > until:
            break
        move(file, friend, referral, to, moved_at)


def fitting(file: File, friend: Friend) -> list[str]:
    """What the partner offers and the programme asks for; shelters only where they are known."""
    if friend.is_confidential and not file.programme.sees_confidential_places:
        return []
    return [code for code in friend.services if code in file.programme.services]


def new_code(file: File) -> str:
    body = "".join(file.chance.choices(ALPHABET, k=N_RANDOM))
    return f"R-{body}{check_character(body)}"


def prepare(file: File, friend: Friend, at: datetime) -> Row:
    text = file.words("ask")
    referral = file.add(
        Referral,
        at,
        code=file.world.give(lambda: new_code(file)),
        case_id=file.id,
        partner_id=friend.id,
        service=file.chance.choice(fitting(file, friend)),
        urgency=file.chance.choices(list(Urgency), (10, 40, 50))[0],
        next_contact=file.chance.choice((NextContact.US, NextContact.PERSON)),
        made_by_id=file.lead.id,
        made_at=at,
        moved_at=at,
        form_key=file.writer.new_id(at),
        what_for=text,
    )
    file.act(at, Event.REFERRAL_PREPARED, file.lead.id, referral["id"])
    keep_move(file, referral, None, at)
    tell(file, friend, referral, at, text)
    return referral


def move(file: File, friend: Friend, referral: Row, to: ReferralState, at: datetime) -> None:
    start = referral["state"]
    referral["state"], referral["moved_at"] = to, at
    if to is ReferralState.SENT:
        referral["sent_at"] = at
    if to in ANSWERS and referral["answered_at"] is None:
        referral["answered_at"] = at
    if to in RESULTS:
        referral["done_at"] = at
    why = file.words(to.value) if to in (ReferralState.DECLINED, ReferralState.WITHDRAWN) else None
    keep_move(file, referral, start, at, why)
    file.act(at, Event.REFERRAL_MOVED, file.lead.id, referral["id"], detail=to.value)
    tell(file, friend, referral, at, why or "")


def keep_move(
    file: File, referral: Row, start: ReferralState | None, at: datetime, why: str | None = None
) -> None:
    """The worker writes down what a partner without an account answered."""
    to = referral["state"]
    referral["n_moves"] += 1
    is_for_partner = start is not None and MOVES[start, to].is_the_partners
    reasons = [option.code for option in REFERRAL_DECLINE_REASONS if option.code != OTHER]
    file.add(
        ReferralMove,
        at,
        referral_id=referral["id"],
        from_state=start,
        to_state=to,
        step=referral["n_moves"],
        at=at,
        happened_on=day_of(at),
        by_id=file.lead.id,
        is_for_partner=is_for_partner,
        decline_code=file.chance.choice(reasons) if to is ReferralState.DECLINED else None,
        why=why,
    )


def tell(file: File, friend: Friend, referral: Row, at: datetime, text: str) -> None:
    story = {"service": referral["service"], "text": excerpt(text)} | friend.names
    detail = referral["state"].value
    file.tell(at, Happening.REFERRAL, file.lead.id, referral["id"], detail=detail, story=story)
