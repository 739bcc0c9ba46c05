"""What an operator types on the server: `flask admin`, `flask audit`, `flask tick`."""

from flask import Flask

from casework.commands.admin import admin
from casework.commands.audit import audit
from casework.commands.search import search
from casework.commands.tick import tick


def init_app(app: Flask) -> None:
    for command in (admin, audit, search, tick):
        app.cli.add_command(command)
