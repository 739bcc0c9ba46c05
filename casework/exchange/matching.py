"""Which card of the directory a file means: by identifier, then by its number, then by name and commune.

A card that whoever imports may not know of (a shelter) is never meant: what the file says becomes a new card,
as if there were none. To refuse the row, or to leave it out, would tell that there is one; so would a clash
of identifiers, which is why the new card then goes without. That two cards may stand for one place is seen
by those who know of both.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from casework.exchange.cards import Card

Names = tuple[str, str]


def folded(name: str | None) -> str:
    return " ".join(
        "".join(letter if letter.isalnum() else " " for letter in (name or "").casefold()).split()
    )


def names_of(name_ar: str | None, name_fr: str | None, commune: str | None) -> set[Names]:
    return {(folded(name), commune or "") for name in (name_ar, name_fr) if folded(name)}


class Known:
    """The cards that a person may know of, by all that they are recognised by."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.by_id: dict[UUID, UUID] = {}
        self.by_identifier: dict[str, set[UUID]] = defaultdict(set)
        self.by_name: dict[Names, set[UUID]] = defaultdict(set)
        for row in rows:
            self.by_id[row.id] = row.id
            if row.external_id:
                self.by_id[row.external_id] = row.id
            if row.identifier:
                self.by_identifier[folded(row.identifier)].add(row.id)
            for name in names_of(row.name_ar, row.name_fr, row.commune_code):
                self.by_name[name].add(row.id)

    def meant_by(self, card: Card) -> set[UUID]:
        """None: it is new. Several: nobody but a person can tell."""
        said = card["said"]
        if card["id"] and (found := self.by_id.get(UUID(card["id"]))):
            return {found}
        if found_by_number := self.by_identifier.get(folded(said.get("identifier"))):
            return found_by_number
        names = names_of(said.get("name_ar"), said.get("name_fr"), said.get("commune_code"))
        return set().union(*(self.by_name.get(name, set()) for name in names))
