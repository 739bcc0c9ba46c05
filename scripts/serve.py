"""The second half of `make run`, by the environment's own Python: keys, database, invented people, server."""

import os
import subprocess
import sys
from pathlib import Path

from scripts import assets

MEBIBYTE = 1024 * 1024
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
    make_keys()
    run_flask("db", "upgrade")
    if needs_people():
        run_flask("demo")
    serve(host, port)


def make_keys() -> None:
    from casework.keys.__main__ import create

    create(Path(os.environ.get("CASEWORK_KEY_DIR") or assets.ROOT / "instance" / "keys"))


def run_flask(*command: str) -> None:
    """Without a traceback: the command says itself what is wrong."""
    if subprocess.run([sys.executable, "-m", "flask", *command]).returncode:
        sys.exit(f"'flask {' '.join(command)}' did not succeed; it says why above.")


def needs_people() -> bool:
    from casework.organisation.queries import first_directorate
    from wsgi import app

    with app.app_context():
        directorate = first_directorate()
        if directorate and not directorate.is_demonstration:
            sys.exit("This database holds real files: see docs/deployment.md for how to serve them.")
        return directorate is None


def serve(host: str, port: str) -> None:
    import waitress

    from wsgi import app

    print(f"Casework is at http://{host}:{port} (Ctrl+C stops it).", flush=True)
    waitress.serve(app, host=host, port=int(port), **SERVER)


if __name__ == "__main__":
    main(*sys.argv[1:])
