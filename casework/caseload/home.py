"""What waits for somebody: due tasks, answers of partners, drafts, and how much he carries."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.access.policy import Action, cells_where
from casework.accounts.models import User
from casework.caseload.asked import Asked
from casework.caseload.queries.files import files_page
from casework.caseload.queries.waiting import begun_and_waiting
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.pages import ListPage
from casework.figures.definitions import OWN_MARKS
from casework.figures.queries import counts
from casework.figures.queries.conditions import led_by
from casework.figures.queries.counts import Load
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
    n_proposed: int  # files that other cells propose to his
    n_referred: int  # persons whom other cells refer to his


@dataclass(frozen=True)
class OwnFiles:
    """What somebody leads: in each of his cells beside its limit, and what asks for attention."""

    gauges: list[tuple[Cell, Load]]
    whole: Load


def agenda_of(user: User) -> Agenda:
    opens_in = [cell for cell in user.cells if cell.id in cells_where(user, Action.CASE_OPEN)]
    due = tasks_due(user, today() + A_WEEK)
    begun = begun_and_waiting(user)
    drafts, visits = (begun.drafts, begun.visits) if opens_in else ([], [])
    waiting = waiting_lines(user, visits)
    counted = (begun.n_new, begun.n_proposed, begun.n_referred)
    return Agenda(today(), due, drafts, opens_in, waiting, *counted)


def first_files(user: User) -> ListPage[Case]:
    return files_page(user, Asked(), size=SHOWN)


def own_files(user: User) -> OwnFiles:
    """One statement, by the same conditions as the board."""
    loads = counts.carried(led_by(user), Case.cell_id, OWN_MARKS)
    may_lead = cells_where(user, Action.CASE_OPEN) | loads.keys()
    gauges = [(cell, loads.get(cell.id) or Load()) for cell in user.cells if cell.id in may_lead]
    return OwnFiles(gauges, counts.together(loads.values()))


def cells_supervised(user: User, action: Action) -> list[Cell]:
    """Where he may do this as a supervisor, or as the deputy of a barred one."""
    held = cells_where(user, action)
    return [cell for cell in user.cells if cell.id in held or cell.deputy_id == user.id]
