"""A demonstration is never served as the real service, nor the real service as a demonstration."""

from flask import Flask

from casework.core.extensions import db
from casework.organisation.queries import is_demonstration


def init_app(app: Flask) -> None:
    """Raises RuntimeError outside a demonstration when the database is marked as one."""
    if app.config["DEMONSTRATION"] or app.config.get("TESTING"):
        return
    with app.app_context():
        marked = is_demonstration()
        db.session.remove()
    if marked:
        raise RuntimeError("This database is a demonstration: it cannot be served as the real service.")
