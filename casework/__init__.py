"""Casework · مواكبة: case management for listening-and-orientation services."""

from typing import Any

from flask import Flask

from casework import commands, demonstration
from casework.access import guards
from casework.accounts import sessions
from casework.accounts.queries import active_user
from casework.accounts.views import ask_to_sign_in
from casework.accounts.views import bp as accounts_bp
from casework.casefile.views import bp as casefile_bp
from casework.caseload import places
from casework.caseload.views import bp as caseload_bp
from casework.cases import leaving
from casework.cases.views import bp as cases_bp
from casework.closure.views import bp as closure_bp
from casework.consents.views import bp as consents_bp
from casework.core import database, errors, http, i18n
from casework.core.extensions import csrf, db, login_manager, migrate
from casework.followup.views import bp as followup_bp
from casework.intake.views import bp as intake_bp
from casework.keys import ring
from casework.organisation.startup import refuse_demonstration_database
from casework.organisation.views import bp as organisation_bp
from casework.partners.views import bp as partners_bp
from casework.programmes import PROGRAMMES
from casework.referrals.views import bp as referrals_bp
from casework.reports.views import bp as reports_bp
from casework.tasks.views import bp as tasks_bp

FEATURES = (
    accounts_bp,
    casefile_bp,
    caseload_bp,
    cases_bp,
    closure_bp,
    consents_bp,
    followup_bp,
    intake_bp,
    organisation_bp,
    partners_bp,
    referrals_bp,
    reports_bp,
    tasks_bp,
)


def create_app(settings: dict[str, Any]) -> Flask:
    """Raises KeyTrouble or RuntimeError rather than serve with a wrong key, database or view."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings)
    for part in (database, ring, i18n, http, errors, sessions, leaving, places, commands, demonstration):
        part.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/migrations", render_as_batch=True)
    app.extensions["programmes"] = PROGRAMMES  # for pages on the floors below theirs
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.user_loader(active_user)
    login_manager.unauthorized_handler(ask_to_sign_in)
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"#missing-{endpoint}")
    app.jinja_env.globals["can"] = guards.visitor_can
    guards.refuse_unguarded_views(app)
    refuse_demonstration_database(app)
    return app
