"""A test client that reads pages the way a person does, and checks every page that it opens."""

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from werkzeug.test import TestResponse

from casework.accounts.models import User
from casework.core import database
from casework.core.extensions import db
from tests.factories.accounts import PASSWORD

OF_ONE_ANSWER = re.compile(r'value="[^"]{30,}"|[0-9a-f-]{36}')  # tokens, ids
SEEN: set[int] = set()  # pages that were checked: a refusal says the same to everybody, thousands of times
UNFINISHED = re.compile(r"\{\{|\{%|%\(\w+\)s|\bNone\b|LazyString|<casework\.")


def is_labelled(control: Tag, labelled: set[Any]) -> bool:
    has_label = control.get("id") in labelled or control.find_parent("label")
    return bool(has_label or control.get("aria-label"))


class Page:
    """An answer, read: its heading, messages, errors, hidden fields and links."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        seen = hash(OF_ONE_ANSWER.sub("", self.text))
        if self.text and self.status not in (301, 302, 303) and seen not in SEEN:
            self.check()
            SEEN.add(seen)

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    @cached_property
    def messages(self) -> list[str]:
        return self.texts("[role=status]")

    @cached_property
    def errors(self) -> list[str]:
        return self.texts(".error") + self.texts(".error-summary li")

    def check(self) -> None:
        """What holds for every page of the service; walked once, since selectors take ten times as long."""
        tags: dict[str, list[Tag]] = defaultdict(list)
        for tag in self.soup.find_all(True):
            tags[tag.name].append(tag)
            assert not {"style", "onclick", "onsubmit"} & tag.attrs.keys(), tag
        assert len(tags["h1"]) == 1, f"{len(tags['h1'])} h1 on {self.response.request.path}"
        html, title = tags["html"][0], tags["title"][0].get_text(strip=True)
        assert html.get("lang") in ("ar", "fr", "en")
        assert html.get("dir") == ("rtl" if html["lang"] == "ar" else "ltr")
        assert title in ("Workspace", "فضاء العمل", "Espace de travail"), title
        assert not tags["style"]
        assert all(script.get("src") for script in tags["script"])
        unfinished = UNFINISHED.search(self.soup.get_text(" "))
        assert not unfinished, f"{unfinished and unfinished[0]} on {self.response.request.path}"
        labelled = {label.get("for") for label in tags["label"]}
        for control in (*tags["input"], *tags["select"], *tags["textarea"]):
            assert control.get("type") == "hidden" or is_labelled(control, labelled), control

    @property
    def heading(self) -> str:
        return self.texts("h1")[0]

    @property
    def hidden(self) -> dict[str, str]:
        return {
            str(tag["name"]): str(tag.get("value", "")) for tag in self.soup.select("main input[type=hidden]")
        }

    def texts(self, selector: str) -> list[str]:
        return [tag.get_text(" ", strip=True) for tag in self.soup.select(selector)]

    def has_link(self, address: str) -> bool:
        return any(str(tag.get("href", "")).split("?")[0] == address for tag in self.soup.select("a"))


class Browser:
    """One person's browser: its cookies, its language, what it opens and sends."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.app, self.client = app, app.test_client()
        self.language = language
        self.client.set_cookie("lang", language)  # chosen, so that the account's own language gives way

    def sign_in(self, user: User, password: str = PASSWORD) -> None:
        page = self.submit(
            "accounts.sign_in", {"username": user.username, "password": password}, follow=False
        )
        assert page.status == 302, page.errors

    def open(self, endpoint: str, **values: Any) -> Page:
        return self.visit("GET", endpoint, **values)

    def submit(self, endpoint: str, answers: dict[str, Any], **values: Any) -> Page:
        """Open the page, fill in its form (hidden fields included) and send it."""
        address = {name: value for name, value in values.items() if name != "follow"}
        return self.visit("POST", endpoint, self.open(endpoint, **address).hidden | answers, **values)

    def post(self, endpoint: str, answers: dict[str, Any] | None = None, **values: Any) -> Page:
        """Send a form that has no page of its own, with the session's token."""
        return self.visit("POST", endpoint, {"csrf_token": self.token()} | (answers or {}), **values)

    def token(self) -> str:
        page = self.visit("GET", "accounts.sign_in")
        return page.hidden["csrf_token"]

    def visit(
        self,
        verb: str,
        endpoint: str,
        answers: dict[str, Any] | None = None,
        *,
        follow: bool = True,
        **values: Any,
    ) -> Page:
        with self.app.test_request_context():
            address = url_for(endpoint, **values)
        return self.send(verb, address, answers, follow=follow)

    def send(
        self,
        verb: str,
        address: str,
        answers: dict[str, Any] | None = None,
        *,
        follow: bool = True,
        **more: Any,
    ) -> Page:
        """By address; a fresh context, so that Flask-Login does not remember the last user."""
        db.session.commit()
        headers = {"Accept-Language": self.language} | more.pop("headers", {})
        try:
            with self.app.app_context():
                response = self.client.open(
                    address, method=verb, data=answers, follow_redirects=follow, headers=headers, **more
                )
        finally:
            database.set_may_write(True)
            db.session.rollback()
        response.get_data()
        response.close()
        db.session.expire_all()
        return Page(response)
