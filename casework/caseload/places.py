"""The five places of the rail, as far as somebody's role opens them."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_login import current_user

from casework.access.policy import Action, can


@dataclass(frozen=True)
class Place:
    endpoint: str
    label: LazyString
    icon: str
    action: Action
    count: int = 0

    @property
    def is_current(self) -> bool:
        return request.endpoint == self.endpoint


PLACES = (Place("caseload.home", _l("Home"), "home", Action.ACCOUNT_OWN),)


def places() -> list[Place]:
    if not current_user.is_authenticated:
        return []
    return [place for place in PLACES if can(current_user, place.action)]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["places"] = places
