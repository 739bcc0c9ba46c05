"""What an import would do, card by card; shown before it is written, and worked out again then."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from flask_babel import lazy_gettext as _l

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.exchange import queries
from casework.exchange.cards import Card
from casework.exchange.matching import Known
from casework.exchange.merging import Changes, changes_to, columns
from casework.exchange.models import DirectoryUpload
from casework.exchange.problems import Problem
from casework.partners.models import Confidentiality, Partner, PartnerKind
from casework.partners.queries import sees_confidential_places


class Outcome(LabelledEnum):
    ADDED = "added", _l("Will be added")
    CHANGED = "changed", _l("Will be changed")
    NEWER = "newer", _l("Left alone: the directory was checked more recently")
    SAME = "same", _l("Already so")
    REFUSED = "refused", _l("Cannot be imported")


@dataclass(frozen=True)
class Line:
    """One organisation of the file, and what becomes of it."""

    card: Card
    outcome: Outcome
    partner: Partner | None = None
    changes: Changes | None = None
    external_id: UUID | None = None  # of a new card

    @property
    def name(self) -> str:
        return str(self.card["said"].get("name_ar") or self.card["said"].get("name_fr") or "")

    @property
    def mark(self) -> str:
        fields = ",".join(self.changes.fields) if self.changes else ""
        seen = f"{self.partner.id} {self.partner.version}" if self.partner else ""
        return f"{self.card['where']}|{self.outcome}|{seen}|{fields}"


@dataclass(frozen=True)
class Plan:
    lines: list[Line]
    problems: list[Problem]

    def of(self, outcome: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def counts(self) -> dict[Outcome, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def does_something(self) -> bool:
        return any(line.outcome in (Outcome.ADDED, Outcome.CHANGED) for line in self.lines)

    @property
    def mark(self) -> str:
        """The same as long as the import would do the same."""
        return sha256("\n".join(line.mark for line in self.lines).encode()).hexdigest()[:32]


def plan_of(upload: DirectoryUpload, user: User) -> Plan:
    cards: list[Card] = upload.cards
    known = Known(queries.known_cards(user))
    meant = [known.meant_by(card) for card in cards]
    times = Counter(partner_id for found in meant for partner_id in found)
    stored = queries.partners_with({next(iter(found)) for found in meant if len(found) == 1}, user)
    taken = queries.ids_taken(upload.directorate_id, {UUID(card["id"]) for card in cards if card["id"]})
    sees_all = sees_confidential_places(user)
    problems = [Problem(*problem) for problem in upload.problems]
    lines = []
    for card, found in zip(cards, meant, strict=True):
        partner = stored.get(next(iter(found))) if len(found) == 1 else None
        is_unclear = len(found) > 1 or any(times[partner_id] > 1 for partner_id in found)
        refusals = list(refused(card, partner, is_unclear=is_unclear, sees_all=sees_all))
        problems += refusals
        lines.append(Line(card, Outcome.REFUSED) if refusals else line_of(card, partner, taken, sees_all))
    return Plan(lines, problems)


def refused(card: Card, partner: Partner | None, *, is_unclear: bool, sees_all: bool) -> Iterator[Problem]:
    if is_unclear:
        yield Problem(card["where"], "name", "several")
    if partner and partner.kind is PartnerKind.CELL:
        yield Problem(card["where"], "name", "cell")
    levels = [part.get("confidentiality") for part in (card["said"], *card["locations"], *card["contacts"])]
    if Confidentiality.CELL in levels and not sees_all:
        yield Problem(card["where"], "confidentiality", "level")


def line_of(card: Card, partner: Partner | None, taken: set[UUID], sees_all: bool) -> Line:
    if partner is None:
        its_id = UUID(card["id"]) if card["id"] else None
        return Line(card, Outcome.ADDED, external_id=None if its_id in taken else its_id)
    if is_older(card, partner):
        return Line(card, Outcome.NEWER, partner)
    changes = changes_to(partner, card, sees_all=sees_all)
    return Line(card, Outcome.CHANGED if changes.fields else Outcome.SAME, partner, changes)


def is_older(card: Card, partner: Partner) -> bool:
    """A file without a date of check knows less than a card that was checked."""
    checked_on = columns(card["said"]).get("checked_on")
    return bool(partner.checked_on) and (checked_on is None or checked_on < partner.checked_on)
