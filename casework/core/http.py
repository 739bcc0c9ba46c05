"""The headers of every answer, the token of every post, and the addresses of versioned files."""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, current_app, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

from casework.core.extensions import csrf

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
}


class RequestInMemory(Request):
    """A file that somebody sends is never put on a disk unsealed, whatever its size within the limit."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> BytesIO:
        return BytesIO()


def set_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    is_versioned = request.endpoint == "static" and response.status_code in (200, 304) and "v" in request.args
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_versioned else "no-store"
    if not is_versioned:
        response.headers["Vary"] = "Cookie"
    if current_app.config["SECURE_COOKIES"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """The address of a static file, with a mark of its content so that it may be kept for a year.

    Worked out once in the life of the process: a page of icons asks for it seventy times.
    """
    path = Path(current_app.static_folder or "") / name
    mark = sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"
    return url_for("static", filename=name, v=mark)


def init_app(app: Flask) -> None:
    app.request_class = RequestInMemory
    csrf.init_app(app)
    app.after_request(set_headers)
    trust_proxies(app, app.config["PROXIES"])
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def trust_proxies(app: Flask, number: int) -> None:
    """Limits count the address that our own proxies saw; what a visitor claims beyond them stays unread."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=0)  # type: ignore[method-assign]
