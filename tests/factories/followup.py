"""Notes, for the tests, written as the service writes them."""

from datetime import timedelta
from typing import Any

import factory

from casework.core.clock import today
from casework.core.ids import new_id
from casework.followup import services
from casework.followup.models import Contact, Note, NoteKind
from casework.tasks.models import Task
from casework.tasks.services import add_task
from tests.factories.base import RowFactory
from tests.factories.cases import CaseFactory


class NoteFactory(RowFactory):
    """A contact at the office today, written by the lead worker."""

    class Meta:
        model = Note

    class Params:
        clinical = factory.Trait(is_clinical=True, safety_line="No sharp objects at home.")
        without_contact = factory.Trait(contact=Contact.NOT_MEANT)

    case = factory.SubFactory(CaseFactory)
    author = None
    kind = NoteKind.OFFICE
    contact = Contact.MADE
    happened_on = factory.LazyFunction(today)
    text = "She came with her sister and is calmer."

    @classmethod
    def make(cls, **values: Any) -> Note:
        case, author = values.pop("case"), values.pop("author")
        form_key = values.pop("form_key", None) or new_id()
        return services.add_note(case, by=author or case.lead, form_key=form_key, **values)


class TaskFactory(RowFactory):
    """Something that the lead worker wrote down to do in a week."""

    class Meta:
        model = Task

    case = factory.SubFactory(CaseFactory)
    title = "Ask the school for her marks"
    due_on = factory.LazyFunction(lambda: today() + timedelta(days=7))

    @classmethod
    def make(cls, **values: Any) -> Task:
        case = values.pop("case")
        return add_task(case, by=values.pop("by", case.lead), **values)
