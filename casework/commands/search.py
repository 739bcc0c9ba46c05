"""`flask search rebuild`: the keys by which persons are found, once names are read in another way."""

import click
from flask.cli import with_appcontext

from casework.commands.trouble import in_one_sentence
from casework.core.extensions import db
from casework.people.index import index
from casework.people.queries import persons_after

BATCH = 500


@click.group("search")
def search() -> None:
    """What finding people rests on."""


@search.command("rebuild")
@with_appcontext
@in_one_sentence
def rebuild() -> None:
    """Write the keys of every person anew; run again, the same."""
    n_done, last = 0, None
    while persons := persons_after(last, BATCH):
        index([person.id for person in persons])
        n_done, last = n_done + len(persons), persons[-1].id
        db.session.commit()
    click.echo(f"{n_done} persons can be found")
