"""Invented people for trying and for measuring, and the names to sign in with."""

from flask import Flask

from casework.demonstration.accounts import shown_accounts
from casework.demonstration.commands import demo


def init_app(app: Flask) -> None:
    app.cli.add_command(demo)
    app.jinja_env.globals["demonstration_accounts"] = shown_accounts
