"""A task: a step of the programme with its deadline, or something that somebody wrote down to do."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import day_of, end_of, now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.programmes.base import RiskLevel
from casework.tasks.declared import CLOCKS


class TaskKind(LabelledEnum):
    """The first five are the programme's clocks (programmes.base.Clock has the same values)."""

    FIRST_CONTACT = "first_contact", _l("First contact")
    ASSESSMENT = "assessment", _l("Assessment")
    PLAN = "plan", _l("Plan")
    FOLLOW_UP = "follow_up", _l("Follow-up")
    SUPERVISOR_REVIEW = "supervisor_review", _l("Supervisor's review")
    ASK_IN_PRIVATE = "ask_in_private", _l("Ask in private what was not asked")
    COMPLETE_FILE = "complete_file", _l("Complete the file")
    CALL_PARTNER = "call_partner", _l("Call the partner that has not answered")
    DECLARED = "declared", _l("Deadline")  # a clock that a feature declares (tasks/declared.py)
    DECISION = "decision", _l("Decision of a conference or a review")
    BY_HAND = "by_hand", _l("To do")


def due_words(file: Any) -> Any:
    """What is due next on a file, or was when it was reviewed, in the words of its step or declared clock."""
    kind = file.next_due_kind
    named = CLOCKS.get(kind or "") or next((one for one in TaskKind if one.value == kind), TaskKind.DECLARED)
    return named.label if kind else None


class Task(SealedRow, Model):
    __tablename__ = "tasks"
    __table_args__ = (
        Index(None, "case_id", "done_at", "due_at"),
        Index(None, "assignee_id", "done_at", "due_at"),
        # a declared clock raises one task for one object and one due date, however often it is asked
        UniqueConstraint("clock", "about_id", "due_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[TaskKind]
    due_at: Mapped[datetime]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # None: whoever leads the case
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    is_cancelled: Mapped[bool] = mapped_column(default=False)  # done_at is then when
    moved_from: Mapped[datetime | None]  # the due date before somebody changed it, with a reason
    waits_until: Mapped[date | None]  # "waiting for her, agreed": until this day it is not late
    counted_for: Mapped[RiskLevel | None]  # the level that gave a step its due date
    escalated_at: Mapped[datetime | None]  # the supervisor was told that it is late for long
    counted_from: Mapped[datetime | None]  # the moment from which the rule counted it; None: given otherwise
    clock: Mapped[str | None]  # the key of a declared clock
    about_id: Mapped[UUID | None]  # what that clock counts for: the file, a measure
    # the note that asked for it, the contact it is counted from, the referral that waits
    planned_in_id: Mapped[UUID | None]
    done_in_id: Mapped[UUID | None]  # the note that did it, so that withdrawing the note undoes it
    contact_on: Mapped[date | None]  # the day on which the person was met, when a contact did it
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    title = Sealed()  # of what somebody wrote down
    why = Sealed()  # it was moved, or done by hand

    case: Mapped[Case] = relationship()
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def due_on(self) -> date:
        return max(day_of(self.due_at), self.waits_until or date.min)

    @property
    def counts_hours(self) -> bool:
        return not self.waits_until and self.due_at != end_of(day_of(self.due_at))

    @property
    def due_when(self) -> date | datetime:
        """As it is shown: the moment when hours were counted, else the day."""
        return self.due_at if self.counts_hours else self.due_on

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def is_as_counted(self) -> bool:
        """Nobody moved it, nothing else was agreed."""
        return self.is_open and not self.moved_from and not self.waits_until

    @property
    def is_late(self) -> bool:
        return (
            self.is_open
            and self.due_at < now()
            and not (self.waits_until and self.waits_until >= day_of(now()))
        )

    @property
    def is_review(self) -> bool:
        """The supervisor's, whoever leads the file."""
        return self.kind is TaskKind.SUPERVISOR_REVIEW

    @property
    def is_step(self) -> bool:
        """A step of the programme, or what the intake left to be done: done by hand only with a word."""
        return self.kind is not TaskKind.BY_HAND

    @property
    def is_late_contact(self) -> bool:
        """The person should have been met by now."""
        return self.is_late and self.kind in (TaskKind.FIRST_CONTACT, TaskKind.FOLLOW_UP)

    @property
    def label(self) -> str:
        declared = CLOCKS.get(self.clock or "")
        return self.title or str((declared or self.kind).label)
