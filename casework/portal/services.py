"""A visit by a link: the code that begins it, the browser that it is bound to, and the partner's answer."""

import secrets
from datetime import timedelta
from hmac import compare_digest
from typing import Any, NoReturn

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.access.guards import READING, check_version, leave_reading
from casework.accounts.models import SignInAttempt, User
from casework.accounts.queries import n_attempts
from casework.accounts.services import who_has_accounts
from casework.audit import trail
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.portal.queries import partners_with_accounts
from casework.referrals.links import (
    MOST_WRONG,
    Standing,
    code_of,
    hash_of_token,
    note,
    standing,
    standing_of,
)
from casework.referrals.models import Mover, Referral, ReferralLink
from casework.referrals.queries.links import link_with
from casework.referrals.services.moving import hold_both, move_referral

VISIT = timedelta(minutes=30)
WINDOW = timedelta(minutes=15)
PER_ADDRESS = 30  # wrong codes in a window: a whole network of phones may share one address

# what whoever holds the link is told, and nothing about the person
SHUT: dict[Standing, LazyString] = {
    Standing.TAKEN_BACK: _l(
        "This referral was taken back. Please destroy everything that you received about it, "
        "and tell the service that you did."
    ),
    Standing.ENDED: _l("This referral has ended. Call the service if you have something to add."),
    Standing.FILE_CLOSED: _l("This referral is over. Call the service if you have something to add."),
    Standing.PARTNER_GONE: _l("This link is no longer in use. Call the service."),
    Standing.REVOKED: _l("This link is no longer in use. Call the service for another one."),
    Standing.KILLED: _l("This link is shut, because of five wrong codes. Call the service for another one."),
    Standing.EXPIRED: _l("The time to answer by this link is over. Call the service: it can be made longer."),
}
REFUSED: dict[str, LazyString] = {
    "wrong": _l("This is not the code. Ask the service for it by phone: five wrong codes shut the link."),
    "used": _l("This code was used already. Each visit after the answer needs a new one: call the service."),
    "browser": _l("This link was opened in another browser or phone. Open it there, or call the service."),
    "address": _l("Too many wrong codes came from this address. Wait 15 minutes."),
}
TOO_LATE: LazyString = _l("Your half hour is over. Type the code again, then send your answer.")


class Shut(Exception):
    """The link opens nothing any more."""

    def __init__(self, why: Standing) -> None:
        super().__init__(why.value)
        self.why = why


class NotLetIn(Exception):
    """A code, a browser or an address that does not open the link."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.sentence = REFUSED[why]


def link_of(token: str) -> ReferralLink | None:
    return link_with(hash_of_token(token))


def is_visiting(link: ReferralLink, browser: str | None) -> bool:
    """Half an hour from the code, in the browser where it was typed."""
    return is_its_browser(link, browser) and link.visit_until is not None and now() < link.visit_until


def is_its_browser(link: ReferralLink, browser: str | None) -> bool:
    return bool(browser and link.browser_hash and compare_digest(link.browser_hash, hash_of_token(browser)))


def check_open(link: ReferralLink) -> None:
    """Raises Shut, once the log holds that somebody tried."""
    why = standing(link)
    if why is not Standing.OPEN:
        if request.method != "HEAD":
            note_refusal(link, why.value)
        raise Shut(why)


def note_refusal(link: ReferralLink, why: str) -> None:
    """In a transaction that ends here, since that of a page that refuses is undone."""
    if request.method in READING:
        leave_reading()
    note(trail.Event.LINK_REFUSED, link, None, detail=why)
    trail.append_entries()
    db.session.commit()


def note_preview(link: ReferralLink) -> None:
    """The first page was fetched, perhaps by the program that brought the link; nothing is consumed."""
    if request.method != "HEAD":
        note(trail.Event.LINK_OPENED, link, None, detail="first_page")


def note_reading(referral: Referral, way: str) -> None:
    directorate_id = referral.case.cell.directorate_id
    trail.record(
        trail.Event.REFERRAL_READ,
        referral.case,
        directorate_id=directorate_id,
        object_id=referral.id,
        detail=way,
    )


def begin_visit(link: ReferralLink, code: str, browser: str | None) -> str:
    """Let the right code in, in one browser; what that browser keeps. One code at a time is looked at."""
    hold(link)
    check_open(link)
    if n_attempts(since=now() - WINDOW, address_hash=visitor_address()) >= PER_ADDRESS:
        refuse(link, "address")
    if link.browser_hash and not is_its_browser(link, browser):
        refuse(link, "browser")
    if not compare_digest(code.encode(), code_of(link).encode()):
        count_wrong(link)
    if link.code_used_at and link.referral.answered_at and not is_visiting(link, browser):
        refuse(link, "used")
    kept = browser if browser and link.browser_hash else secrets.token_urlsafe(32)
    link.browser_hash, link.code_used_at, link.visit_until = hash_of_token(kept), now(), now() + VISIT
    note(trail.Event.LINK_OPENED, link, None, detail="code")
    return kept


def count_wrong(link: ReferralLink) -> NoReturn:
    """The fifth shuts the link."""
    link.n_wrong += 1
    account = hash_of_token(f"link {link.id}")
    db.session.add(SignInAttempt(account_hash=account, address_hash=visitor_address()))
    if link.n_wrong >= MOST_WRONG:
        link.visit_until = None
        note_refusal(link, Standing.KILLED.value)
        raise Shut(Standing.KILLED)
    refuse(link, "wrong")


def refuse(link: ReferralLink, why: str) -> NoReturn:
    note_refusal(link, why)
    raise NotLetIn(why)


def visitor_address() -> str:
    """Counted apart from those of the sign-in page."""
    return hash_of_token(f"portal {request.remote_addr or ''}")


def end_visit(link: ReferralLink, browser: str | None) -> None:
    if is_visiting(link, browser):
        hold(link)
        link.visit_until = None


def check_seen(referral: Referral, version: int | None) -> None:
    """Raises Overtaken when somebody answered since the page was opened, whatever else is wrong with it."""
    if version is not None:
        check_version(referral, version)


def answer_by_link(link: ReferralLink, browser: str | None, *, version: int, **answers: Any) -> None:
    """What the partner says; of two who answer at once the second is told."""
    referral = link.referral
    hold_both(referral.case, referral, version)
    db.session.refresh(link)
    check_open(link)
    if not is_visiting(link, browser):
        raise RuleBroken(str(TOO_LATE))
    move_referral(referral.case, referral, by=None, mover=Mover.PARTNER, **answers)


def answer_with_account(referral: Referral, *, by: User, version: int, **answers: Any) -> None:
    hold_both(referral.case, referral, version)
    if (why := standing_of(referral)) is not Standing.OPEN:
        raise RuleBroken(str(SHUT[why]))
    move_referral(referral.case, referral, by=by, mover=Mover.PARTNER, **answers)


who_has_accounts.append(partners_with_accounts)
