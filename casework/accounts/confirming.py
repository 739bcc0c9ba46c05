"""Who confirms what lets somebody read files: a role that reads them, or a new code for whoever holds one.

The supervisors of the cell; when none of them may, the cell's deputy; when there is no deputy either, the
other supervisors of the directorate. Never the person concerned, never the one who asked. While nobody in the
directorate is a supervisor, nor was one in the last seven days, the administrator decides alone, and the log
says so: that is how a directorate is set up (docs/adr/0008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from casework.access.policy import Role, reads_files
from casework.accounts.models import OneTimeCode, Position, User
from casework.accounts.queries import had_supervisor_since, waiting_codes, waiting_positions, who_may_confirm
from casework.core.clock import now

# an administrator who ends the supervisors' roles to decide alone is noticed before he may
TIME_TO_OBJECT = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """What waits for one person's confirmation."""

    positions: list[Position]
    codes: list[OneTimeCode]

    def find(self, item_id: UUID) -> Position | OneTimeCode | None:
        items: list[Position | OneTimeCode] = [*self.positions, *self.codes]
        return next((item for item in items if item.id == item_id), None)


def is_first_set_up(directorate_id: UUID) -> bool:
    return not had_supervisor_since(directorate_id, now() - TIME_TO_OBJECT)


def confirmers(cell_id: UUID | None, *excluded: UUID | None, held: Sequence[Position]) -> dict[UUID, User]:
    """Those asked to confirm, by id; `held` are the roles of supervisors and deputies in the directorate."""
    supervising = [position for position in held if position.role is Role.SUPERVISOR]
    deputising = [
        position for position in held if position.cell and position.cell.deputy_id == position.user_id
    ]
    groups = (
        [position for position in supervising if position.cell_id == cell_id],
        [position for position in deputising if position.cell_id == cell_id],
        supervising,
    )
    for group in groups:
        able = {position.user_id: position.user for position in group if position.user_id not in excluded}
        if able:
            return able
    return {}


def asked_for_role(position: Position, held: Sequence[Position]) -> dict[UUID, User]:
    return confirmers(position.cell_id, position.user_id, position.proposed_by_id, held=held)


def asked_for_code(code: OneTimeCode, held: Sequence[Position]) -> dict[UUID, User]:
    """Of any cell whose files the account reads: one of them vouches that the person asked for it."""
    read = [position for position in code.user.positions if reads_files(position.role)]
    found: dict[UUID, User] = {}
    for position in read:
        found |= confirmers(position.cell_id, code.user_id, code.issued_by_id, held=held)
    return found


def waiting_for(user: User) -> Waiting:
    """What this person, and nobody else or one of few, is asked to confirm."""
    held = who_may_confirm(user.directorate_id)
    positions = waiting_positions(user.directorate_id)
    codes = waiting_codes(user.directorate_id)
    return Waiting(
        [position for position in positions if user.id in asked_for_role(position, held)],
        [code for code in codes if user.id in asked_for_code(code, held)],
    )
