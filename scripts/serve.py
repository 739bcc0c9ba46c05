"""The second half of `make run`, by the environment's own Python: keys, database, invented people, server."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import waitress
from flask import Flask
from flask_babel import force_locale

from scripts import assets

MEBIBYTE = 1024 * 1024
BETWEEN_TICKS = 600  # seconds
SERVER = {
    "threads": 8,
    "ident": "",  # tells no version
    "max_request_body_size": 6 * MEBIBYTE,
    "inbuf_overflow": 8 * MEBIBYTE,  # beyond these a body or a page would be written to a file, unsealed
    "outbuf_overflow": 64 * MEBIBYTE,
}


def main(host: str, port: str) -> None:
    os.environ.setdefault("CASEWORK_DEMONSTRATION", "1")
    assets.make_all()
    os.umask(0o077)  # keys and database are for their owner only
    make_keys()
    leave_mark()
    from wsgi import app  # says in one sentence why it refuses to start, if it does

    run_flask("db", "upgrade")
    if needs_people(app):
        run_flask("demo")
    tell_who_may_enter(app)
    print(f"Casework is at http://{host}:{port} (Ctrl+C stops it).", flush=True)
    Thread(target=keep_ticking, args=(Event(),), daemon=True).start()
    waitress.serve(app, host=host, port=int(port), **SERVER)


def make_keys() -> None:
    from casework.keys.__main__ import create

    create(Path(os.environ.get("CASEWORK_KEY_DIR") or assets.ROOT / "instance" / "keys"))


def leave_mark() -> None:
    """So that `flask demo` or `flask tick`, typed in another window, mean this demonstration."""
    from config import MARK, is_demonstration

    if is_demonstration() and MARK.parent.is_dir():
        MARK.touch()


def run_flask(*command: str) -> None:
    if subprocess.run([sys.executable, "-m", "flask", *command]).returncode:
        sys.exit(f"'flask {' '.join(command)}' did not succeed; it says why above.")


def keep_ticking(stop: Event) -> None:
    """What a timer does elsewhere (docs/deployment.md): `flask tick`, in a process of its own."""
    while True:
        done = subprocess.run([sys.executable, "-m", "flask", "tick"], capture_output=True, text=True)
        if done.returncode:
            print(f"'flask tick' did not succeed: {done.stderr.strip()}", file=sys.stderr, flush=True)
        if stop.wait(BETWEEN_TICKS):
            return


def needs_people(app: Flask) -> bool:
    from casework.organisation.queries import first_directorate

    with app.app_context():
        directorate = first_directorate()
    if directorate and not directorate.is_demonstration:
        sys.exit("This database holds real files: see docs/deployment.md for how to serve them.")
    return directorate is None


def tell_who_may_enter(app: Flask) -> None:
    from casework.demonstration.accounts import shown_accounts
    from casework.demonstration.world import PASSWORD

    with app.test_request_context(), force_locale("en"):
        accounts = [(who.username, str(who.role), str(who.place)) for who in shown_accounts()]
    print(f"\nSign in with one of these names, and the password '{PASSWORD}':")
    for username, *what in accounts:
        print(f"  {username:<12}{', '.join(filter(None, what))}")
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
