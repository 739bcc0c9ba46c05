"""The board, the week and the homes ask at most ten statements, with something in every panel."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import Absence, User
from casework.cases.models import ApprovalKind, Case, CaseStatus, Stage
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.intake.services.drafts import begin
from casework.programmes.base import RiskLevel
from casework.referrals.models import ReferralState
from tests.browser import Browser, Page
from tests.factories.appointments import AppointmentFactory
from tests.factories.base import commit
from tests.factories.visits import VisitFactory
from tests.figures.team import SAID, Team
from tests.inbox.people import card

QUESTIONS = ("late", "answered", "due")
IN_EVERY_PANEL = dict.fromkeys(SAID) | {
    "status": CaseStatus.OPEN,
    "opened": -100,
    "due": -1,
    "review": -1,
    "consents": [],
    "confirmed": -100,
    "concern": "OTHER",
    "referral": ReferralState.EXPIRED,
    "to_shelter": True,
    "told": "new",
    "proposed": True,
}


def fill(team: Team, size: int) -> None:
    """Files of each kind, and beside them what waits, who is away, what was begun."""
    files: list[Case] = []
    for n in range(size):
        said = {
            "lead": ("worker", "deputy", "supervisor", None)[n % 4],
            "covered": ("deputy", "worker")[n % 2],
            "stage": list(Stage)[n % 4],
            "risk": list(RiskLevel)[n % 4],
            "task": n % 3 - 1,
            "question": QUESTIONS[n % 3],
            "asked": list(ApprovalKind)[n % len(ApprovalKind)],
            "asked_by": ("worker", "deputy")[n % 2],
        }
        files.append(team.keep(n, IN_EVERY_PANEL | said))
    at: datetime = now() + timedelta(hours=1)
    for reader in team.readers:
        begin(team.cell, reader, form_key=new_id(), typed={"seen_alone": ["yes"]})
        for case in [case for case in files if case.lead_id == reader.id][:3]:
            AppointmentFactory(case=case, starts_at=at)
    for _n in range(size // 5):
        VisitFactory(cell=team.cell)
    for user in (team.deputy, team.worker):
        db.session.add(
            Absence(user_id=user.id, from_on=today(), until_on=today(), recorded_by_id=team.supervisor.id)
        )
    theirs = db.session.query(Case).filter_by(cell_id=team.elsewhere.id)
    db.session.add_all([team.referral(case, ReferralState.SENT, card(team.cell)) for case in theirs])
    commit()


PANELS = {
    "/board": ("Visits to take up", "Interviews to finish", "Questions of the supervisor", "Away today"),
    "/": ("Visits to take up", "Interviews to finish", "Questions of the supervisor", "Next appointments"),
    "/this-week": ("Next appointments", "Late", "This week"),
}
LINES = ("new", "proposed to your cell", "referred to your cell")


def asked(app: Flask, user: User, address: str, statements: list[str]) -> Page:
    browser = Browser(app)
    browser.sign_in(user)
    browser.send("GET", address)  # once a minute the session is touched: that is no part of it
    statements.clear()
    page = browser.send("GET", address)
    assert (page.status, len(statements) <= 10) == (200, True), (address, len(statements), statements)
    return page


@pytest.mark.parametrize("size", [12, 60])
def test_ten_statements_whatever_is_counted(app: Flask, statements: list[str], size: int) -> None:
    team = Team()
    fill(team, size)
    read: Any = [(team.supervisor, "/board"), (team.supervisor, "/this-week")]
    read += [(user, address) for user in (team.deputy, team.worker) for address in ("/", "/this-week")]
    for user, address in read:
        page = asked(app, user, address, statements)
        headings = " ".join(page.texts("h2"))
        assert [words for words in PANELS[address] if words not in headings] == []
        if address == "/board":
            assert all(figure.split()[0] != "0" for figure in page.texts(".figure"))
            assert all(words in page.text for words in LINES)
    asked(app, team.deputy, "/board", statements)
