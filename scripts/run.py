"""`make run`: prepare this machine, then serve the demonstration with the environment's own Python."""

import errno
import os
import socket
import sys

from scripts import environment

HOST = "127.0.0.1"


def free_port(wanted: str) -> str:
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else "cannot be opened"
            sys.exit(f"Port {wanted} {reason}: choose another one, as in 'make run PORT=8001'.")
    return wanted


def main() -> None:
    port = free_port(os.environ.get("PORT") or "8000")
    environment.ensure(environment.RUNNING)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", "scripts.serve", HOST, port])


if __name__ == "__main__":
    main()
