"""What a partner reads of a referral: the copy that was sent, never the file."""

from typing import Any

from casework.programmes.lists import SERVICE_TYPES
from casework.referrals import content
from casework.referrals.models import NextContact, Referral
from casework.referrals.queries.links import copy_of


def told(referral: Referral) -> dict[str, Any]:
    """In words, for the page; a number only while the partner is the one to call, and it is safe."""
    copy = copy_of(referral)
    fields = (copy.fields if copy else None) or {}
    may_call = referral.next_contact is NextContact.PARTNER
    return {
        "service": SERVICE_TYPES.label(referral.service),
        "told": content.labelled(fields),
        "contacts": content.contacts(fields, referral.case) if may_call else [],
    }
