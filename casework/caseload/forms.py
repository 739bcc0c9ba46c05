"""Who takes the files, for how long and why; and who is away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, ValidationError
from wtforms.validators import Length

from casework.accounts.models import User
from casework.accounts.services.absences import LONGEST, away_words
from casework.caseload.giving import Gift
from casework.core.clock import today
from casework.core.forms import (
    DayField,
    Form,
    NarrativeField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    not_past,
)
from casework.core.i18n import short_day
from casework.core.sent import typed_answers
from casework.core.text import isolated

OWN = ("csrf_token", "seen", "confirmed", "case", "bring_back")  # written anew by the preview


class WorkerField(RowField):
    """A colleague; who is away today comes last, and is marked."""

    def offer(self, rows: Iterable[User]) -> None:
        self.rows = sorted(dict.fromkeys(rows), key=lambda user: user.absence is not None)
        self.choices = [SelectChoice(str(user.id), self.named(user)) for user in self.rows]

    def named(self, user: User) -> str:
        if user.absence is None:
            return user.name
        until = isolated(short_day(user.absence.until_on))
        return _("%(name)s (away until %(day)s)", name=user.name, day=until)


def why() -> NarrativeField:
    """Kept with the file, and read by those who work on it."""
    few_words = _l("Say it in a few words: from 5 to 500 characters.")
    return NarrativeField(_l("Why?"), [needed(), Length(min=5, max=500, message=few_words)], rows=2)


class GivingForm(OnceForm):
    """Filled in, shown as a preview, and confirmed with the versions of the files that the preview showed."""

    seen = HiddenField()

    @property
    def versions(self) -> dict[UUID, int]:
        """By file; none for what no preview of ours has written."""
        pairs = (text.partition(":") for text in (self.seen.data or "").split())
        try:
            return {UUID(file): int(version) for file, _colon, version in pairs if len(version) < 10}
        except ValueError:
            return {}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was answered, for the preview to send again."""
        return [(name, text) for name, text in typed_answers() if name not in OWN]

    def gift(self, by: User) -> Gift:
        raise NotImplementedError


class AssignForm(GivingForm):
    worker = WorkerField(_l("Who takes charge?"), [needed()])
    reason = why()

    def validate_worker(self, field: WorkerField) -> None:
        if field.row and field.row.absence:
            raise ValidationError(away_words(field.row, field.row.absence))

    def gift(self, by: User) -> Gift:
        return Gift(self.worker.row, by, str(self.reason.data))


class CoverForm(GivingForm):
    worker = WorkerField(_l("Who takes over meanwhile?"), [needed()])
    from_on = DayField(_l("From"), [needed(), not_past], default=today)
    until_on = DayField(_l("Until, this day included"), [needed(), not_past])
    reason = why()

    def validate_until_on(self, field: DayField) -> None:
        check_days(self.from_on.data, field.data)

    def validate_worker(self, field: WorkerField) -> None:
        if not (field.row and self.from_on.data and self.until_on.data):
            return
        absence = field.row.absence_between(self.from_on.data, self.until_on.data)
        if absence:
            raise ValidationError(away_words(field.row, absence))

    def gift(self, by: User) -> Gift:
        period = (self.from_on.data, self.until_on.data)
        return Gift(self.worker.row, by, str(self.reason.data), *period)


class AbsenceForm(Form):
    from_on = DayField(_l("First day of absence"), [needed(), not_past], default=today)
    until_on = DayField(_l("Last day of absence"), [needed(), not_past])

    def validate_until_on(self, field: DayField) -> None:
        check_days(self.from_on.data, field.data)


class ChangeAbsenceForm(VersionedForm):
    """The first day stays once it has come."""

    from_on = DayField(_l("First day of absence"), [needed()])
    until_on = DayField(_l("Last day of absence"), [needed(), not_past])

    def validate_until_on(self, field: DayField) -> None:
        check_days(self.from_on.data, field.data)


class BackForm(VersionedForm):
    """The colleague is back: one button."""


def check_days(first: Any, last: Any) -> None:
    """Both days included, and a year at most."""
    if first and last and last < first:
        raise ValidationError(_("This period ends before it begins."))
    if first and last and last - first > LONGEST:
        raise ValidationError(_("This period is longer than a year."))
