"""A programme is data: only its own package, what makes examples of it, and migrations may name one."""

import re

from tests.consistency.tree import committed_files, name

NAMES_A_PROGRAMME = re.compile(r"child_protection|womens_rights|disability", re.IGNORECASE)
MAY_NAME_ONE = (
    "casework/programmes/",
    "casework/demonstration/",
    "casework/migrations/",
    "casework/translations/",
    "templates/programmes/",
)


def test_no_programme_is_named_outside_its_package() -> None:
    sources = [
        *committed_files(".py", ".html", ".csv", under="casework"),
        *committed_files(under="templates"),
    ]
    elsewhere = [path for path in sources if not name(path).startswith(MAY_NAME_ONE)]
    assert elsewhere, "nothing was read: is this test still looking in the right place?"
    naming = [name(path) for path in elsewhere if NAMES_A_PROGRAMME.search(path.read_text())]
    assert naming == []
