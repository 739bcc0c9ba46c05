"""The interview on paper, for days without a line: the steps of the screen, asked of nobody yet."""

from typing import Any

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.core.paper import PAPERS, Part, blanks_of
from casework.intake.interview import ASKED, Interview
from casework.intake.models import Draft, Step
from casework.intake.notices import notice_asked
from casework.organisation.models import Cell

SAID_ONCE = ("others",)  # the concerns are ticked in one list, the main one circled


class OnPaper(Interview):
    """Every question that may be asked; whoever writes leaves out what the first answers forbid."""

    is_alone = True

    @property
    def is_of_child(self) -> bool:
        return self.programme.serves_children

    @property
    def staff(self) -> list[User]:
        """No name is printed."""
        return []

    @property
    def hints(self) -> dict[Step, str]:
        private = _("If the person is not seen alone, leave out danger, violence and telephone numbers.")
        return {
            Step.PERSON: private,
            Step.SITUATION: private,
            Step.CONCERNS: _("Tick every concern, and circle the main one."),
        }

    @property
    def parts(self) -> list[Part]:
        return [self.part(step) for step in ASKED]

    def part(self, step: Step) -> Part:
        aloud = tuple(notice_asked(None).sentences) if step is Step.NOTICE else ()
        blanks = blanks_of(self.shown(step), leaving_out=SAID_ONCE)
        return Part(str(step.label), blanks, self.hints.get(step, ""), aloud)


def interview_on_paper(cell: Cell, author: User) -> list[Part]:
    return OnPaper(Draft(cell=cell), author).parts


def form_on_paper(kind: str) -> list[Part]:
    """One of the forms that other features offer."""
    form: Any = PAPERS[kind].form()
    return [Part("", blanks_of(form))]
