"""What is typed when a file is given to another cell."""

from typing import Any

from casework.cases.models import Approval, ApprovalKind
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.transfers.models import Transfer

ASKED = {"manner": "spoken"}


def given_away(worker: Any, chief: Any, receiver: Any, there: Cell, said: str) -> None:
    """Asked, approved and accepted, with every word that may go along."""
    worker.sends("transfers.ask_transfer", ASKED | {"to_cell_id": str(there.id), "why": said})
    asked = db.session.query(Approval).filter_by(kind=ApprovalKind.TRANSFER).one()
    approved = {"decision": "approved", "comment": said}
    chief.sends("transfers.decide_transfer", approved, approval_id=asked.id)
    concern = {"primary": "OTHER", "other_text": said, "risk": "high", "risk_why": said}
    transfer_id = db.session.query(Transfer).one().id
    receiver.sends("transfers.accept_transfer", concern | {"answer": said}, transfer_id=transfer_id)
