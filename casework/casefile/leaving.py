"""What becomes of the words of an intake that was entered in the wrong file."""

from uuid import UUID

from casework.cases.entries import register
from casework.cases.models import Case
from casework.cases.timeline import Happening
from casework.core.extensions import db
from casework.intake.models import Intake


def forget_intake(_case: Case, object_id: UUID) -> None:
    """How the file began stays; so do those who must not know, who are a protection and no story."""
    intake = db.session.get(Intake, object_id)
    if intake:
        intake.narrative = intake.interpreter = intake.source_text = None


for kind in (Happening.INTERVIEW, Happening.SIGNAL, Happening.EMERGENCY):
    register(kind, withdraw=forget_intake)
