"""What the Makefile starts. An older Python stops here, before it reads what it cannot understand."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Casework needs Python 3.11 or newer, and this one is {}.{}: "
        "name another one, as in 'make run PYTHON=python3.12'.".format(*sys.version_info[:2])
    )
