"""How long a service of the directory usually takes to answer, and whether it does."""

from collections.abc import Iterable
from uuid import UUID

from casework.core.extensions import db
from casework.partners.models import PartnerService
from casework.referrals.queries.answers import FROM, days_to_answer, sent_to


def reckon(service_ids: Iterable[UUID]) -> None:
    """In one order, always, so that two who do it at once wait for one another."""
    db.session.flush()
    for service_id in sorted(set(service_ids)):
        service = db.session.get(PartnerService, service_id)
        if service is None:
            continue
        n_sent, n_silent = sent_to(service_id)
        usual = days_to_answer(service_id)
        service.usual_days = usual.days if usual.n >= FROM else None
        service.seldom_answers = n_sent >= FROM and 2 * n_silent > n_sent
        db.session.flush()
