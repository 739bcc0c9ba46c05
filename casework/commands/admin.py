"""`flask admin create`: the first account of all, made on the server and nowhere else."""

import click
from flask.cli import AppGroup

from casework.access.policy import Role
from casework.accounts.models import User
from casework.accounts.passwords import folded
from casework.accounts.queries import user_named
from casework.accounts.services import create_administrator, issue_code
from casework.audit import trail
from casework.commands.queries import an_administrator
from casework.commands.trouble import in_one_sentence
from casework.core.extensions import db
from casework.core.text import clean_line
from casework.organisation.models import Directorate
from casework.organisation.queries import first_directorate
from casework.organisation.services import create_directorate

admin = AppGroup("admin", help="Accounts that are made on the server.")


@admin.command("create")
@click.option("--username", prompt="User name", help="What the administrator signs in with.")
@click.option("--name-ar", prompt="Name in Arabic letters")
@click.option("--name-fr", prompt="Name in Latin letters")
@click.option("--directorate-ar", help="Name of the directorate in Arabic; asked when there is none yet.")
@click.option("--directorate-fr", help="Its name in French; asked when there is none yet.")
@click.option("--code", help="Two letters that begin the references of its files; asked when there is none.")
@click.option("--recover", is_flag=True, help="Although there is one already: nobody can sign in as such.")
@in_one_sentence
def create(
    username: str,
    name_ar: str,
    name_fr: str,
    directorate_ar: str | None,
    directorate_fr: str | None,
    code: str | None,
    recover: bool,
) -> None:
    """Make an administrator and print the one-time code that lets him choose a password."""
    directorate = first_directorate() or found_directorate(directorate_ar, directorate_fr, code)
    if an_administrator() and not recover:
        raise click.ClickException(
            "There is an administrator already, who can make accounts and codes. "
            "If nobody can sign in as one, add --recover: the log will show it."
        )
    if recover:
        trail.record(trail.Event.ADMINISTRATOR_RECOVERED, directorate_id=directorate.id)
    user, one_time_code = invited(directorate, username, clean_line(name_ar), clean_line(name_fr))
    trail.append_entries()
    db.session.commit()
    click.echo(f"User name: {user.username}")
    click.echo(f"One-time code, valid for 24 hours and shown only now: {one_time_code}")


def found_directorate(name_ar: str | None, name_fr: str | None, code: str | None) -> Directorate:
    """The directorate of an empty database, with what was not said on the line asked for."""
    letters = clean_line(code or click.prompt("Two letters of its references", default="AZ")).upper()
    if len(letters) != 2 or not (letters.isascii() and letters.isalpha()):
        raise click.ClickException("The code of a directorate is two Latin letters, as in AZ.")
    return create_directorate(
        name_ar=clean_line(name_ar or click.prompt("Directorate, in Arabic")),
        name_fr=clean_line(name_fr or click.prompt("Directorate, in French")),
        code=letters,
    )


def invited(directorate: Directorate, username: str, name_ar: str, name_lat: str) -> tuple[User, str]:
    """A new administrator, or a new code for one who is known by this name."""
    known = user_named(folded(username))
    if known and known.is_active and known.has_role(Role.ADMINISTRATOR):
        return known, issue_code(known, issued_by=None, is_confirmed=True)
    if known or not folded(username):
        raise click.ClickException("This user name is taken or empty: choose another one.")
    return create_administrator(directorate.id, username, name_ar, name_lat)
