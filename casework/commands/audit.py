"""`flask audit verify`: reads every chain again from its first entry."""

import sys

import click
from flask.cli import AppGroup

from casework.audit.verify import Verdict, verify_all
from casework.commands.trouble import in_one_sentence

audit = AppGroup("audit", help="The log of who did what.")


@audit.command("verify")
@in_one_sentence
def verify() -> None:
    """Print how long each chain is and its head; exit 1 and name the first entry that does not fit."""
    verdicts = verify_all()
    for verdict in verdicts:
        click.echo(told(verdict))
    if not verdicts:
        click.echo("There is no chain yet.")
    if not all(verdict.is_sound for verdict in verdicts):
        sys.exit(1)


def told(verdict: Verdict) -> str:
    chain = f"chain {verdict.directorate_id}"
    if verdict.is_sound:
        return f"{chain}: {verdict.n_entries} entries, sound, head {verdict.head.hex()}"
    return f"{chain}: entry {verdict.first_bad_seq} is the first bad one: {verdict.why}"
