"""Comparing the cells of a directorate, where an authorisation allows it: done by `flask tick` alone.

It hashes with a key of its own, a file that no page reads; what it finds is for the data-protection officer.
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, insert, or_

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.cases.moving import when_moved
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.fields import EARLIEST_YEAR
from casework.duplicates.describing import describe_file, numbered
from casework.duplicates.models import AcrossKey, AcrossMatch, AcrossPerson
from casework.duplicates.queries import across
from casework.keys.ring import loaded_keys, read_private
from casework.names.keys import index_keys, query_keys
from casework.names.matching import Verdict
from casework.names.persons import ABOUT, Described, Evidence, Likeness, weigh
from casework.organisation.models import Directorate
from casework.organisation.services import when_comparison_ends
from casework.people.index import FoundBy

KEY_FILE = "across"
BATCH = 100  # persons of one transaction, so that nobody at a page waits long
KEYS_AT_ONCE = 5_000  # as many as one statement takes
WEIGHED = 20  # of each person's likely ones, those who share most
NO_YEAR = "-"
NAMED = {Evidence.SAME_NAME, Evidence.SAME_NAME_OTHER_SCRIPT, Evidence.SIMILAR_NAME}
# what makes a name worth the officer's look; a family shares a telephone, so it tells nothing alone
BESIDE_A_NAME = {
    Evidence.SAME_PHONE,
    Evidence.SAME_BIRTH_DATE,
    Evidence.SAME_FATHER,
    Evidence.SAME_MOTHER,
}
Pair = tuple[UUID, UUID]


def compare_cells() -> int:
    """Run by `flask tick`: whoever is new or changed, against the other cells; gives how many new pairs."""
    comparing = [directorate.id for directorate in across.comparing_directorates()]
    if not comparing:
        return 0
    secret = read_private(Path(current_app.config["KEY_DIR"]) / KEY_FILE).encode()
    return sum(compare(directorate_id, secret) for directorate_id in comparing)


def compare(directorate_id: UUID, secret: bytes) -> int:
    """A batch is a transaction; what is left after an interruption is done the next time."""
    n_found, last = 0, None
    while rows := across.persons_after(directorate_id, last, BATCH):
        stamps, last = stamps_of(rows), rows[-1].id
        changed = {row.id: stamps[row.id] for row in rows if row.stamp != stamps[row.id]}
        if changed:
            n_found += compare_batch(directorate_id, changed, secret)
        trail.append_entries()
        db.session.commit()
        loaded_keys().clear()  # opened for this batch alone
    return n_found


def stamps_of(rows: Sequence[Any]) -> dict[UUID, str]:
    """Another one as soon as the person or one of her numbers is changed, added or taken away."""
    marks: dict[UUID, list[str]] = {row.id: [str(row.version)] for row in rows}
    for number in sorted(across.numbers_of(list(marks)), key=lambda number: number.id):
        marks[number.person_id].append(f"{number.id.hex}.{number.version}")
    return {person_id: sha256("|".join(said).encode()).hexdigest()[:16] for person_id, said in marks.items()}


def compare_batch(directorate_id: UUID, changed: dict[UUID, str], secret: bytes) -> int:
    files = {case.person_id: case for case in across.files_of(list(changed))}
    described = {person_id: describe_file(case) for person_id, case in files.items()}
    write_keys(directorate_id, changed, described, secret)
    likely = likely_ones(directorate_id, files, described, secret)
    wanted = {person_id for found in likely.values() for person_id in found} - files.keys()
    others = files | {case.person_id: case for case in across.files_of(list(wanted))}
    found: dict[Pair, Likeness] = {}
    for person_id, candidates in likely.items():
        for other in filter(None, map(others.get, candidates)):
            mine = files[person_id]
            likeness = weigh(described[person_id], describe_file(other))
            if is_telling(likeness):
                found[ordered(mine, other)] = likeness
    return keep(directorate_id, [case.id for case in files.values()], found)


def write_keys(
    directorate_id: UUID, changed: dict[UUID, str], described: dict[UUID, Described], secret: bytes
) -> None:
    """Anew for each of them, also for whoever has no file any more."""
    db.session.execute(delete(AcrossKey).where(AcrossKey.person_id.in_(list(changed))))
    db.session.execute(delete(AcrossPerson).where(AcrossPerson.id.in_(list(changed))))
    persons = [
        {"id": person_id, "directorate_id": directorate_id, "stamp": stamp}
        for person_id, stamp in changed.items()
    ]
    keys = [
        {"key": key, "person_id": person_id}
        for person_id, person in described.items()
        for key in hashed(directorate_id, stored_values(person), secret)
    ]
    db.session.execute(insert(AcrossPerson), persons)
    if keys:
        db.session.execute(insert(AcrossKey), keys)


def likely_ones(
    directorate_id: UUID, files: dict[UUID, Case], described: dict[UUID, Described], secret: bytes
) -> dict[UUID, list[UUID]]:
    """For each person those of other cells who share keys, who share most first."""
    asking: dict[bytes, list[UUID]] = {}
    for person_id, person in described.items():
        for key in hashed(directorate_id, sought_values(person), secret):
            asking.setdefault(key, []).append(person_id)
    shared = {person_id: Counter[UUID]() for person_id in files}
    for part in parts_of(list(asking)):
        rows = across.persons_with(part)
        cells = across.cells_of({row.person_id for row in rows})
        for row in rows:
            for person_id in asking[row.key]:
                if cells[row.person_id] != files[person_id].cell_id:
                    shared[person_id][row.person_id] += 1
    return {
        person_id: sorted(counts, key=lambda other: (-counts[other], other))[:WEIGHED]
        for person_id, counts in shared.items()
    }


def parts_of(keys: list[bytes]) -> Iterator[list[bytes]]:
    return (keys[start : start + KEYS_AT_ONCE] for start in range(0, len(keys), KEYS_AT_ONCE))


def stored_values(person: Described) -> set[tuple[str, str]]:
    """Two words of the name with the year of birth, the telephones, the card."""
    pairs = pairs_of(person) & index_keys(*person.names)
    return values_of(person, pairs, [str(person.birth_year or NO_YEAR)])


def sought_values(person: Described) -> set[tuple[str, str]]:
    """The same as others may have stored them: in another order, a year or two away, or without a year."""
    born = person.birth_year
    years = range(born - ABOUT, born + ABOUT + 1) if born else range(EARLIEST_YEAR, today().year + 1)
    return values_of(person, pairs_of(person), [NO_YEAR, *map(str, years)])


def pairs_of(person: Described) -> set[str]:
    return {pair for name in person.names for pair in query_keys(name).pairs}


def values_of(person: Described, pairs: set[str], years: list[str]) -> set[tuple[str, str]]:
    named = {(FoundBy.NAME, f"{pair}|{year}") for pair, year in product(pairs, years)}
    return named | set(numbered(person))


def hashed(directorate_id: UUID, values: Iterable[tuple[str, str]], secret: bytes) -> list[bytes]:
    """Each directorate's apart, so that two of them are never compared."""
    return [
        hmac.digest(secret, f"{directorate_id}|{field}|{value}".encode(), "sha256")[:16]
        for field, value in values
    ]


def is_telling(likeness: Likeness) -> bool:
    """Probable; or possible, with more than names alike."""
    shared = set(likeness.evidence)
    is_seconded = Evidence.SAME_CIN in shared or bool(shared & NAMED and shared & BESIDE_A_NAME)
    return likeness.verdict is Verdict.SAME or (likeness.verdict is Verdict.REVIEW and is_seconded)


def ordered(one: Case, other: Case) -> Pair:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def keep(directorate_id: UUID, case_ids: list[UUID], found: dict[Pair, Likeness]) -> int:
    """New pairs are added; one that is alike no more, and that nobody looked at, goes."""
    known = {match.pair: match for match in across.matches_with(case_ids)}
    for pair, match in known.items():
        if pair in found:
            match.evidence = [kind.value for kind in found[pair].evidence]
        elif match.looked_at is None:
            db.session.delete(match)
    for pair in found.keys() - known.keys():
        evidence = [kind.value for kind in found[pair].evidence]
        first_id, second_id = pair
        match = AcrossMatch(
            directorate_id=directorate_id, first_id=first_id, second_id=second_id, evidence=evidence
        )
        db.session.add(match)
        # no file is named: whoever reads the log of one cell must not learn of another
        trail.record(trail.Event.ACROSS_CELLS_FOUND, directorate_id=directorate_id, object_id=match.id)
    return len(found.keys() - known.keys())


def look_at(match: AcrossMatch, *, by: User) -> None:
    """Said once; what follows happens between people."""
    if match.looked_at is None:
        match.looked_at, match.looked_by_id = now(), by.id
        trail.record(trail.Event.DUPLICATES_VIEWED, object_id=match.id, detail="looked_at")


def forget_keys(directorate: Directorate) -> None:
    """The authorisation ended: what the comparison was made with, and what it found, is erased at once."""
    kept = across.persons_kept(directorate.id)
    db.session.execute(delete(AcrossKey).where(AcrossKey.person_id.in_(kept)))
    for kind in (AcrossPerson, AcrossMatch):
        db.session.execute(delete(kind).where(kind.directorate_id == directorate.id))


def forget_file(case: Case) -> None:
    """It is another cell's now, perhaps of another directorate: the next comparison begins anew."""
    persons = across.persons_of_file(case)
    for kind, column in ((AcrossKey, AcrossKey.person_id), (AcrossPerson, AcrossPerson.id)):
        db.session.execute(delete(kind).where(column.in_(persons)))
    db.session.execute(
        delete(AcrossMatch).where(or_(AcrossMatch.first_id == case.id, AcrossMatch.second_id == case.id))
    )


when_comparison_ends.append(forget_keys)
when_moved.append(forget_file)
