"""What an operator types on the server: `flask admin`, `audit`, `names`, `search`, `tick`."""

from flask import Flask

from casework.commands.admin import admin
from casework.commands.audit import audit
from casework.commands.names import names
from casework.commands.search import search
from casework.commands.tick import tick


def init_app(app: Flask) -> None:
    for command in (admin, audit, names, search, tick):
        app.cli.add_command(command)
