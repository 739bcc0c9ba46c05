"""A browser in a few lines: one kept connection, its cookies, the hidden fields of its forms."""

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlencode

HOST = "127.0.0.1"
KEPT_FOR = 1.0  # seconds; gunicorn closes a connection that was idle for two


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()


class Refused(Exception):
    """The service answered what a worker would not have expected."""


class Visitor:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.last_used = 0.0

    def close(self) -> None:
        """http.client opens the connection again when it is asked for something more."""
        self.connection.close()

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.send("POST", path, urlencode(fields))

    def send(self, verb: str, path: str, body: str | None = None) -> Answer:
        headers = {
            "Accept-Language": "ar",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if perf_counter() - self.last_used > KEPT_FOR:
            self.close()
        started = perf_counter()
        self.connection.request(verb, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        self.last_used = perf_counter()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(
            response.status, content, response.headers.get("Location", ""), self.last_used - started
        )

    def fill_in(self, path: str, fields: dict[str, str], send_to: str | None = None) -> list[Answer]:
        """Open a form and send it: the two answers, of which the second must lead on."""
        page = self.get(path)
        expect(page, 200, path)
        sent = self.post(send_to or path, hidden_fields(page.text) | fields)
        expect(sent, 302, path)
        return [page, sent]

    def sign_in(self, username: str, password: str) -> None:
        self.fill_in("/sign-in", {"username": username, "password": password})


def expect(answer: Answer, status: int, path: str) -> None:
    if answer.status != status:
        raise Refused(f"{path} answered {answer.status} instead of {status}")


class Hidden(HTMLParser):
    """The hidden fields of the page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.links: list[str] = []
        self.is_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.is_main = self.is_main or tag == "main"
        if self.is_main and tag == "input" and given.get("type") == "hidden":
            self.fields[given.get("name") or ""] = given.get("value") or ""
        if tag == "a":
            self.links.append(given.get("href") or "")


def read(page: str) -> Hidden:
    reader = Hidden()
    reader.feed(page)
    return reader


def hidden_fields(page: str) -> dict[str, str]:
    return read(page).fields


def links_in(page: str) -> list[str]:
    return read(page).links
