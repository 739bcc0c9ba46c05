"""Casework · مواكبة: case management for listening-and-orientation services."""

from typing import Any

from flask import Flask

from casework import commands, demonstration, programmes
from casework.access import guards
from casework.accounts import sessions
from casework.accounts.views import ask_to_sign_in
from casework.blueprints import FEATURES
from casework.caseload import places
from casework.core import database, errors, http, i18n
from casework.core.extensions import login_manager
from casework.keys import ring
from casework.organisation import startup


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
