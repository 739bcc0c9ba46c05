"""In the cell that has the file: asking, the supervisor's decision, taking it back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import ask_for, decide, set_aside
from casework.cases.entries import register
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision
from casework.cases.moving import HOLDING, TYING
from casework.cases.queries import entries_of, waiting_of
from casework.cases.timeline import Happening, tell
from casework.consents.models import Consent, ConsentGiver, ConsentManner, ConsentState, Purpose
from casework.consents.queries import decided_about, may_share
from casework.consents.services import check_may_receive, record_consent, when_withdrawn
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.inbox.queries import card_of
from casework.inbox.services.cards import keep_card
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.transfers.models import UNDER_WAY, Transfer, TransferState
from casework.transfers.queries import (
    answerers,
    approvals_of,
    other_cells,
    transfer_asked_in,
    transfer_made_with,
    transfer_under_way,
    was_transferred,
)
from casework.transfers.summary import summary_of

HELD = _l("A transfer of this file is under way. Take it back first, or wait for the answer.")


def ask(
    case: Case,
    *,
    by: User,
    to_cell_id: UUID,
    why: str,
    form_key: UUID,
    manner: ConsentManner | None = None,
    giver: ConsentGiver | None = None,
    covers: Collection[str] = (),
) -> Transfer:
    """Sent twice it is asked once. `manner`: how the person agreed, when it is not recorded yet."""
    hold(case, "barred")
    if made := transfer_made_with(case, form_key):
        return made
    check_may_leave(case)
    to_cell = check_cell(case, to_cell_id)
    keep_card(to_cell)
    card = card_of(to_cell)
    if card and manner:
        agree(case, card, by=by, manner=manner, giver=giver or ConsentGiver.PERSON, covers=tuple(covers))
    consent = check_agreed(case, card)
    transfer = Transfer(
        key_id=case.key_id,
        case_id=case.id,
        from_cell_id=case.cell_id,
        to_cell_id=to_cell.id,
        consent_id=consent.id if consent else None,
        asked_by_id=by.id,
        under_way_id=case.id,
        form_key=form_key,
        why=why,
        summary=summary_of(case, card),
    )
    transfer.from_cell, transfer.to_cell = case.cell, to_cell
    db.session.add(transfer)
    db.session.flush()
    ask_for(case, ApprovalKind.TRANSFER, by=by, what={"transfer_id": str(transfer.id)})
    tell_transfer(case, transfer, by, why)
    return transfer


def check_may_leave(case: Case) -> None:
    if case.status is not CaseStatus.OPEN:
        raise RuleBroken(_("Only an open file can be given to another cell."))
    if transfer_under_way(case):
        raise RuleBroken(_("A transfer of this file is under way already."))
    check_undecided(case)


def check_undecided(case: Case) -> None:
    """A possible match is no reason to wait: the question ends with the transfer."""
    if any(asked.kind is not ApprovalKind.POSSIBLE_MATCH for asked in waiting_of(case)):
        raise RuleBroken(_("Decide first what else is asked of the supervisor on this file."))


def check_cell(case: Case, cell_id: UUID) -> Cell:
    cell = next((cell for cell in other_cells(case) if cell.id == cell_id), None)
    if cell is None:
        raise RuleBroken(_("Choose another cell than the one that has the file."))
    if not answerers(cell, case):
        raise RuleBroken(_("Nobody in that cell can answer today: it has no supervisor for this file."))
    return cell


def agree(case: Case, card: Partner, *, by: User, **answers: Any) -> None:
    """What the person says now; a no that she said before is taken back on the page of consents only."""
    known = decided_about(case).get(card.id)
    if known is None:
        record_consent(
            case, purpose=Purpose.SHARING, state=ConsentState.GIVEN, by=by, partner=card, **answers
        )
        db.session.flush()


def check_agreed(case: Case, card: Partner | None) -> Consent | None:
    """Her consent to this recipient, or (then without one) the ground that a supervisor recorded."""
    if card is None or not may_share(case, card.id):
        raise RuleBroken(
            _("The person has not agreed that this cell receives her file. Record what she decided first.")
        )
    check_may_receive(case, card)
    consent = decided_about(case).get(card.id)
    return consent if consent and consent.state is ConsentState.GIVEN else None


def approve(case: Case, approval: Approval, *, by: User, comment: str | None = None) -> None:
    """From here on the other cell reads the summary, and nothing else."""
    decide(case, approval, Decision.APPROVED, by=by, comment=comment)
    transfer = transfer_asked_in(approval)
    hold(transfer)
    if case.status is not CaseStatus.OPEN or transfer.state is not TransferState.ASKED:
        raise RuleBroken(_("This transfer can no longer be approved: return it."))
    check_cell(case, transfer.to_cell_id)
    check_agreed(case, card_of(transfer.to_cell))
    transfer.state, transfer.proposed_at = TransferState.PROPOSED, now()
    notify(
        answerers(transfer.to_cell, case),
        NoticeKind.TRANSFER_PROPOSED,
        transfer.id,
        cell_id=transfer.to_cell_id,
    )
    record(trail.Event.TRANSFER_PROPOSED, case, transfer)
    tell_transfer(case, transfer, by, comment)


def send_back(case: Case, approval: Approval, *, by: User, comment: str | None) -> None:
    """Returned with a comment: whoever asked completes it and asks anew."""
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
    transfer = transfer_asked_in(approval)
    hold(transfer)
    end(transfer, TransferState.RETURNED)
    tell_transfer(case, transfer, by, comment)


def take_back(case: Case, transfer: Transfer, *, version: int, by: User) -> None:
    """Until it is answered; of an answer and a taking back at once the first counts."""
    hold(case)
    hold(transfer)
    if not transfer.is_under_way:
        raise RuleBroken(_("This transfer was already answered, or taken back."))
    check_version(transfer, version)
    retire(case, transfer, by)


def retire(case: Case, transfer: Transfer, by: User) -> None:
    """Nothing waits for it any more, here or there."""
    for approval in waiting_of(case, ApprovalKind.TRANSFER):
        set_aside(approval, by=by)
    was_proposed = transfer.state is TransferState.PROPOSED
    end(transfer, TransferState.TAKEN_BACK)
    if was_proposed:
        record(trail.Event.TRANSFER_TAKEN_BACK, case, transfer)
    else:
        trail.record(trail.Event.TRANSFER_TAKEN_BACK, case, object_id=transfer.id)
    tell_transfer(case, transfer, by, None)


def end(transfer: Transfer, state: TransferState) -> None:
    transfer.state, transfer.under_way_id = state, None


def record(event: trail.Event, case: Case, transfer: Transfer) -> None:
    """In the log of either cell, each in the chain of its directorate.

    The other cell's names the file once it is theirs.
    """
    is_theirs = transfer.state is TransferState.ACCEPTED
    for cell, file in ((transfer.from_cell, case), (transfer.to_cell, case if is_theirs else None)):
        about = {"object_id": transfer.id, "cell_id": cell.id, "directorate_id": cell.directorate_id}
        trail.record(event, file, **about)


def tell_transfer(case: Case, transfer: Transfer, by: User, text: str | None) -> None:
    story = {"partner_ar": transfer.to_cell.name_ar, "partner_fr": transfer.to_cell.name_fr}
    tell(
        case,
        Happening.TRANSFER,
        author_id=by.id,
        object_id=transfer.id,
        detail=transfer.state.value,
        story=story | ({"text": excerpt(text)} if text else {}),
    )


def stop_transfer(case: Case, partner: Partner, by: User) -> None:
    """The consent that it rests on was withdrawn; a supervisor's ground may still stand."""
    db.session.flush()
    transfer = transfer_under_way(case)
    if transfer and partner.cell_id == transfer.to_cell_id and not may_share(case, partner.id):
        hold(transfer)
        if transfer.state in UNDER_WAY:
            retire(case, transfer, by)


def holding(case: Case) -> Any:
    return HELD if transfer_under_way(case) else None


def tying(case: Case, moment: datetime) -> Any:
    if not was_transferred(case, moment):
        return None
    return _l("The file came to this cell as one: what was joined before cannot be parted here.")


def forget_words(case: Case, transfer_id: UUID) -> None:
    """That it was asked and answered stays; the words go, from each line that quotes them."""
    transfer = db.session.get_one(Transfer, transfer_id)
    transfer.why = transfer.answer = None
    for line in entries_of(case, transfer_id):
        line.story = {name: said for name, said in (line.story or {}).items() if name != "text"}
    for approval in approvals_of(case, transfer_id):
        approval.comment = None


when_withdrawn(stop_transfer)
HOLDING.append(holding)
TYING.append(tying)
register(Happening.TRANSFER, withdraw=forget_words)
