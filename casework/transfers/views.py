"""Proposing a file to another cell, and answering there."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action, Scope, roles_with
from casework.accounts.queries import colleagues, signed_in_user
from casework.audit import trail
from casework.cases.approvals import may_decide
from casework.cases.forms import DecisionForm
from casework.cases.guards import with_case
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import find_approval
from casework.core.pages import asked_cursor
from casework.programmes import PROGRAMMES
from casework.transfers import queries
from casework.transfers.forms import AcceptForm, AskForm, DeclineForm, TakeBackForm
from casework.transfers.models import Transfer, TransferState
from casework.transfers.services import answering, asking
from casework.transfers.summary import lines_of, summary_of, told_today

bp = Blueprint("transfers", __name__)
CASE = "/cases/<uuid:case_id>/transfer"


@bp.get("/transfers")
@requires(Action.TRANSFER_ASK)
def list_transfers() -> ResponseReturnValue:
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="transfers")
    return render_template(
        "transfers/list_transfers.html",
        proposals=queries.proposals(user),
        page=queries.asked_page(user, cursor=asked_cursor(datetime, UUID)),
    )


def proposal_or_404(transfer_id: UUID) -> Transfer:
    """Answered or taken back meanwhile, or of a file that this person must not know: all are missing."""
    user = signed_in_user()
    return queries.find_proposal(transfer_id, user) or refuse(404, None, detail=Action.TRANSFER_RECEIVE)


@bp.get("/transfers/<uuid:transfer_id>")
@requires(Action.TRANSFER_RECEIVE)
def show_transfer(transfer_id: UUID) -> ResponseReturnValue:
    transfer = proposal_or_404(transfer_id)
    return show("transfers/show_transfer.html", transfer)


def show(template: str, transfer: Transfer, **more: object) -> str:
    """What is proposed; that it was read is kept in the log of either cell."""
    asking.record(trail.Event.TRANSFER_READ, transfer.case, transfer)
    return render_template(template, transfer=transfer, lines=lines_of(told_today(transfer)), **more)


@bp.route("/transfers/<uuid:transfer_id>/accept", methods=["GET", "POST"])
@requires(Action.TRANSFER_RECEIVE)
def accept_transfer(transfer_id: UUID) -> ResponseReturnValue:
    transfer = proposal_or_404(transfer_id)
    form = AcceptForm(version=transfer.version)
    # all of them: whoever is missing from the list would be known to be kept away from this person
    workers = colleagues(transfer.to_cell_id, *roles_with(Action.TRANSFER_ASK, Scope.OWN))
    programme = PROGRAMMES[transfer.to_cell.programme_key] if transfer.changes_programme else None
    form.offer(workers, programme)
    if form.validate_on_submit():
        case = answering.accept(transfer, by=signed_in_user(), **form.values)
        flash(_("The file is your cell's from now on."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    return show("transfers/accept_transfer.html", transfer, form=form), form.status


@bp.route("/transfers/<uuid:transfer_id>/decline", methods=["GET", "POST"])
@requires(Action.TRANSFER_RECEIVE)
def decline_transfer(transfer_id: UUID) -> ResponseReturnValue:
    transfer = proposal_or_404(transfer_id)
    form = DeclineForm(version=transfer.version)
    if form.validate_on_submit():
        answering.decline(transfer, by=signed_in_user(), **form.values)
        flash(_("The other cell was told that the file stays there."), "success")
        return redirect(url_for("transfers.list_transfers"))
    return show("transfers/decline_transfer.html", transfer, form=form), form.status


@bp.route(CASE, methods=["GET", "POST"])
@with_case(Action.TRANSFER_ASK)
def ask_transfer(case: Case) -> ResponseReturnValue:
    last, form = queries.last_transfer(case), AskForm()
    form.offer(queries.other_cells(case), case)
    form.fill_in(last if last and last.state is TransferState.RETURNED else None)
    if form.validate_on_submit():
        asking.ask(case, by=signed_in_user(), **form.values)
        flash(_("The supervisor was asked. Nothing moves until the other cell accepts."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    return ask_page(case, form, last), form.status


def ask_page(case: Case, form: AskForm, last: Transfer | None) -> str:
    back = TakeBackForm(formdata=None, version=last.version) if last else None
    lines = lines_of(summary_of(case, None))
    page = {"case": case, "form": form, "last": last, "back": back, "lines": lines}
    return render_template("transfers/ask_transfer.html", **page)


@bp.route(f"{CASE}/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.TRANSFER_ASK)
def decide_transfer(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(case, approval_id, ApprovalKind.TRANSFER) or refuse(404, approval_id)
    user, form = signed_in_user(), DecisionForm()
    if form.validate_on_submit():
        act = asking.approve if form.is_approved else asking.send_back
        act(case, approval, comment=form.comment.data, by=user)
        flash(_("Your decision was recorded."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    transfer = queries.transfer_asked_in(approval)
    return render_template(
        "transfers/decide_transfer.html",
        case=case,
        approval=approval,
        form=form,
        transfer=transfer,
        lines=lines_of(transfer.summary or {}),
        may_decide=approval.decided_at is None and may_decide(user, approval, case),
    ), form.status


@bp.post(f"{CASE}/<uuid:transfer_id>/take-back")
@with_case(Action.TRANSFER_ASK)
def take_back_transfer(case: Case, transfer_id: UUID) -> ResponseReturnValue:
    transfer, form = queries.find_transfer(case, transfer_id) or refuse(404, transfer_id), TakeBackForm()
    if form.validate_on_submit():
        asking.take_back(case, transfer, by=signed_in_user(), **form.values)
        flash(_("The transfer was taken back. The file stays here."), "success")
    return redirect(url_for("transfers.ask_transfer", case_id=case.id))
