"""Finds files among those that the person may open. Names are compared here: the database holds none."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.keys.ring import blind_index
from casework.names.keys import query_keys
from casework.names.matching import Comparison, Verdict, compare
from casework.people.index import FoundBy
from casework.search.asked import Kind, meant
from casework.search.queries import Bearer, bearers, files_of, newest_files, of_each, sharing, with_reference

SHOWN = 20
NEWEST = 50  # of a single name, which half the province may bear
OPENED = 200  # persons whose names are opened and compared
OF_EACH = 100  # persons of each single name, where no two names of a query stand together


@dataclass(frozen=True)
class Found:
    files: Sequence[Case]
    has_more: bool = False
    is_near: bool = False  # nobody bears the name: these come nearest


@dataclass(frozen=True)
class Likely:
    person: Bearer
    like: Comparison

    @property
    def order(self) -> tuple[float, UUID]:
        return self.like.score, self.person.id


def find(typed: str, user: User) -> Found:
    """The log says what kind of thing was typed, never what."""
    asked = meant(typed)
    if asked is None:
        return Found([])
    for cell in user.cells:
        trail.record(trail.Event.SEARCHED, cell_id=cell.id, detail=asked.kind)
    return WAYS[asked.kind](asked.value, user)


def by_reference(reference: str, user: User) -> Found:
    return Found(with_reference(reference, user))


def by_phone(number: str, user: User) -> Found:
    return newest(blind(user, FoundBy.PHONE, [number]), user, SHOWN)


def by_card(card: str, user: User) -> Found:
    return newest(blind(user, FoundBy.CIN, [card]), user, SHOWN)


def by_name(typed: str, user: User) -> Found:
    """By two names that stand together; failing that, by any of them."""
    keys = query_keys(typed)
    singles = blind(user, FoundBy.NAME, keys.singles)
    if keys.pairs <= set(keys.singles):  # a single name
        return by_one_name(typed, singles, user)
    close = likely(typed, bearers(sharing(user, blind(user, FoundBy.NAME, keys.pairs), singles, OPENED)))
    if not any(one.like.verdict is not Verdict.DIFFERENT for one in close):
        close += likely(typed, bearers(of_each(user, singles, OF_EACH)))
    return best(close, user, SHOWN)


def by_one_name(typed: str, singles: Sequence[bytes], user: User) -> Found:
    """The newest that bear it; where many share its key, an older file needs a second name to be found."""
    close = likely(typed, bearers(of_each(user, singles, OPENED)))
    has_older, found = len(close) >= OPENED, best(close, user, NEWEST)
    return replace(found, has_more=found.has_more or has_older, is_near=found.is_near and not has_older)


def newest(keys: Sequence[bytes], user: User, most: int) -> Found:
    files = newest_files(user, keys, most + 1)
    return Found(files[:most], has_more=len(files) > most)


def best(close: list[Likely], user: User, most: int) -> Found:
    """Those that may bear the name, of equals the newest; those that come nearest when nobody does."""
    alike = [one for one in close if one.like.verdict is not Verdict.DIFFERENT]
    ranked = sorted(alike or close, key=lambda one: one.order, reverse=True)
    case_ids = list(dict.fromkeys(one.person.case_id for one in ranked))
    files = sorted(files_of(user, case_ids[:most]), key=lambda case: case_ids.index(case.id))
    return Found(files, has_more=len(case_ids) > most and bool(alike), is_near=not alike)


def likely(typed: str, persons: Sequence[Bearer]) -> list[Likely]:
    """How near each comes by the nearer of her two scripts; a name that many bear is compared once."""
    distinct = {name for person in persons for name in person.names}
    like = {name: compare(typed, name) for name in distinct}
    return [
        Likely(person, max((like[name] for name in person.names), key=lambda found: found.score))
        for person in persons
        if person.names
    ]


def blind(user: User, field: FoundBy, values: Collection[str]) -> list[bytes]:
    """One key for each cell of the reader, whether or not it holds anybody."""
    return [blind_index(cell.index_key_id, field, value) for cell in user.cells for value in values]


WAYS: dict[Kind, Callable[[str, User], Found]] = {
    Kind.REFERENCE: by_reference,
    Kind.PHONE: by_phone,
    Kind.CIN: by_card,
    Kind.NAME: by_name,
}
