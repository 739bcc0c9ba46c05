"""Why the work on a file ended, as the worker asked and the supervisor approved or returned it."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class CheckAnswer(LabelledEnum):
    YES = "yes", _l("Yes")
    NO = "no", _l("No")
    NOT_APPLICABLE = "na", _l("Does not apply")


class Closure(SealedRow, Model):
    __tablename__ = "closures"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    approved_at: Mapped[datetime | None]
    person_was_told: Mapped[bool]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    reason = Sealed()  # a code of the programme's list; the case keeps it readable when it may be counted
    summary = Sealed()
    told = Sealed()  # how the person was told, or why not
    # of each point of the programme's list: `answer`, and `why` when it is no
    checks = Sealed()
    left_open = Sealed()  # how many of what was still open when it was asked, confirmed by the worker
