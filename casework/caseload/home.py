"""What waits for somebody: due tasks, answers of partners, drafts, and how much he carries."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from casework.access.policy import Action, cells_where
from casework.accounts.models import User
from casework.caseload.asked import Asked
from casework.caseload.queries.files import files_page, n_led
from casework.caseload.queries.waiting import begun_and_waiting
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.pages import ListPage
from casework.intake.models import Draft
from casework.organisation.models import Cell
from casework.tasks.queries import DueTasks, tasks_due
from casework.visits.sight import Waiting, waiting_lines

SHOWN = 10
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Agenda:
    """What a person does next, on whatever home."""

    day: date
    due: DueTasks
    drafts: list[Draft]
    opens_in: list[Cell]  # cells where he may open a file
    visits: Waiting
    n_notices: int  # new to him
    n_referred: int  # persons whom other cells refer to his


@dataclass(frozen=True)
class Gauge:
    cell: Cell
    n: int


def agenda_of(user: User) -> Agenda:
    opens_in = [cell for cell in user.cells if cell.id in cells_where(user, Action.CASE_OPEN)]
    due = tasks_due(user, today() + A_WEEK)
    begun = begun_and_waiting(user)
    drafts, visits = (begun.drafts, begun.visits) if opens_in else ([], [])
    waiting = waiting_lines(user, visits)
    return Agenda(today(), due, drafts, opens_in, waiting, begun.n_new, begun.n_referred)


def first_files(user: User) -> ListPage[Case]:
    return files_page(user, Asked(), size=SHOWN)


def gauges_of(user: User) -> list[Gauge]:
    """How many open files he leads in each cell, beside the cell's limit."""
    counts: dict[UUID, int] = n_led(user)
    may_lead = cells_where(user, Action.CASE_OPEN) | counts.keys()
    leads_in = [cell for cell in user.cells if cell.id in may_lead]
    return [Gauge(cell, counts.get(cell.id, 0)) for cell in leads_in]


def cells_supervised(user: User, action: Action) -> list[Cell]:
    """Where he may do this as a supervisor, or as the deputy of a barred one."""
    held = cells_where(user, action)
    return [cell for cell in user.cells if cell.id in held or cell.deputy_id == user.id]
