"""Where a review session stands: which files can still be gone through, and which comes next."""

from dataclasses import dataclass

from casework.accounts.models import User
from casework.supervision.models import ReviewSession
from casework.supervision.queries.sessions import n_files, positions_left


@dataclass(frozen=True)
class Walk:
    session: ReviewSession
    positions: list[int]  # of the files that the worker leads still, in order
    undecided: list[int]
    n_left: int  # files that are no longer part of it, for whatever reason

    def has(self, position: int) -> bool:
        return position in self.positions

    def place(self, position: int) -> int:
        return self.positions.index(position) + 1

    def before(self, position: int) -> int | None:
        return next((known for known in reversed(self.positions) if known < position), None)

    def after(self, position: int) -> int | None:
        return next((known for known in self.positions if known > position), None)

    @property
    def next_undecided(self) -> int | None:
        """Where an interrupted review is taken up."""
        return next(iter(self.undecided), None)


def walk_of(session: ReviewSession, user: User) -> Walk:
    rows = positions_left(session, user)
    positions = [row.position for row in rows]
    undecided = [row.position for row in rows if row.decided_at is None]
    n_all = rows[0].n_all if rows else n_files(session)
    return Walk(session, positions, undecided, n_all - len(rows))
