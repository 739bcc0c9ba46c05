"""Two cells, a person of the one, and what is sent to the other."""

from typing import Any

from casework.accounts.models import User
from casework.cases.models import Case
from casework.inbox.queries import card_of
from casework.inbox.services.cards import keep_card
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.referrals.models import Referral, ReferralState
from tests.browser import Browser, Page
from tests.casefile.people import correct
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory

TOLD = ["first_name", "birth_year", "commune"]
DECIDED = {"primary": "OTHER", "other_text": "To be seen", "risk": "medium", "risk_why": "Harm is possible"}


def card(cell: Cell) -> Partner:
    keep_card(cell)
    commit()
    found = card_of(cell)
    assert found
    return found


def file_of_women() -> Case:
    """A file of which every part can be recognised."""
    cell = CellFactory(women=True, name_ar="ZZCELLAR", name_fr="ZZCELLFR")
    worker = UserFactory(cell=cell, name_ar="ZZWORKERAR", name_lat="ZZWORKER")
    person = PersonFactory(
        cell=cell, first_name_ar="زهرة", first_name_lat="Zahra", surname_ar="ZZNAMEAR", surname_lat="ZZNAME"
    )
    case: Case = CaseFactory(cell=cell, person=person, worker=worker)
    return case


def sent_to(cell: Cell, *, case: Case | None = None, **values: Any) -> Referral:
    told = {"chosen": TOLD, "state": ReferralState.SENT, "what_for": "Support of the child"}
    referral: Referral = ReferralFactory(case=case or file_of_women(), partner=card(cell), **told | values)
    return referral


def receiver(cell: Cell, **values: Any) -> User:
    user: User = UserFactory(cell=cell, **values)
    return user


def accept(browser: Browser, code: str, **more: Any) -> Page:
    return correct(browser, "inbox.accept_received", DECIDED | more, code=code)
