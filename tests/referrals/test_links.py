"""The partner's link: derived and never kept, renewed, revoked, dead after five wrong codes."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from casework.audit.models import AuditEntry, Event
from casework.cases.models import CaseStatus
from casework.consents.models import ConsentState
from casework.consents.services import bar_partner
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.referrals.links import (
    ANSWER_WITHIN,
    MOST_WRONG,
    Standing,
    code_of,
    give_new_code,
    hash_of_token,
    live_link,
    make_link,
    renew,
    revoke,
    revoke_links,
    standing,
    token_of,
)
from casework.referrals.models import Referral, ReferralLink, ReferralState
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say


def linked(**values: Any) -> ReferralLink:
    """A link just made; sending may have made one already."""
    referral: Referral = ReferralFactory(**{"state": ReferralState.SENT} | values)
    db.session.query(ReferralLink).filter_by(referral_id=referral.id).delete()
    link = make_link(referral, lead_of(referral.case))
    commit()
    return link


def test_neither_token_nor_code_is_kept(app: Flask) -> None:
    link = linked()
    token, code = token_of(link), code_of(link)
    row = dict(db.session.execute(text("SELECT * FROM referral_links")).mappings().one())

    assert len(urlsafe_b64decode(token + "==")) * 8 >= 128
    assert re.fullmatch(r"\d{6}", code)
    assert not [name for name, value in row.items() if str(value) in (token, code)]
    assert row["token_hash"] == hash_of_token(token)
    assert (token_of(link), code_of(link)) == (token, code)  # told again, the same


def test_no_two_links_are_alike(app: Flask) -> None:
    links = [linked() for _n in range(6)]

    assert len({token_of(link) for link in links}) == 6
    assert len({code_of(link) for link in links}) > 1


def test_a_new_link_ends_the_one_before(app: Flask) -> None:
    first = linked()
    second = make_link(first.referral, lead_of(first.referral.case))
    commit()

    assert standing(first) is Standing.REVOKED
    assert standing(second) is Standing.OPEN
    assert live_link(second.referral) is second
    assert token_of(first) != token_of(second)


def test_a_new_code_replaces_the_one_before(app: Flask) -> None:
    link = linked()
    link.n_wrong, link.code_used_at = 3, now()
    codes = {code_of(link), *(give_new_code(link, lead_of(link.referral.case)) for _n in range(3))}

    assert len(codes) > 1
    assert code_of(link) in codes
    assert (link.n_wrong, link.code_used_at) == (0, None)


def test_seven_days_which_may_be_renewed(app: Flask, set_time: Callable[[datetime], None]) -> None:
    link, start = linked(), now()
    set_time(start + ANSWER_WITHIN - timedelta(seconds=5))
    assert standing(link) is Standing.OPEN
    set_time(start + ANSWER_WITHIN + timedelta(seconds=5))
    assert standing(link) is Standing.EXPIRED
    with pytest.raises(RuleBroken):
        give_new_code(link, lead_of(link.referral.case))

    renew(link, lead_of(link.referral.case))
    assert standing(link) is Standing.OPEN
    assert link.open_until == now() + ANSWER_WITHIN


def test_an_answered_referral_keeps_its_link(app: Flask, set_time: Callable[[datetime], None]) -> None:
    link = linked(state=ReferralState.ACCEPTED)
    link.browser_hash = hash_of_token("the partner's browser")
    set_time(now() + timedelta(days=60))

    assert standing(link) is Standing.OPEN


def test_a_link_that_nobody_opened_does_not_wait_for_ever(
    app: Flask, set_time: Callable[[datetime], None]
) -> None:
    """The partner answered by phone: its first code was never typed, and is not good for months."""
    link = linked(state=ReferralState.ACCEPTED)
    set_time(now() + timedelta(days=8))

    assert standing(link) is Standing.EXPIRED
    renew(link, lead_of(link.referral.case))
    assert standing(link) is Standing.OPEN


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ReferralState.RECEIVED, Standing.OPEN),
        (ReferralState.PARTLY_DONE, Standing.OPEN),
        (ReferralState.DONE, Standing.ENDED),
        (ReferralState.DECLINED, Standing.ENDED),
    ],
)
def test_a_link_ends_with_its_referral(app: Flask, state: ReferralState, expected: Standing) -> None:
    link = linked()
    link.referral.state = state

    assert standing(link) is expected


def test_what_shuts_a_link(app: Flask, subtests: Any) -> None:
    def kill(link: ReferralLink) -> None:
        link.n_wrong = MOST_WRONG

    def withdraw(link: ReferralLink) -> None:
        link.referral.state = ReferralState.WITHDRAWN

    def close(link: ReferralLink) -> None:
        link.referral.case.status = CaseStatus.CLOSED

    def deactivate(link: ReferralLink) -> None:
        link.referral.partner.is_active = False

    def take_back(link: ReferralLink) -> None:
        say(link.referral.case, link.referral.partner, ConsentState.WITHDRAWN, manner=None)

    def bar(link: ReferralLink) -> None:
        bar_partner(link.referral.case, link.referral.partner, why="A cousin works there")

    expected = {
        kill: Standing.KILLED,
        withdraw: Standing.TAKEN_BACK,
        close: Standing.FILE_CLOSED,
        deactivate: Standing.PARTNER_GONE,
        take_back: Standing.TAKEN_BACK,
        bar: Standing.PARTNER_GONE,
    }
    for happen, shut in expected.items():
        with subtests.test(happen.__name__):
            link = linked()
            happen(link)
            db.session.flush()
            assert standing(link) is shut
            with pytest.raises(RuleBroken):
                renew(link, lead_of(link.referral.case))


def test_an_emergency_after_a_consent_was_withdrawn_has_its_link(app: Flask) -> None:
    case, partner = CaseFactory(risk=RiskLevel.EMERGENCY), PartnerFactory()
    say(case, partner)
    say(case, partner, ConsentState.WITHDRAWN, manner=None)
    link = linked(case=case, partner=partner, is_emergency=True)

    assert standing(link) is Standing.OPEN


def test_revoked_at_once_and_once(app: Flask) -> None:
    link = linked()
    link.visit_until = now() + timedelta(minutes=30)
    for _n in range(2):
        revoke_links(link.referral, lead_of(link.referral.case))
        revoke(link, None)
    commit()

    assert standing(link) is Standing.REVOKED
    assert link.visit_until is None
    assert live_link(link.referral) is None
    assert db.session.query(AuditEntry).filter_by(event=Event.LINK_REVOKED.value).count() == 1


def test_who_made_and_renewed_it_is_in_the_log(app: Flask) -> None:
    link = linked()
    case = link.referral.case
    give_new_code(link, lead_of(case))
    renew(link, lead_of(case))
    commit()
    entries = db.session.query(AuditEntry).filter_by(object_id=link.referral_id, actor_id=lead_of(case).id)
    events = [entry.event for entry in entries.order_by(AuditEntry.seq) if entry.event.startswith("link.")]

    assert events[-3:] == [Event.LINK_MADE, Event.LINK_CODE_GIVEN, Event.LINK_MADE]
    assert {entry.case_id for entry in entries if entry.event.startswith("link.")} == {case.id}


def test_a_cell_needs_no_link(app: Flask) -> None:
    referral = ReferralFactory(partner=PartnerFactory(cell_id=CellFactory().id))

    with pytest.raises(RuleBroken):
        make_link(referral, lead_of(referral.case))
