"""The accounts of the demonstration, as its sign-in page shows them."""

from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from casework.access.policy import Role
from casework.accounts.words import ROLES
from casework.core.i18n import language
from casework.demonstration.words import Row, rows
from casework.demonstration.world import PASSWORD
from casework.programmes import PROGRAMMES


@dataclass(frozen=True)
class ShownAccount:
    username: str
    name: str
    role: LazyString
    place: LazyString | str
    password: str = PASSWORD


def shown_accounts() -> list[ShownAccount]:
    column = "name_ar" if language() == "ar" else "name_lat"
    return [
        ShownAccount(
            row["username"],
            row[column],
            ROLES[Role(row["role"])],
            place_of(row),
        )
        for row in rows("accounts")
    ]


def place_of(row: Row) -> LazyString | str:
    """The cell, or the partner, for which somebody works."""
    if row["cell"]:
        return PROGRAMMES[row["cell"]].label
    names = {partner["key"]: partner for partner in rows("partners")}
    return names[row["partner"]][f"name_{'ar' if language() == 'ar' else 'fr'}"] if row["partner"] else ""
