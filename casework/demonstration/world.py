"""The invented directorate: its cells, the people who work there, the partners around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from casework.access.policy import Action, Role, Scope, reads_files, roles_with
from casework.accounts.models import Position, User
from casework.accounts.passwords import hash_password
from casework.audit.models import AuditChain, Event
from casework.core.clock import now, today
from casework.core.ids import new_id
from casework.demonstration.chain import Act
from casework.demonstration.directory import Directory, Friend
from casework.demonstration.feasts import days_off
from casework.demonstration.words import Row, rows
from casework.demonstration.writer import Row as Written
from casework.demonstration.writer import Writer
from casework.keys.models import KeyOwner
from casework.organisation.models import Cell, Directorate, Holiday
from casework.programmes import PROGRAMMES
from casework.programmes.base import Programme
from casework.programmes.rules import Rules

PASSWORD = "four quiet mountain springs"  # noqa: S105 shown on the sign-in page: these accounts are everybody's
MONTHS = 24
AT_MOST = 600  # what so few workers open in these months; more files are those of the years before
YEARS_BEFORE = 10
PHONE = "+2126000000{:02}"  # 06 00 00 00 xx: never given to a subscriber


@dataclass(frozen=True)
class Colleague:
    id: UUID
    name_ar: str
    name_lat: str
    role: Role


@dataclass(frozen=True)
class Place:
    """A cell, as the lives of its files need it."""

    id: UUID
    programme: Programme
    index_key_id: UUID
    share: int
    staff: Sequence[Colleague]

    @cached_property
    def workers(self) -> list[Colleague]:
        return [colleague for colleague in self.staff if colleague.role is Role.SOCIAL_WORKER]

    @cached_property
    def specialists(self) -> list[Colleague]:
        return [colleague for colleague in self.staff if colleague.role is Role.SPECIALIST]

    @cached_property
    def supervisor(self) -> Colleague:
        return next(colleague for colleague in self.staff if colleague.role is Role.SUPERVISOR)


@dataclass(frozen=True)
class World:
    directorate_id: UUID
    code: str
    places: Sequence[Place]
    friends: tuple[Friend, ...]
    cards: tuple[Friend, ...]  # of the cells
    direction: Sequence[Colleague]  # who works in no cell
    rules: Rules
    acts: Sequence[Act]
    taken: set[str] = field(default_factory=set)  # references and codes: each is given once
    families: dict[UUID, Any] = field(default_factory=dict)  # by cell: the one whose second child comes next
    asked: set[UUID] = field(default_factory=set)  # services of the directory that somebody was referred to
    inboxes: set[UUID] = field(default_factory=set)  # of the readers, those for whom somebody waits

    @cached_property
    def readers(self) -> tuple[Friend, ...]:
        """Who finds in a list what was sent: the cells, and partners with an account."""
        return (*self.cards, *(friend for friend in self.friends if friend.answerer_ids))

    @cached_property
    def monday(self) -> date:
        """Of this week, in which one worker is away."""
        return today() - timedelta(days=today().weekday())

    def is_away(self, colleague: Colleague, day: date) -> bool:
        """The second worker of the first cell."""
        workers = self.places[0].workers
        return colleague is workers[-1] and len(workers) > 1 and day >= self.monday

    def give(self, invent: Callable[[], str]) -> str:
        found = invent()
        while found in self.taken:
            found = invent()
        self.taken.add(found)
        return found


class Founding:
    """Everything dates from before the first file."""

    def __init__(self, writer: Writer, chance: Random, n_cases: int) -> None:
        self.writer, self.chance = writer, chance
        years = YEARS_BEFORE if n_cases > AT_MOST else 0
        self.at = now() - timedelta(days=31 * (MONTHS + 1) + 366 * years)
        self.password_hash = hash_password(PASSWORD)
        self.directorate_id = new_id()  # by chance alone, as its keys are: two demonstrations share no chain
        self.acts: list[Act] = []
        self.cells: list[Written] = []

    def found(self) -> World:
        key = self.writer.new_key(KeyOwner.DIRECTORATE)
        self.writer.add(AuditChain, self.at, id=self.directorate_id, key_id=key.id)
        self.writer.add(
            Directorate,
            self.at,
            id=self.directorate_id,
            name_ar="المديرية الإقليمية للتعاون الوطني بأزيلال",
            name_fr="Direction provinciale de l'Entraide nationale d'Azilal",
            code="AZ",
            is_demonstration=True,
        )
        places = [self.place(row) for row in rows("cells")]
        others = [self.colleague(row) for row in rows("accounts") if not row["cell"] and not row["partner"]]
        checkers = [*(place.supervisor for place in places), *others]
        keepers = roles_with(Action.PARTNER_EDIT, Scope.DIRECTORATE)
        checker_ids = [one.id for one in checkers if one.role in keepers]
        directory = Directory(self.writer, self.chance, self.at, self.directorate_id, checker_ids)
        friends = tuple(self.friend(directory, number, row) for number, row in enumerate(rows("partners")))
        cards = tuple(
            directory.card_of_cell(cell, row, [worker.id for worker in place.workers])
            for row, cell, place in zip(rows("cells"), self.cells, places, strict=True)
        )
        rules, acts = self.rules(), [*self.acts, *directory.acts]
        return World(self.directorate_id, "AZ", places, friends, cards, others, rules, acts)

    def rules(self) -> Rules:
        """The response times of deadlines.csv, and the days off of the moon that were entered since."""
        days: set[date] = set()
        for day, name_ar, name_fr in days_off(self.at.year, today().year + 1):
            said: dict[str, Any] = {"day": day, "name_ar": name_ar, "name_fr": name_fr}
            holiday = self.writer.add(Holiday, self.at, directorate_id=self.directorate_id, **said)
            entered = (self.at, Event.SETTING_CHANGED, None, None, None, holiday["id"], "day_off.entered")
            self.acts.append(Act(*entered))
            days.add(day)
        return Rules({}, lambda: days)

    def friend(self, directory: Directory, number: int, row: Row) -> Friend:
        """An organisation, with the accounts of those who answer for it."""
        friend = directory.organisation(number, row)
        accounts = [account for account in rows("accounts") if account["partner"] == row["key"]]
        answerers = [self.colleague(account, partner_id=friend.id) for account in accounts]
        return replace(friend, answerer_ids=tuple(answerer.id for answerer in answerers))

    def place(self, row: Row) -> Place:
        cell_id = self.writer.new_id(self.at)
        accounts = [account for account in rows("accounts") if account["cell"] == row["key"]]
        staff = [self.colleague(account, cell_id) for account in accounts]
        deputy = staff[[bool(account["deputy"]) for account in accounts].index(True)]
        programme, index_key = PROGRAMMES[row["key"]], self.writer.new_key(KeyOwner.CELL)
        cell = self.writer.add(
            Cell,
            self.at,
            id=cell_id,
            directorate_id=self.directorate_id,
            programme_key=programme.key,
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            commune_code=row["commune"],
            caseload_limit=programme.caseload_limit,
            deputy_id=deputy.id,
            index_key_id=index_key.id,
        )
        self.cells.append(cell)
        self.acts.append(Act(self.at, Event.SETTING_CHANGED, None, cell_id, None, None, "cell.created"))
        return Place(cell_id, programme, index_key.id, int(row["share"]), staff)

    def colleague(
        self, row: Row, cell_id: UUID | None = None, *, partner_id: UUID | None = None
    ) -> Colleague:
        """An account with its one role, confirmed where it reads files."""
        user = self.writer.add(
            User,
            self.at,
            directorate_id=self.directorate_id,
            username=row["username"],
            name_ar=row["name_ar"],
            name_lat=row["name_lat"],
            password_hash=self.password_hash,
            created_at=self.at,
        )
        role = Role(row["role"])
        self.writer.add(
            Position,
            self.at,
            user_id=user["id"],
            cell_id=cell_id,
            directorate_id=self.directorate_id,
            partner_id=partner_id,
            role=role,
            from_at=self.at,
            confirmed_at=self.at,
        )
        self.acts.append(Act(self.at, Event.ACCOUNT_CREATED, None, None, None, user["id"]))
        confirmed = Event.ROLE_CONFIRMED if reads_files(role) else Event.ROLE_PROPOSED
        self.acts.append(Act(self.at, confirmed, None, cell_id, None, user["id"], role.value))
        return Colleague(user["id"], row["name_ar"], row["name_lat"], role)
