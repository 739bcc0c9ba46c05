"""`flask tick`: does what time brings, and nothing more when run again; nothing else runs in the background."""

import click
from flask.cli import with_appcontext

from casework.commands.trouble import in_one_sentence


@click.command("tick")
@with_appcontext
@in_one_sentence
def tick() -> None:
    """Do what is due, each thing in a transaction of its own, and print what was done."""
    click.echo("Nothing was due.")
