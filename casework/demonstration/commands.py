"""`flask demo`: fills an empty database with an invented directorate."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from casework.core.extensions import db
from casework.demonstration.seeding import fill
from casework.organisation.queries import first_directorate


@click.command("demo")
@click.option("--cases", default=300, show_default=True, type=click.IntRange(1), help="How many files.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people.")
@with_appcontext
def demo(cases: int, seed: int) -> None:
    """Fill an empty database with invented people; do nothing to one that is filled already."""
    directorate = first_directorate()
    if directorate and not directorate.is_demonstration:
        raise click.ClickException("This database holds real files: it never becomes a demonstration.")
    db.session.rollback()
    if directorate:
        click.echo("This database is a demonstration already. For another one, begin with an empty database.")
        return
    with click.progressbar(length=cases, label=f"Inventing {cases:,} files", file=sys.stderr) as bar:
        fill(cases, seed, is_done=bar.update)
    if not current_app.config["DEMONSTRATION"]:
        click.echo("Serve it with CASEWORK_DEMONSTRATION=1: without it the service refuses invented files.")
