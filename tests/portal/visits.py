"""A partner with a phone, for the tests: a referral that was sent, its link, the browser that opens it."""

from typing import Any

from flask import Flask

from casework.audit.models import AuditEntry
from casework.core.extensions import db
from casework.referrals.links import code_of, live_link, make_link, token_of
from casework.referrals.models import Referral, ReferralLink, ReferralState, SentCopy
from tests.browser import Browser, Page
from tests.factories.base import commit
from tests.factories.cases import lead_of
from tests.factories.referrals import ReferralFactory


def sent(**values: Any) -> ReferralLink:
    """A referral with a live link."""
    referral: Referral = ReferralFactory(**{"state": ReferralState.SENT} | values)
    return link_of(referral)


def link_of(referral: Referral) -> ReferralLink:
    link = live_link(referral) or make_link(referral, lead_of(referral.case))
    commit()
    return link


def now_says(referral: Referral, **fields: Any) -> None:
    """The copy of what was sent, said otherwise."""
    copy = db.session.query(SentCopy).filter_by(referral_id=referral.id).one()
    copy.fields = fields
    commit()


class Phone:
    """The one browser of a partner, at one link."""

    def __init__(self, app: Flask, link: ReferralLink, language: str = "en") -> None:
        self.browser = Browser(app, language)
        self.link_id, self.token, self.code = link.id, token_of(link), code_of(link)

    @property
    def link(self) -> ReferralLink:
        return db.session.get_one(ReferralLink, self.link_id)

    @property
    def referral(self) -> Referral:
        return self.link.referral

    def look(self, part: str = "enter", *, follow: bool = False) -> Page:
        return self.browser.visit("GET", f"portal.{part}", follow=follow, token=self.token)

    def type(self, code: str, *, follow: bool = True) -> Page:
        hidden = self.look().hidden
        return self.browser.visit(
            "POST", "portal.enter", hidden | {"code": code}, follow=follow, token=self.token
        )

    def come_in(self) -> Page:
        page = self.type(code_of(self.link))
        assert page.status == 200, page.errors
        assert page.heading == "A referral to you"
        return page

    def answer(self, page: Page | None = None, **answers: str) -> Page:
        hidden = (page or self.look("answer")).hidden
        return self.browser.visit("POST", "portal.answer", hidden | answers, token=self.token)


def wrong(code: str, n: int = 1) -> str:
    """Another one."""
    return f"{(int(code) + n) % 10**6:06}"


def log_of(referral: Referral) -> list[tuple[str, str | None]]:
    """What the partner did, in order."""
    entries = db.session.query(AuditEntry).filter_by(object_id=referral.id, actor_id=None)
    return [(entry.event, entry.detail) for entry in entries.order_by(AuditEntry.seq)]
