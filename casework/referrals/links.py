"""The partner's link to one referral: token and code are derived when they are told, and never kept."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casework.accounts.models import User
from casework.audit import trail
from casework.consents.models import ConsentAct, ConsentState, Purpose
from casework.consents.queries import consents_of, grounds_of, in_force, is_barred_partner
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.keys.ring import blind_index
from casework.partners.models import PartnerContact
from casework.referrals.models import Mover, Referral, ReferralLink, ReferralState
from casework.referrals.moves import MOVES
from casework.referrals.queries.links import live_links

ANSWER_WITHIN = timedelta(days=7)
MOST_WRONG = 5  # codes; then the link is dead, and another one is made
CODES = 10**6


class Standing(LabelledEnum):
    """Whether the partner may still read and answer, and why not."""

    OPEN = "open", _l("Open")
    TAKEN_BACK = "taken_back", _l("Taken back: the partner is asked to destroy it")
    ENDED = "ended", _l("The referral has ended")
    FILE_CLOSED = "file_closed", _l("The file is closed")
    PARTNER_GONE = "partner_gone", _l("The partner no longer receives referrals")
    REVOKED = "revoked", _l("Revoked")
    KILLED = "killed", _l("Shut after five wrong codes")
    EXPIRED = "expired", _l("The seven days are over")


OF_THE_LINK = (Standing.REVOKED, Standing.KILLED, Standing.EXPIRED)  # another one may be made


def standing_of(referral: Referral) -> Standing:
    """Of what was sent, whatever way it is read."""
    if referral.state is ReferralState.WITHDRAWN or referral.destroy_asked_on or took_consent_back(referral):
        return Standing.TAKEN_BACK
    if not referral.partner.is_active or is_barred_partner(referral.case, referral.partner_id):
        return Standing.PARTNER_GONE
    if not referral.case.is_live:
        return Standing.FILE_CLOSED
    return Standing.OPEN if partner_moves(referral) else Standing.ENDED


def standing(link: ReferralLink) -> Standing:
    """Of the link: what became of the referral counts more than what became of the link."""
    found = standing_of(link.referral)
    if found is not Standing.OPEN:
        return found
    if link.n_wrong >= MOST_WRONG:
        return Standing.KILLED
    if link.revoked_at is not None:
        return Standing.REVOKED
    is_kept = link.referral.answered_at and link.browser_hash  # by whoever came in and answered
    return Standing.EXPIRED if link.open_until <= now() and not is_kept else Standing.OPEN


def took_consent_back(referral: Referral) -> bool:
    """The person withdrew what it rested on, and no supervisor's ground stands against it.

    An emergency that came after she had withdrawn an earlier consent rests on none.
    """
    partner_id = referral.partner_id
    withdrawn = any(
        consent.partner_id == partner_id
        and consent.state is ConsentState.WITHDRAWN
        and consent.recorded_at >= referral.made_at
        for consent in in_force(consents_of(referral.case))
        if consent.purpose is Purpose.SHARING and consent.act is ConsentAct.CONSENT
    )
    return withdrawn and all(ground.partner_id != partner_id for ground in grounds_of(referral.case))


def partner_moves(referral: Referral) -> list[ReferralState]:
    """What the partner may answer now."""
    return [
        to
        for (start, to), rule in MOVES.items()
        if start is referral.state and referral.was_sent and Mover.PARTNER in rule.movers
    ]


def token_of(link: ReferralLink) -> str:
    secret = blind_index(link.secret_key_id, "referral_link", str(link.id))
    return urlsafe_b64encode(secret).decode().rstrip("=")


def code_of(link: ReferralLink) -> str:
    """The six digits that are told by phone."""
    secret = blind_index(link.secret_key_id, "referral_code", f"{link.id}:{link.n_codes}")
    return f"{int.from_bytes(secret) % CODES:06}"


def hash_of_token(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def live_link(referral: Referral) -> ReferralLink | None:
    """The one that nobody revoked; it may be over or dead (`standing`)."""
    return next(iter(live_links(referral)), None)


def make_link(referral: Referral, by: User, contact: PartnerContact | None = None) -> ReferralLink:
    """A new token and a first code; what was made before opens nothing any more."""
    hold(referral)
    if referral.partner.cell_id:
        raise RuleBroken(_("A cell of the directorate answers in its own inbox: it needs no link."))
    if standing_of(referral) is not Standing.OPEN:
        raise RuleBroken(_("The partner has nothing to answer any more: no link is made."))
    for earlier in live_links(referral):
        revoke(earlier, by)
    link = ReferralLink(
        referral_id=referral.id,
        contact_id=contact.id if contact else None,
        secret_key_id=referral.case.cell.index_key_id,
        made_by_id=by.id,
        open_until=now() + ANSWER_WITHIN,
        n_codes=1,
        n_wrong=0,
    )
    link.referral = referral
    link.token_hash = hash_of_token(token_of(link))
    db.session.add(link)
    note(trail.Event.LINK_MADE, link, by)
    return link


def give_new_code(link: ReferralLink, by: User) -> str:
    """For the next visit; the code given before opens nothing any more."""
    check_lives(link)
    link.n_codes += 1
    link.code_used_at, link.n_wrong = None, 0
    note(trail.Event.LINK_CODE_GIVEN, link, by)
    return code_of(link)


def renew(link: ReferralLink, by: User) -> None:
    """Seven more days to answer, counted from now."""
    check_lives(link, Standing.EXPIRED)
    link.open_until = now() + ANSWER_WITHIN
    note(trail.Event.LINK_MADE, link, by, detail="renewed")


def check_lives(link: ReferralLink, *also: Standing) -> None:
    hold(link)
    if standing(link) not in (Standing.OPEN, *also):
        raise RuleBroken(_("This link is over. Make a new one if the partner may still answer."))


def revoke(link: ReferralLink, by: User | None) -> None:
    """At once: a visit that is open is refused at its next request."""
    hold(link)
    if link.revoked_at is not None:
        return
    link.revoked_at, link.visit_until = now(), None
    note(trail.Event.LINK_REVOKED, link, by)


def revoke_links(referral: Referral, by: User | None) -> None:
    """All that there are of this referral."""
    for link in live_links(referral):
        revoke(link, by)


def note(event: trail.Event, link: ReferralLink, by: User | None, detail: str | None = None) -> None:
    case = link.referral.case
    trail.record(
        event,
        case,
        actor_id=by.id if by else None,
        directorate_id=case.cell.directorate_id,
        object_id=link.referral_id,
        detail=detail,
    )
