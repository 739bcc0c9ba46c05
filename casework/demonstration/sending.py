"""What an invented referral took along: the copy under a key of its own, and the partner's link."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from casework.audit.models import Event
from casework.core.clock import now
from casework.demonstration.file import File
from casework.demonstration.writer import Row
from casework.keys.models import KeyOwner
from casework.people.models import initial_of
from casework.referrals.content import BY_KEY, FIRST_NAME, INITIALS, WHAT_FOR
from casework.referrals.links import ANSWER_WITHIN, hash_of_token, token_of
from casework.referrals.models import ReferralLink, SentCopy

SCRIPTS = ("ar", "lat")
SOMETIMES = {"birth_year": 0.6, "sex": 0.4, "language": 0.5, "commune": 0.3, "surname": 0.2}
IN_A_WHILE = timedelta(hours=1)


def chosen_fields(file: File, service: str) -> list[str]:
    """Initials or the first name, and a little more that the service needs."""
    name = INITIALS if file.chance.random() < 0.7 else FIRST_NAME
    more = [key for key, how_often in SOMETIMES.items() if file.chance.random() < how_often]
    return sorted([name, *(key for key in more if BY_KEY[key].is_needed_for([service]))])


def read(file: File, key: str) -> Any:
    """As referrals/content.py reads it from the file."""
    if key == INITIALS:
        return {script: initials(file, script) for script in SCRIPTS if f"surname_{script}" in file.said}
    if key in (FIRST_NAME, "surname"):
        return {script: file.said[f"{key}_{script}"] for script in SCRIPTS if f"{key}_{script}" in file.said}
    return file.said[key]


def initials(file: File, script: str) -> str:
    parts = (file.said[f"{part}_{script}"] for part in ("first_name", "surname"))
    return " ".join(f"{initial_of(part)}." for part in parts)


def content_of(file: File, chosen: list[str], what_for: str) -> dict[str, Any]:
    return {key: read(file, key) for key in chosen} | {WHAT_FOR: what_for}


def keep_copy(file: File, referral: Row, content: dict[str, Any], at: datetime) -> None:
    file.writer.add(
        SentCopy,
        at,
        key=file.writer.new_key(KeyOwner.REFERRAL),
        referral_id=referral["id"],
        sent_at=at,
        sent_by_id=file.lead.id,
        fields=content,
    )


def make_link(file: File, referral: Row, contact_id: Any, at: datetime) -> Row:
    link: Row = {
        "id": file.writer.new_id(at),
        "secret_key_id": file.place.index_key_id,
        "referral_id": referral["id"],
        "contact_id": contact_id,
        "made_at": at,
        "made_by_id": file.lead.id,
        "open_until": at + ANSWER_WITHIN,
    }
    told: Any = SimpleNamespace(**link)
    file.act(at, Event.LINK_MADE, file.lead.id, referral["id"])
    return file.writer.add(ReferralLink, at, token_hash=hash_of_token(token_of(told)), **link)


def open_link(file: File, referral: Row, link: Row, at: datetime) -> None:
    """For an answer: while it lasts by the first code, later by another one that the worker gave."""
    asked_at = at - IN_A_WHILE
    if referral["answered_at"]:
        link["n_codes"] += 1
        file.act(asked_at, Event.LINK_CODE_GIVEN, file.lead.id, referral["id"])
    elif link["open_until"] < at:
        link["open_until"] = min(asked_at + ANSWER_WITHIN, now() + ANSWER_WITHIN)
        file.act(asked_at, Event.LINK_MADE, file.lead.id, referral["id"], detail="renewed")
    link["code_used_at"] = at
    file.act(at, Event.LINK_OPENED, None, referral["id"])


def revoke(file: File, referral: Row, link: Row, at: datetime, *, by_worker: bool) -> None:
    link["revoked_at"] = at
    file.act(at, Event.LINK_REVOKED, file.lead.id if by_worker else None, referral["id"])
