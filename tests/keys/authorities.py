"""What is typed about authorities: a measure and how it ended, a report and what came of it."""

from typing import Any

from casework.cases.models import Approval
from casework.core.clock import today
from casework.core.extensions import db
from casework.measures.models import AuthorityReport, Measure

DAY = f"{today():%d/%m/%Y}"
MEASURE = {"kind": "placement", "authority": "judge", "from_on": DAY}
REPORT = {"decision": "report", "authority": "prosecutor", "person_was_informed": "no"}


def authorities(worker: Any, chief: Any, said: str) -> None:
    worker.sends("measures.add_measure", MEASURE | {"reference": said, "text": said})
    about = {"measure_id": db.session.query(Measure).one().id}
    worker.sends("measures.edit_measure", {"text": f"{said} 2"}, **about)
    worker.sends("measures.end_measure", {"ended_on": DAY, "outcome": said}, **about)
    worker.sends("measures.ask_report", REPORT | {"why": said, "told": said})
    approval = db.session.query(Approval).filter(Approval.decided_at.is_(None)).one()
    approved = {"decision": "approved", "comment": said}
    chief.sends("measures.decide_report", approved, approval_id=approval.id)
    about = {"report_id": db.session.query(AuthorityReport).one().id}
    worker.sends("measures.print_report", {"why": said, "with_name": "y", "with_douar": "y"}, **about)
    worker.sends("measures.record_delivery", {"sent_on": DAY, "reference": said}, **about)
    worker.sends("measures.record_answer", {"answered_on": DAY, "answer": said}, **about)
