"""The draft of an interview, which only its author reads, and what stays of it once the file is open."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.models import Case, EntryKind
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.visits.models import Visit

HOUSEHOLD = 6  # people around somebody that an interview has room for
Typed = dict[str, list[str]]  # what a form sent, by the name of its field


class SeenAlone(LabelledEnum):
    """The first question of an interview: it decides what may be asked after it."""

    YES = "yes", _l("Yes, alone")
    NO = "no", _l("No, somebody is present")
    IMPOSSIBLE = "impossible", _l("It is impossible today")


class Step(LabelledEnum):
    NOTICE = "notice", _l("Notice")
    PERSON = "person", _l("Person")
    SITUATION = "situation", _l("Situation")
    CONCERNS = "concerns", _l("Concerns and risk")
    SUMMARY = "summary", _l("Summary")

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1

    @property
    def next(self) -> "Step":
        return list(Step)[self.number]


class Draft(SealedRow, Model):
    """An interview not finished yet, under a key of its own, which is destroyed with it."""

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "user_id", "saved_at"), Index(None, "saved_at"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"))  # taken up, and led here
    form_key: Mapped[UUID] = mapped_column(unique=True)
    begun_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    # {step: {"revision": 2, "typed": {field: [what was typed]}}}: as typed, so that a step left half-way
    # comes back as it was; `prefilled` is what a sibling's file or reception offers, until the step is saved
    answers = Sealed()

    cell: Mapped[Cell] = relationship()
    visit: Mapped[Visit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def typed(self, step: Step) -> Typed | None:
        found: Typed | None = (self.answers or {}).get(step.value, {}).get("typed")
        return found

    def offered(self, step: Step) -> Typed | None:
        """What was typed, or what a sibling's interview would fill in."""
        return self.typed(step) or (self.answers or {}).get("prefilled", {}).get(step.value)

    def revision(self, step: Step) -> int:
        """Goes up each time the step is saved; 1 before."""
        return int((self.answers or {}).get(step.value, {}).get("revision", 1))

    def keep(self, step: Step, typed: Typed) -> None:
        kept = {"revision": self.revision(step) + 1, "typed": typed}
        self.answers = {**(self.answers or {}), step.value: kept}
        self.saved_at = now()

    @property
    def next_step(self) -> Step:
        """The first step that was never saved."""
        return next((step for step in Step if self.typed(step) is None), Step.SUMMARY)


class Intake(SealedRow, Model):
    """How the file began: when, by whom, in what circumstances, and a few words."""

    __tablename__ = "intakes"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[EntryKind]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    notice_read: Mapped[bool] = mapped_column(default=False)
    seen_alone: Mapped[SeenAlone | None]
    form_key: Mapped[UUID] = mapped_column(unique=True)

    interpreter = Sealed()
    source_text = Sealed()  # the free-text way out of the list of sources
    must_not_know = Sealed()  # people outside the service from whom the file is kept
    narrative = Sealed()

    case: Mapped[Case] = relationship()
