"""Casework · مواكبة: case management for listening-and-orientation services."""

from typing import Any

from flask import Flask

from casework import commands, demonstration, programmes
from casework.access import guards
from casework.accounts import sessions
from casework.accounts.views import ask_to_sign_in
from casework.accounts.views import bp as accounts_bp
from casework.casefile.views import bp as casefile_bp
from casework.caseload import places
from casework.caseload.views import bp as caseload_bp
from casework.cases.views import bp as cases_bp
from casework.closure.views import bp as closure_bp
from casework.consents.views import bp as consents_bp
from casework.core import database, errors, http, i18n
from casework.core.extensions import login_manager
from casework.duplicates.views import bp as duplicates_bp
from casework.exchange.views import bp as exchange_bp
from casework.followup.views import bp as followup_bp
from casework.inbox.views import bp as inbox_bp
from casework.intake.views import bp as intake_bp
from casework.keys import ring
from casework.notices.views import bp as notices_bp
from casework.organisation import startup
from casework.organisation.views import bp as organisation_bp
from casework.partners.views import bp as partners_bp
from casework.portal.views import bp as portal_bp
from casework.referrals.views import bp as referrals_bp
from casework.reports.views import bp as reports_bp
from casework.search.views import bp as search_bp
from casework.tasks.views import bp as tasks_bp
from casework.visits.views import bp as visits_bp

# fmt: off
FEATURES = (
    accounts_bp, casefile_bp, caseload_bp, cases_bp, closure_bp, consents_bp, duplicates_bp,
    exchange_bp, followup_bp, inbox_bp, intake_bp, notices_bp, organisation_bp, partners_bp, portal_bp,
    referrals_bp, reports_bp, search_bp, tasks_bp, visits_bp,
)
# fmt: on


def create_app(settings: dict[str, Any]) -> Flask:
    """Raises KeyTrouble or RuntimeError rather than serve with a wrong key, database or view."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings)
    for part in (database, ring, i18n, http, errors, sessions, programmes, places, commands, demonstration):
        part.init_app(app)
    login_manager.unauthorized_handler(ask_to_sign_in)
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    guards.init_app(app)
    startup.init_app(app)
    return app
