"""What goes wrong in a command is said in one sentence, without a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.keys.ring import KeyTrouble


def in_one_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn an expected failure into click's error message, with nothing half-written."""

    @wraps(command)
    def spoken(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except (RuleBroken, KeyTrouble) as refusal:
            raise click.ClickException(str(refusal)) from None
        except OperationalError as trouble:
            raise click.ClickException(f"The database cannot be used: {trouble.orig}") from None
        except ProgrammingError:
            raise click.ClickException("The database lacks a table: run `flask db upgrade` first.") from None
        finally:
            db.session.rollback()

    return spoken
