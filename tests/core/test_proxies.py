"""Whose address the sign-in limits count when a proxy stands in front."""

import pytest
from flask import Flask, request

from casework.core.http import trust_proxies


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.7", "127.0.0.1"),  # nobody in front: what a visitor claims is not believed
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the proxy's own word is the last one
    ],
)
def test_the_address_is_the_one_that_our_proxy_saw(proxies: int, forwarded: str, counted: str) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.host}")
    trust_proxies(app, proxies)
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "elsewhere.example"}
    assert app.test_client().get("/", headers=headers).text == f"{counted} localhost"
