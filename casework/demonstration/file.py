"""One invented file while its life is told: its rows, its open tasks, its story and its part of the log."""

from datetime import date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from casework.audit.models import Event, Reason
from casework.cases.models import Case, CaseStatus, Member, MemberRole, RiskChange
from casework.cases.stages import stage_of
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import FOREVER, day_of, end_of, now, start_of
from casework.core.text import excerpt
from casework.demonstration.chain import Act
from casework.demonstration.words import texts
from casework.demonstration.world import Colleague, Place, World
from casework.demonstration.writer import OpenKey, Row, Writer
from casework.digests.queries import NOT_TOLD, PATIENCE
from casework.programmes.base import Clock, RiskLevel
from casework.programmes.rules import Rule
from casework.tasks.models import Task, TaskKind

OPENS_AT, SHUTS_AT = 8 * 60 + 30, 16 * 60 + 30  # minutes of the day
A_NIGHT = timedelta(hours=10)
CONTACTS = (TaskKind.FIRST_CONTACT, TaskKind.FOLLOW_UP)


class File:
    """What the services would have done, said to the writer instead of to the session."""

    def __init__(
        self, writer: Writer, world: World, place: Place, key: OpenKey, opened_at: datetime, chance: Random
    ) -> None:
        self.writer, self.world, self.place, self.key = writer, world, place, key
        self.opened_at, self.chance = opened_at, chance
        self.programme = place.programme
        self.acts: list[Act] = []
        self.open_tasks: dict[UUID, Row] = {}
        self.referrals: list[Row] = []
        self.titles: dict[UUID, str] = {}
        self.kinds_done: set[str] = set()
        self.person: Row = {}
        self.said: dict[str, Any] = {}  # of the person, before it was sealed
        self.row: Row = {}
        self.lead_member: Row = {}
        self.lead: Colleague = place.workers[0]

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found

    @property
    def latest_at(self) -> datetime:
        """A minute after the last thing that happened."""
        return max(act.at for act in self.acts) + timedelta(minutes=1)

    @property
    def age(self) -> int:
        """In whole years, on the first day."""
        born: int = self.person["birth_year"]
        return self.opened_at.year - born

    def words(self, use: str) -> str:
        return self.chance.choice(texts(use, self.programme.key))

    def at(self, day: date) -> datetime:
        """Some minute of that day's office hours, never before the file's first nor after this one."""
        moment = start_of(day) + timedelta(minutes=self.chance.randint(OPENS_AT, SHUTS_AT))
        return min(max(moment, self.opened_at + timedelta(minutes=1)), now())

    def add(self, model: Any, at: datetime, /, **values: Any) -> Row:
        return self.writer.add(model, at, key=self.key, **values)

    def act(
        self, at: datetime, event: Event, by: UUID | None, object_id: UUID | None = None, **more: Any
    ) -> None:
        case_id = self.row.get("id")
        self.acts.append(Act(at, event, by, self.place.id, case_id, object_id, **more))

    def reason(self, at: datetime, text: str) -> UUID:
        found: UUID = self.add(Reason, at, text=text)["id"]
        return found

    def tell(self, at: datetime, kind: Happening, by: UUID | None, object_id: UUID, **more: Any) -> None:
        self.add(
            TimelineEntry,
            at,
            case_id=self.id,
            happened_at=at,
            kind=kind,
            author_id=by,
            object_id=object_id,
            **{"story": {}} | more,
        )

    def open(self, **values: Any) -> None:
        self.row = self.add(Case, self.opened_at, opened_on=day_of(self.opened_at), **values)
        self.act(self.opened_at, Event.CASE_CREATED, self.lead.id)

    def join(self, who: Colleague, role: MemberRole, at: datetime, until_at: datetime = FOREVER) -> Row:
        """Somebody works on the file from then on; said by the supervisor unless it is the first day."""
        member = self.writer.add(
            Member, at, case_id=self.id, user_id=who.id, role=role, from_at=at, until_at=until_at
        )
        by = who.id if at == self.opened_at else self.place.supervisor.id
        self.act(at, Event.MEMBER_ADDED, by, who.id)
        if role is MemberRole.LEAD:
            self.lead_member = member
        story = {"who_ar": who.name_ar, "who_lat": who.name_lat}
        self.tell(at, Happening.MEMBER, by, member["id"], detail=role.value, story=story)
        return member

    def set_risk(self, level: RiskLevel, at: datetime) -> None:
        self.row["risk"], why = level, self.words(f"risk_{level.value}")
        change = self.add(RiskChange, at, case_id=self.id, level=level, by_id=self.lead.id, at=at, why=why)
        self.act(at, Event.RISK_CHANGED, self.lead.id, change["id"], detail=level.value)
        self.tell(at, Happening.RISK, self.lead.id, change["id"], detail=level.value, story={"text": why})

    def due(self, step: Clock, start: datetime) -> datetime:
        return self.world.rules.due(Rule(self.programme.key, self.row["risk"], step), start)

    def plan_step(self, step: Clock, start: datetime, at: datetime, note_id: UUID | None = None) -> None:
        """One of a kind is due at a time."""
        if any(task["kind"].value == step.value for task in self.open_tasks.values()):
            return
        risk = self.row["risk"]
        due_at = self.due(step, start)
        counted = {"counted_for": risk, "counted_from": start}
        self.plan(TaskKind(step.value), due_at, at, planned_in_id=note_id, **counted)

    def plan(self, kind: TaskKind, due_at: datetime, at: datetime, **values: Any) -> Row:
        task = self.add(Task, at, case_id=self.id, kind=kind, due_at=due_at, created_at=at, **values)
        self.open_tasks[task["id"]] = task
        return task

    def plan_by_hand(self, title: str, due_on: date, at: datetime, note_id: UUID | None = None) -> Row:
        by = self.lead.id
        task = self.plan(
            TaskKind.BY_HAND, end_of(due_on), at, title=title, created_by_id=by, planned_in_id=note_id
        )
        self.titles[task["id"]] = title
        self.act(at, Event.TASK_ADDED, by, task["id"], detail=TaskKind.BY_HAND.value)
        return task

    def finish(self, task: Row, by: UUID, at: datetime) -> None:
        task["done_at"], task["done_by_id"] = at, by
        del self.open_tasks[task["id"]]
        self.kinds_done.add(task["kind"].value)
        self.act(at, Event.TASK_DONE, by, task["id"], detail=task["kind"].value)

    def met(self, at: datetime, by: UUID, note_id: UUID | None = None) -> None:
        """A contact does the first one or the follow-up, and the next is counted from its day."""
        day = day_of(at)
        for task in [task for task in self.open_tasks.values() if task["kind"] in CONTACTS]:
            self.finish(task, by, at)
            task["done_in_id"], task["contact_on"] = note_id, day
        self.row["last_contact_on"] = day
        self.plan_step(Clock.FOLLOW_UP, start_of(day), at, note_id)

    def complete(self, task: Row, by: UUID, at: datetime) -> None:
        """Done by hand, with a word on how when it has none of its own."""
        title = self.titles.get(task["id"])
        why = None if title else self.words("step")
        self.writer.seal(Task, task, self.key, why=why)
        self.finish(task, by, at)
        if task["kind"] is TaskKind.SUPERVISOR_REVIEW:
            self.plan_step(Clock.SUPERVISOR_REVIEW, at, at)
        story = {"text": excerpt(title or why or "")}
        self.tell(at, Happening.TASK, by, task["id"], detail=task["kind"].value, story=story)

    def cancel_open(self, at: datetime) -> None:
        for task in self.open_tasks.values():
            task["done_at"], task["is_cancelled"] = at, True
        self.open_tasks.clear()

    def told_at(self, task: Row) -> datetime | None:
        """When the supervisor was told that it is late for long, before the last night."""
        at: datetime = task["due_at"] + PATIENCE[self.row["risk"]] + A_NIGHT
        return at if at < now() - A_NIGHT and task["kind"] not in NOT_TOLD else None

    def settle(self) -> list[Act]:
        """What the case stores for sorting follows from its tasks and its status."""
        for task in self.open_tasks.values():
            task["escalated_at"] = self.told_at(task)
        in_order = sorted(self.open_tasks.values(), key=lambda task: (task["due_at"], task["id"]))
        reviews = [task for task in in_order if task["kind"] is TaskKind.SUPERVISOR_REVIEW]
        self.row["review_due_on"] = day_of(reviews[0]["due_at"]) if reviews else None
        first = next((task for task in in_order if task not in reviews), None)
        if first:
            at: datetime = first["due_at"]
            is_day = first["waits_until"] or at == end_of(day_of(at))
            self.row["next_due_on"] = max(day_of(at), first["waits_until"] or date.min)
            self.row["next_due_at"] = None if is_day else at
            self.row["next_due_kind"] = first.get("clock") or first["kind"].value
        status: Any = SimpleNamespace(status=self.row.setdefault("status", CaseStatus.OPEN))
        self.row["stage"] = stage_of(status, done=self.kinds_done)
        return self.acts
