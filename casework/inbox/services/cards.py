"""The card by which other cells find a cell: made and kept by the service itself, edited by nobody."""

from typing import Any

from casework.audit import trail
from casework.audit.batches import in_batches
from casework.core.database import hold
from casework.core.extensions import db
from casework.inbox.queries import card_of, every_cell
from casework.organisation.models import Cell
from casework.organisation.services import when_a_cell_changes
from casework.partners.models import Confidentiality, Partner, PartnerKind, PartnerService, ServiceStatus
from casework.partners.services import create_partner
from casework.programmes import PROGRAMMES


def written_on(cell: Cell) -> dict[str, Any]:
    """What the cell itself says; any other part of the card stays empty."""
    return {"name_ar": cell.name_ar, "name_fr": cell.name_fr, "commune_code": cell.commune_code}


def services_of(cell: Cell) -> list[str]:
    return sorted(option.code for option in PROGRAMMES[cell.programme_key].services if option.is_active)


def keep_card(cell: Cell) -> bool:
    """Made once, then kept like the cell; gives whether anything was written."""
    card = card_of(cell)
    if card is None:
        hold(cell)  # two who notice that it is missing make one
        card = card_of(cell)
    if card is None:
        make_card(cell)
        return True
    return bring_up_to_date(card, cell)


def make_card(cell: Cell) -> Partner:
    """For the service and its partners: it leaves with no export."""
    return create_partner(
        cell.directorate_id,
        service_codes=services_of(cell),
        kind=PartnerKind.CELL,
        cell_id=cell.id,
        confidentiality=Confidentiality.PARTNERS,
        **written_on(cell),
    )


def bring_up_to_date(card: Partner, cell: Cell) -> bool:
    offered = services_of(cell)
    known = {service.code for service in card.services}
    ended = [row for row in card.services if row.code not in offered and row.status is ServiceStatus.ACTIVE]
    renamed = {name: text for name, text in written_on(cell).items() if getattr(card, name) != text}
    missing = [code for code in offered if code not in known]
    if not (ended or renamed or missing):
        return False
    for name, text in renamed.items():
        setattr(card, name, text)
    for service in ended:
        service.status = ServiceStatus.ENDED  # it stays, for the referrals that name it
    card.services.extend(PartnerService(code=code) for code in missing)
    db.session.flush()
    trail.record(
        trail.Event.PARTNER_CHANGED,
        directorate_id=cell.directorate_id,
        object_id=card.id,
        detail="changed",
    )
    return True


def keep_cards() -> int:
    """Run by `flask tick`: of the cells that no page of this version made or changed; gives how many."""
    return in_batches(every_cell, lambda cell_id: keep_card(db.session.get_one(Cell, cell_id)))


def follow_cell(cell: Cell) -> None:
    keep_card(cell)


when_a_cell_changes.append(follow_cell)
