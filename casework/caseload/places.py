"""The places of the rail, five at most, as far as somebody's role opens them."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_login import current_user

from casework.access.policy import Action, can
from casework.accounts.models import User

MOST = 5
HOME = "caseload.home"


@dataclass(frozen=True)
class Place:
    endpoint: str
    label: LazyString
    icon: str
    action: Action

    @property
    def is_current(self) -> bool:
        here = request.endpoint or ""
        return here == self.endpoint or here in ALSO.get(self.endpoint, ())


PLACES = (
    Place(HOME, _l("Home"), "home", Action.ACCOUNT_OWN),
    Place("agenda.show", _l("Agenda"), "calendar", Action.CASE_VIEW),
    Place("visits.register", _l("Log a visit"), "plus", Action.VISIT_LOG),
    Place("caseload.files", _l("Files"), "files", Action.CASE_VIEW),
    Place("caseload.approvals", _l("Approvals"), "check", Action.CASE_SUPERVISE),
    Place("referrals.list_referrals", _l("Referrals"), "referrals", Action.REFERRAL_MAKE),
    Place("portal.list_received", _l("Referrals sent to you"), "referrals", Action.REFERRAL_ANSWER),
    Place("partners.own_card", _l("Your organisation"), "people", Action.PARTNER_CARD),
    Place("accounts.list_accounts", _l("Accounts"), "people", Action.ACCOUNT_MANAGE),
    Place("partners.list_partners", _l("Partners"), "people", Action.PARTNER_VIEW),
    Place("reports.figures", _l("Figures"), "chart", Action.FIGURES_VIEW),
    Place("reports.log", _l("Log of accesses"), "eye", Action.LOG_VIEW),
    Place("grants.ask", _l("Exceptional access"), "lock", Action.EXCEPTIONAL_ASK),
    Place("grants.list_given", _l("Exceptional accesses"), "lock", Action.EXCEPTIONAL_REVIEW),
    Place("duplicates.across", _l("Between cells"), "files", Action.DUPLICATE_ACROSS),
    Place("reports.technical_log", _l("Technical log"), "eye", Action.LOG_TECHNICAL),
    Place("visits.list_visits", _l("Visits of the day"), "clock", Action.VISIT_VIEW),
)
# pages that belong to a place
ALSO = {
    "visits.register": ("visits.edit_visit",),
    "agenda.show": ("agenda.own_feed", "agenda.make_feed"),
    HOME: (
        "transfers.list_transfers",
        "caseload.board",
        "caseload.unassigned",
        "caseload.cover_worker",
        "supervision.list_reviews",
        "supervision.start_review",
        "supervision.show_review",
        "supervision.review_file",
        "supervision.list_conferences",
        "supervision.show_conference",
    ),
    "grants.list_given": ("grants.review", "grants.list_own_approvals"),
    "portal.list_received": ("portal.show_received",),
    "partners.own_card": (
        "partners.edit_own_card",
        "partners.edit_own_service",
        "partners.edit_own_location",
        "partners.add_own_contact",
        "partners.edit_own_contact",
    ),
    "referrals.list_referrals": (
        "referrals.overview",
        "inbox.list_received",
        "inbox.show_received",
        "inbox.accept_received",
        "inbox.answer_received",
    ),
    "caseload.files": ("caseload.show_name", "caseload.assign", "casefile.show"),
}
# who has no caseload starts with what he came for
STARTS = (
    (Action.VISIT_LOG, "visits.register"),
    (Action.FIGURES_VIEW, "reports.figures"),
    (Action.ACCOUNT_MANAGE, "accounts.list_accounts"),
    (Action.REFERRAL_ANSWER, "portal.list_received"),
)


def starting_place(user: User) -> str:
    """The page behind « home » for this person."""
    if can(user, Action.CASE_VIEW):
        return HOME
    return next((endpoint for action, endpoint in STARTS if can(user, action)), HOME)


def places() -> list[Place]:
    """Those of the person signed in; all of them stand on the page of rights."""
    return open_places()[:MOST]


def open_places() -> list[Place]:
    if not current_user.is_authenticated:
        return []
    away = starting_place(current_user) != HOME
    return [
        place for place in PLACES if can(current_user, place.action) and not (away and place.endpoint == HOME)
    ]


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(places=places, every_place=open_places)
