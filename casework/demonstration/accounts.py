"""The accounts of the demonstration, as its sign-in page shows them."""

from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from casework.access.policy import Role
from casework.accounts.words import ROLES
from casework.core.i18n import language
from casework.demonstration.words import rows
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
            PROGRAMMES[row["cell"]].label if row["cell"] else "",
        )
        for row in rows("accounts")
    ]
