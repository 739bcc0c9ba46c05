"""What was sent, kept as it was sent under a key of its own, with the way by which the partner reads it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import Delicate
from casework.consents.queries import covered
from casework.core.extensions import db
from casework.keys.models import DataKey, KeyOwner
from casework.keys.ring import destroy, new_key
from casework.partners.queries import receiving_contact
from casework.referrals.content import BY_KEY, CONTACTS, WHAT_FOR, numbers_for, said
from casework.referrals.links import make_link
from casework.referrals.models import NextContact, Referral, SentCopy
from casework.referrals.queries.links import copy_of
from casework.referrals.services.basis import acts_in_emergency

Covered = Mapping[UUID, set[str]]  # of a file: `consents.queries.covered`


def agreed_to(referral: Referral, covers: Covered) -> set[str]:
    """In an emergency all of it: the supervisor decides afterwards."""
    return set(Delicate) if acts_in_emergency(referral) else covers.get(referral.partner_id, set())


def content_of(referral: Referral, covers: Covered) -> dict[str, Any]:
    """What the partner would get today: violence and health only as far as the person agreed to it."""
    case, agreed = referral.case, agreed_to(referral, covers)
    content = said(case, [key for key in referral.chosen or [] if may_send(key, referral, agreed)])
    if referral.what_for:
        content[WHAT_FOR] = referral.what_for
    if referral.next_contact is NextContact.PARTNER:
        content[CONTACTS] = numbers_for(case)
    return content


def may_send(key: str, referral: Referral, agreed: set[str]) -> bool:
    field = BY_KEY.get(key)
    if field is None or not field.is_needed_for([referral.service]):
        return False
    return field.delicate is None or field.delicate in agreed


def left_out(referral: Referral, covers: Covered) -> list[str]:
    """What was ticked and is not sent, since the person did not agree to it in so many words."""
    agreed = agreed_to(referral, covers)
    fields = [BY_KEY[key] for key in referral.chosen or [] if key in BY_KEY]
    return [str(field.label) for field in fields if field.delicate and field.delicate not in agreed]


def keep_copy(case: Case, referral: Referral, by: User) -> None:
    """Called by the move to `sent` and by nothing else: there is no referral sent without its copy."""
    key = new_key(KeyOwner.REFERRAL)
    db.session.flush()
    content = content_of(referral, covered(case))
    db.session.add(SentCopy(key_id=key.id, referral_id=referral.id, sent_by_id=by.id, fields=content))
    referral.chosen = sorted(set(content) & BY_KEY.keys())
    db.session.flush()
    if referral.partner.cell_id is None:
        make_link(referral, by, receiving_contact(referral.partner, by))


def forget_copy(referral: Referral) -> None:
    """It was sent in error: that it was sent stays, its words are erased with their key."""
    if copy := copy_of(referral):
        copy.fields = None
        destroy(db.session.get_one(DataKey, copy.key_id))
