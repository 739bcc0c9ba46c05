"""What becomes of the files of somebody who leaves a cell, or whose account is disabled."""

from uuid import UUID

from flask import Flask

from casework.accounts.models import User
from casework.accounts.services import when_somebody_leaves
from casework.cases.queries import memberships_of
from casework.cases.services import end_membership


def hand_back_files(user: User, cell_id: UUID | None) -> None:
    """His memberships end, those to come included; files that he led wait in the unassigned list."""
    for case, member in memberships_of(user, cell_id):
        end_membership(case, member)


def init_app(_app: Flask) -> None:
    if hand_back_files not in when_somebody_leaves:
        when_somebody_leaves.append(hand_back_files)
