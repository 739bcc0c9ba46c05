"""What the board says of who carries what, and at which stage."""

from casework.cases.models import CaseStatus, Stage
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from tests.browser import Browser
from tests.figures.team import SAID, Team


def test_what_is_carried_is_weighed_and_added_up(browser: Browser) -> None:
    team = Team()
    said = dict.fromkeys(SAID) | {"consents": [], "opened": 0, "status": CaseStatus.OPEN}
    for number, risk in enumerate(RiskLevel):
        team.keep(number, said | {"risk": risk, "stage": Stage.PLAN, "lead": "worker" if number else None})
    db.session.commit()
    browser.sign_in(team.supervisor)
    rows = [row.select("td") for row in browser.open("caseload.board").soup.select("table.board tbody tr")]

    weights = [row[1].get_text(strip=True) for row in rows]
    assert sorted(weights) == ["0", "0", "3", "3.5", "6.5"]
    assert rows[-1][0].get_text(strip=True) == "4"


def test_each_stage_says_what_is_late_and_grave_in_it(browser: Browser) -> None:
    team = Team()
    said = dict.fromkeys(SAID) | {"consents": [], "opened": 0, "status": CaseStatus.OPEN, "lead": "worker"}
    for number, (stage, due, risk) in enumerate(
        [
            (Stage.PLAN, -1, RiskLevel.LOW),
            (Stage.PLAN, -1, RiskLevel.EMERGENCY),
            (Stage.PLAN, 1, RiskLevel.HIGH),
            (Stage.FOLLOW_UP, -1, RiskLevel.LOW),
        ]
    ):
        team.keep(number, said | {"stage": stage, "due": due, "risk": risk})
    db.session.commit()
    browser.sign_in(team.supervisor)
    row = browser.open("caseload.board").soup.select("table.board tbody tr")[-1]
    cells = {str(cell["data-label"]): cell.get_text(" ", strip=True) for cell in row.select("td")}

    assert (cells["Plan"], cells["Follow-up"]) == ("3 2 late 2 at high risk", "1 1 late")


def test_reviews_that_are_due_wait_for_whoever_reviews(browser: Browser) -> None:
    team = Team()
    said = dict.fromkeys(SAID) | {"consents": [], "opened": 0, "status": CaseStatus.OPEN, "lead": "worker"}
    for number, review in enumerate((-3, 0, 1)):
        team.keep(number, said | {"due": min(review, 0), "risk": RiskLevel.LOW, "review": review})
    db.session.commit()
    browser.sign_in(team.supervisor)
    due = browser.open("caseload.board").soup.select(".figure[href*=review_due]")[0]
    listed = browser.send("GET", str(due["href"])).texts("tbody a.code")
    worker = Browser(browser.app)
    worker.sign_in(team.worker)

    assert due.get_text(" ", strip=True).startswith("2 files to review")
    assert sorted(listed) == sorted(f"{team.cell.id}-{n}" for n in (0, 1))
    assert worker.open("caseload.files", mark="review_due").texts("tbody a.code") == []
