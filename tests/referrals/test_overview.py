"""The overview counts what the lists show, names nobody, and keeps a shelter unnamed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.accounts.models import User
from casework.cases.models import Case, CaseStatus
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.referrals.models import ReferralState, Urgency
from casework.referrals.queries import referrals_page
from casework.referrals.queries.overview import COUNTED, overview_of
from casework.referrals.queries.shown import CONFIDENTIAL
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory

STATES = st.sampled_from(list(ReferralState))
MADE = st.tuples(STATES, st.sampled_from(["PSY", "LEGAL"]), st.integers(0, 1), st.integers(-3, 3))


def length(user: User, **asked: Any) -> int:
    return len(referrals_page(user, **asked, size=1000))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(MADE, max_size=9))
def test_every_number_is_the_length_of_its_list(app: Flask, made: list[tuple[Any, ...]]) -> None:
    case, partners = CaseFactory(), [PartnerFactory(), PartnerFactory()]
    other = CaseFactory(worker=lead_of(case))
    for n, (state, service, partner, answer_in) in enumerate(made):
        ReferralFactory(
            case=(case, other)[n % 2],
            partner=partners[partner],
            state=state,
            service=service,
            answer_by=today() + timedelta(days=answer_in),
        )
    other.status = CaseStatus.CLOSED if len(made) % 3 == 0 else CaseStatus.OPEN
    db.session.commit()
    user = lead_of(case)
    found = overview_of(user)

    for name in COUNTED:
        assert found.everything.counts[name] == length(user, show=name)
        for code, line in found.by_service:
            assert line.counts[name] == length(user, show=name, service=code)
        for line in found.by_partner:
            assert line.partner
            assert line.counts[name] == length(user, show=name, recipient=str(line.partner.id))
    assert sum(line.n_sent for _code, line in found.by_service) == found.everything.n_sent


def linked(page: Page) -> list[tuple[int, str]]:
    """Each number that leads to a list, with its address."""
    figures: list[Tag] = page.soup.select("main .figures a")
    shown = [(str(tag.strong.string), tag) for tag in figures if tag.strong]
    shown += [(tag.text, tag) for tag in page.soup.select("main td a")]
    return [(int(number), str(tag["href"])) for number, tag in shown]


def test_each_number_opens_its_list(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    for state in (ReferralState.SENT, ReferralState.EXPIRED, ReferralState.DECLINED, ReferralState.DONE):
        ReferralFactory(case=case, state=state)
    browser.sign_in(lead_of(case))
    numbers = linked(browser.open("referrals.overview"))

    assert len(numbers) > 8
    for number, address in numbers:
        assert len(browser.send("GET", address).soup.select("main tbody tr")) == number


def test_what_was_sent_elsewhere_is_no_longer_to_be_redone(app: Flask) -> None:
    case = CaseFactory()
    ReferralFactory(case=case, state=ReferralState.DECLINED)
    user = lead_of(case)
    assert overview_of(user).everything.counts["redo"] == 1
    ReferralFactory(case=case, state=ReferralState.WITHDRAWN)
    assert overview_of(user).everything.counts["redo"] == 1
    ReferralFactory(case=case, service="LEGAL", state=ReferralState.SENT)
    assert overview_of(user).everything.counts["redo"] == 1
    ReferralFactory(case=case, state=ReferralState.SENT)
    assert overview_of(user).everything.counts["redo"] == 0


def answered_in(
    set_time: Callable[..., None], case: Case, days: list[int], state: ReferralState, **more: Any
) -> None:
    """Referrals that were answered after so many days each."""
    start = now()
    for n in days:
        set_time(start - timedelta(days=n))
        referral = ReferralFactory(case=case, state=ReferralState.SENT, urgency=Urgency.THIS_WEEK, **more)
        set_time(start)
        referral.answered_at = now()
        referral.state, referral.done_at = state, now() if state is ReferralState.DONE else None
    db.session.commit()


def test_delay_and_share_need_five(app: Flask, set_time: Callable[..., None]) -> None:
    case, partner = CaseFactory(days_ago=60), PartnerFactory()
    answered_in(set_time, case, [2, 4, 6, 8], ReferralState.DONE, partner=partner)
    line = overview_of(lead_of(case)).by_partner[0]
    assert (line.days, line.share) == (None, None)
    answered_in(set_time, case, [20], ReferralState.ACCEPTED, partner=partner)
    found = overview_of(lead_of(case))

    for line in (found.by_partner[0], found.by_service[0][1]):
        assert (line.days, line.share) == (6, 80)


def test_a_worker_counts_his_own_files_and_a_supervisor_the_cells(app: Flask) -> None:
    case = CaseFactory()
    ReferralFactory(case=case, state=ReferralState.SENT)
    ReferralFactory(case=CaseFactory(cell=case.cell), state=ReferralState.SENT)
    ReferralFactory(state=ReferralState.SENT)
    supervisor = UserFactory(cell=case.cell, supervisor=True)

    assert overview_of(lead_of(case)).everything.counts["waiting"] == 1
    assert overview_of(supervisor).everything.counts["waiting"] == 2


def test_a_shelter_is_one_line_without_a_name(app: Flask, browser: Browser) -> None:
    case = CaseFactory(cell=CellFactory(women=True))
    for name in ("Dar Al Amane", "Dar Al Karama"):
        shelter = PartnerFactory(shelter=True, name_fr=name)
        ReferralFactory(case=case, partner=shelter, service="SHELT", state=ReferralState.SENT)
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    browser.sign_in(specialist)
    page = browser.open("referrals.overview")
    assert "Dar Al" not in page.text
    assert str(shelter.id) not in page.text
    confidential = browser.open("referrals.list_referrals", show="waiting", recipient=CONFIDENTIAL)
    assert len(confidential.soup.select("main tbody tr")) == 2
    named = browser.open("referrals.list_referrals", show="waiting", recipient=shelter.id)
    assert named.soup.select("main tbody tr") == []
    assert "Dar Al" not in confidential.text + named.text
    worker = Browser(app)
    worker.sign_in(lead_of(case))

    assert "Dar Al Karama" in worker.open("referrals.overview").text


def test_no_file_and_no_person_is_in_it(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.overview")

    assert not [word for word in (case.reference, referral.code, "Fatima", str(case.id)) if word in page.text]


@pytest.mark.parametrize("n", [2, 12])
def test_it_costs_the_same_however_many_there_are(
    app: Flask, browser: Browser, statements: list[str], n: int
) -> None:
    case = CaseFactory()
    for _n in range(n):
        ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    statements.clear()
    browser.open("referrals.overview")

    assert len(statements) <= 8, statements


def test_odd_filters_are_no_crash(app: Flask, browser: Browser) -> None:
    browser.sign_in(lead_of(CaseFactory()))
    for asked in ("\x00", "%", "9" * 500, "../x"):
        address = {"show": asked, "service": asked, "recipient": asked}
        assert browser.open("referrals.list_referrals", **address).status == 200
