"""How a worker goes from a need to what is sent, page by page, as the tests do it."""

from typing import Any

from casework.cases.models import Case
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerService
from casework.referrals.models import Referral
from tests.browser import Browser, Page
from tests.casefile.people import filled

ASKED = {"what_for": "Three sessions", "urgency": "this_week", "next_contact": "us", "name": "initials"}
SHE_AGREES = {"state": "given", "manner": "spoken", "giver": "person"}


def service_of(partner: Partner, code: str = "PSY") -> str:
    found = db.session.query(PartnerService).filter_by(partner_id=partner.id, code=code).first()
    return str(found.id) if found else str(partner.id)


def address(case: Case, *partners: Partner, code: str = "PSY", files: Any = ()) -> dict[str, Any]:
    """Of the page on which it is said what is sent, with the partners ticked on the page before."""
    chosen = {"service": code, "to": [service_of(partner, code) for partner in partners]}
    return {"case_id": case.id, **chosen, "with": [str(file.id) for file in files]}


def refer(browser: Browser, case: Case, *partners: Partner, follow: bool = True, **answers: Any) -> Page:
    """What is sent, said and kept; the page that comes next."""
    about = address(case, *partners, code=answers.pop("code", "PSY"), files=answers.pop("files", ()))
    return browser.submit("referrals.refer", ASKED | answers, follow=follow, **about)


def on_page(page: Page) -> dict[str, Any]:
    """The form of the page as it came, and where it goes."""
    return filled(page)


def answered(page: Page, **said: Any) -> dict[str, Any]:
    """The page of consents filled in: the same is said of every recipient."""
    answers = on_page(page)
    parts = {name.split("-")[0] for name in names_on(page) if name.startswith("on_")}
    for part in parts:
        answers |= {f"{part}-{name}": value for name, value in (SHE_AGREES | said).items()}
    return answers


def names_on(page: Page) -> set[str]:
    return {str(tag["name"]) for tag in page.soup.select("main input, main textarea, main select")}


def here(page: Page) -> str:
    return page.response.request.path


def send_on(browser: Browser, page: Page, **said: Any) -> Page:
    """From the page of consents, or the last look, to the page that says what to tell."""
    if here(page).endswith("/consent"):
        page = browser.send("POST", here(page), answered(page, **said))
    return browser.send("POST", here(page), on_page(page))


def the_referral() -> Referral:
    return db.session.query(Referral).one()
