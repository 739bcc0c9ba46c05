"""An interview that goes on: its draft read again as forms, each step asking what the earlier ones allow."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from casework.accounts.models import User
from casework.accounts.queries import staff_of
from casework.core.answers import BETWEEN
from casework.core.clock import today
from casework.intake.forms.interview import (
    ConcernsForm,
    NoticeForm,
    NoticeStepForm,
    PersonForm,
    SummaryForm,
    situation_form,
)
from casework.intake.models import Draft, SeenAlone, Step, Typed
from casework.intake.readback import Fact, read_back
from casework.programmes import PROGRAMMES
from casework.programmes.base import Programme
from casework.programmes.questions import Listed

ASKED = tuple(step for step in Step if step is not Step.SUMMARY)
NOT_ASKED: Typed = {}


def suit(form: NoticeForm, programme: Programme) -> NoticeForm:
    """Who is a child is asked only where children are received."""
    if not programme.serves_children:
        del form.is_child, form.representative
    return form


@dataclass
class Interview:
    draft: Draft
    author: User

    @cached_property
    def programme(self) -> Programme:
        return PROGRAMMES[self.draft.cell.programme_key]

    @cached_property
    def staff(self) -> list[User]:
        """Colleagues who may have to be kept out."""
        return [user for user in staff_of(self.draft.cell.directorate_id) if user.id != self.author.id]

    @cached_property
    def notice(self) -> Any:
        return self.saved(Step.NOTICE)

    @property
    def is_alone(self) -> bool:
        return self.notice.seen_alone.data is SeenAlone.YES

    @property
    def is_of_child(self) -> bool:
        return bool(self.notice.is_of_child)

    def form(self, step: Step) -> Any:
        """What is sent now; otherwise what was typed before."""
        return self.built(step, _Auto)

    def shown(self, step: Step) -> Any:
        offered = self.draft.offered(step)
        return self.built(step, MultiDict(offered) if offered else None)

    def saved(self, step: Step) -> Any:
        """The step as it was saved, to be checked and read again without its token."""
        return self.built(step, MultiDict(self.draft.typed(step) or NOT_ASKED), meta={"csrf": False})

    def built(self, step: Step, typed: Any, **more: Any) -> Any:
        builders = {
            Step.NOTICE: self.notice_form,
            Step.PERSON: self.person_form,
            Step.SITUATION: self.situation_form,
            Step.CONCERNS: self.concerns_form,
            Step.SUMMARY: SummaryForm,
        }
        form = builders[step](typed, version=self.draft.revision(step), **more)
        if typed is not _Auto:
            form.version.data = self.draft.revision(step)
        return form

    def notice_form(self, typed: Any, **more: Any) -> NoticeForm:
        return suit(NoticeStepForm(typed, **more), self.programme)

    def person_form(self, typed: Any, **more: Any) -> PersonForm:
        """Without a moment alone no number is asked for: who listens may be who must not know it."""
        form = PersonForm(typed, **more)
        form.is_of_child = self.is_of_child
        form.barred.choices = [SelectChoice(str(user.id), user.name) for user in self.staff]
        if not self.is_alone:
            del form.numbers
        return form

    def situation_form(self, typed: Any, **more: Any) -> Any:
        form = situation_form(self.programme.key)(typed, **more)
        if not self.is_of_child:
            del form.companion, form.came_with, form.household
            del form.suspect.form["is_companion"]
        if not self.is_alone:
            form.leave_out(self.programme.private_fields)
            del form.suspect
        elif self.asks_author_relation:
            del form.suspect.form["relation"]
        return form

    @property
    def asks_author_relation(self) -> bool:
        """The programme asks it itself: nobody answers the same question twice."""
        return any(question.name == "author_relation" for question in self.programme.details.questions)

    def concerns_form(self, typed: Any, **more: Any) -> ConcernsForm:
        form = ConcernsForm(typed, **more)
        form.offer(self.programme)
        return form

    @cached_property
    def read_steps(self) -> dict[Step, Any]:
        return {step: self.saved(step) for step in ASKED}

    @cached_property
    def unfinished(self) -> list[Step]:
        """Steps that were never saved, or left half-way."""
        read, typed = self.read_steps, self.draft.typed
        return [step for step in ASKED if typed(step) is None or not read[step].validate()]

    @property
    def facts(self) -> dict[Step, list[Fact]]:
        return {step: read_back(form) for step, form in self.read_steps.items()}

    def differences(self, step: Step, form: Any) -> list[tuple[str, str, str]]:
        """What this window and the other one say, where they differ."""
        yours, stored = (
            {fact.label: fact.text for fact in read_back(each)} for each in (form, self.saved(step))
        )
        return [
            (label, yours.get(label, ""), stored.get(label, ""))
            for label in dict.fromkeys([*yours, *stored])
            if yours.get(label) != stored.get(label)
        ]

    @cached_property
    def details(self) -> dict[str, Any]:
        """The answers to what the programme asked."""
        form = self.read_steps[Step.SITUATION]
        names = (question.name for question in self.programme.details.questions)
        return {name: form[name].data for name in names if name in form}

    @property
    def alerts(self) -> list[Any]:
        """What cannot wait."""
        return list(self.programme.alerts(self.details, today()))

    @property
    def dangers(self) -> list[Fact]:
        """The answers that suggest a high risk; a person decides."""
        found = []
        for question in self.programme.details.questions:
            chosen = question.chosen(self.details.get(question.name)) if isinstance(question, Listed) else []
            grave = [str(option.label) for option in chosen if option.code in question.dangers]
            if grave:
                found.append(Fact(str(question.label), BETWEEN.join(grave)))
        return found
