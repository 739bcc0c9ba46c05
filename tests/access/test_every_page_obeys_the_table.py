"""Visits every address with every verb as every role: pages and SQL must agree with the table."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from casework.access.policy import Action, Role, can
from casework.accounts.models import User
from casework.cases.models import Case, Member
from casework.cases.queries import find_case
from casework.cases.services import state_purpose
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory, join
from tests.factories.organisation import CellFactory

DENIED = (403, 404)
PLACES = ("member", "same cell", "left", "other cell")
MARKER = "ZZMARKER"


def addresses(app: Flask) -> Iterator[tuple[str, Rule, Action]]:
    for address in app.url_map.iter_rules():
        rule = getattr(app.view_functions[address.endpoint], "rule", "")
        if isinstance(rule, Action):
            for verb in sorted((address.methods or set()) - {"OPTIONS", "HEAD"}):
                yield verb, address, rule


def settle(role: Role, place: str) -> tuple[User, Case]:
    """Somebody with this role, and a case as far from him as the place says."""
    home, beside = CellFactory(), CellFactory(women=True)
    visitor = UserFactory(role=role, cell=beside if place == "other cell" else home)
    case = CaseFactory(
        cell=home, person=PersonFactory(cell=home, first_name_lat=MARKER, first_name_ar=MARKER)
    )
    if place in ("member", "left") and visitor.cells:
        join_anyway(case, visitor)
        if place == "left":
            case.members[-1].until_at = now()
    elif can(visitor, Action.CASE_VIEW, case):
        state_purpose(case, visitor, "the monthly review")
    db.session.commit()
    return visitor, case


def join_anyway(case: Case, visitor: User) -> None:
    """Membership alone opens nothing to a role that reads no files."""
    if can(visitor, Action.CASE_VIEW):
        join(case, visitor)
    else:
        db.session.add(Member(case_id=case.id, user_id=visitor.id))
    db.session.flush()
    db.session.refresh(case)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", PLACES)
def test_every_page_obeys_the_table(
    app: Flask, browser: Browser, subtests: Any, role: Role, place: str
) -> None:
    visitor, case = settle(role, place)
    case_id, actions = case.id, {}
    for action in Action:
        actions[action] = can(visitor, action, case)
        if action.value.split(".")[0] in ("case", "note", "referral", "closure"):
            assert (find_case(case.id, visitor, action) is case) == actions[action], action
    browser.sign_in(visitor)
    token = browser.token()
    may_ever = {action: can(visitor, action) for action in Action}

    for verb, address, rule in addresses(app):
        names = address.arguments
        if place != PLACES[0] and "case_id" not in names:
            continue  # how far the case is makes no difference
        about: dict[str, Any] = {name: case_id if name == "case_id" else new_id() for name in names}
        with subtests.test(f"{verb} {address.endpoint}"):
            about = fitting(address, about)
            answers = {"csrf_token": token} if verb == "POST" else None
            status = browser.visit(verb, address.endpoint, answers, follow=False, **about).status
            allowed = actions[rule] if "case_id" in names else may_ever[rule]
            if not allowed:
                assert status in DENIED
            elif names <= {"case_id"}:
                assert status not in (401, 500, *DENIED)
            else:
                assert status != 500


def fitting(address: Rule, about: dict[str, Any]) -> dict[str, Any]:
    """Values of the kind that the address takes."""
    return {name: a_value(address._converters[name], given) for name, given in about.items()}


def a_value(converter: Any, given: Any) -> Any:
    if isinstance(converter, UUIDConverter):
        return given
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "1"


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR])
def test_a_hidden_case_looks_like_a_missing_one(
    app: Flask, browser: Browser, subtests: Any, role: Role
) -> None:
    visitor, case = settle(role, "other cell")
    hidden, missing = case.id, new_id()
    browser.sign_in(visitor)

    for verb, address, _rule in addresses(app):
        if verb == "GET" and address.arguments == {"case_id"}:
            with subtests.test(address.endpoint):
                pages = [browser.open(address.endpoint, case_id=case_id) for case_id in (hidden, missing)]
                bodies = {page.text.replace(str(hidden), "").replace(str(missing), "") for page in pages}
                assert pages[0].status == pages[1].status
                assert len(bodies) == 1
                headers = [set(page.response.headers.keys()) for page in pages]
                assert headers[0] == headers[1]


@pytest.mark.parametrize("role", Role)
def test_no_list_shows_another_cells_file(app: Flask, browser: Browser, subtests: Any, role: Role) -> None:
    visitor, case = settle(role, "other cell")
    reference = case.reference
    browser.sign_in(visitor)
    is_open = {action: can(visitor, action, case) for action in Action}

    for verb, address, rule in addresses(app):
        if verb == "GET" and not address.arguments:
            with subtests.test(address.endpoint):
                page = browser.open(address.endpoint)
                assert is_open[rule] or reference not in page.text
                assert MARKER not in page.text


def test_nothing_opens_without_signing_in(app: Flask, browser: Browser, subtests: Any) -> None:
    for verb, address, _rule in addresses(app):
        about = fitting(address, {name: new_id() for name in address.arguments})
        with subtests.test(f"{verb} {address.endpoint}"):
            answer = browser.visit(
                verb, address.endpoint, {} if verb == "POST" else None, follow=False, **about
            )
            assert answer.status in (302, 401)
            assert "/sign-in" in answer.response.headers.get("Location", "/sign-in")
