"""What happened that its reader should look at: one line each, which leads to where it happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.pages import asked_cursor
from casework.notices import queries, services
from casework.notices.models import Notice, NoticeKind

bp = Blueprint("notices", __name__)

THE_FILE = "casefile.show"
REFERRAL = ("referrals.show_referral", "referral_id")
QUESTION = ("supervision.show_question", "question_id")
# by kind: the page, addressed by its case, and what it calls the id of the object; without one, the file
PAGES = {
    NoticeKind.REFERRAL_ANSWERED: REFERRAL,
    NoticeKind.REFERRAL_RECEIVED: REFERRAL,
    NoticeKind.REFERRAL_TAKEN_BACK: REFERRAL,
    NoticeKind.REFERRAL_SILENT: REFERRAL,
    NoticeKind.REFERRAL_EXPIRED: REFERRAL,
    NoticeKind.CONSENT_WITHDRAWN: REFERRAL,
    NoticeKind.QUESTION_ASKED: QUESTION,
    NoticeKind.QUESTION_ANSWERED: QUESTION,
    NoticeKind.EXCEPTIONAL_GIVEN: ("casefile.seen_by", ""),
    NoticeKind.DUTY_COVER: ("casefile.seen_by", ""),
    NoticeKind.TIE_POSSIBLE: ("ties.decide", "tie_id"),
    NoticeKind.TIE_DECLARED: ("casefile.sensitive", ""),
    NoticeKind.APPROVAL_DECIDED: ("casefile.decisions", ""),
    NoticeKind.TRANSFER_DECIDED: ("transfers.ask_transfer", ""),
}
# of what is about no file of the reader's
LISTS = {
    NoticeKind.EXCEPTIONAL_GIVEN: "grants.list_given",
    NoticeKind.EXCEPTIONAL_UNREVIEWED: "grants.list_given",
    NoticeKind.EXCEPTIONAL_OPEN: "grants.ask",
    NoticeKind.REFERRAL_RECEIVED: "inbox.list_received",
    NoticeKind.REFERRAL_TAKEN_BACK: "inbox.list_received",
    NoticeKind.TRANSFER_PROPOSED: "transfers.list_transfers",
    NoticeKind.TRANSFER_DECIDED: "transfers.list_transfers",
}

# of several files at once, or of one that its reader need not open: the page, and what it calls the object
REPORTS = {
    NoticeKind.FILE_GIVEN: ("caseload.handed_over", "handover_id"),
    NoticeKind.EXCEPTIONAL_ASKED: ("grants.decide", "grant_id"),
    NoticeKind.CONFERENCE: ("supervision.show_conference", "conference_id"),
}


@bp.get("/notices")
@requires(Action.ACCOUNT_OWN)
def list_notices() -> ResponseReturnValue:
    page = queries.notices_page(signed_in_user(), asked_cursor(datetime, UUID))
    trail.record(trail.Event.LIST_VIEWED, detail="notices")
    return render_template("notices/list_notices.html", page=page)


@bp.post("/notices/<uuid:notice_id>/open")
@requires(Action.ACCOUNT_OWN)
def open_notice(notice_id: UUID) -> ResponseReturnValue:
    notice = queries.find_notice(notice_id, signed_in_user()) or refuse(404, notice_id)
    services.mark_seen(notice)
    return redirect(address_of(notice))


def address_of(notice: Notice) -> str:
    """The page of what it is about, in its file; what is still another cell's is found in a list."""
    if notice.case_id is None and notice.kind in REPORTS:
        endpoint, name = REPORTS[notice.kind]
        report: dict[str, Any] = {name: notice.object_id}
        return url_for(endpoint, **report)
    if notice.case_id is None:
        return url_for(LISTS.get(notice.kind, "caseload.home"))
    endpoint, name = PAGES.get(notice.kind, (THE_FILE, ""))
    address: dict[str, Any] = {"case_id": notice.case_id} | ({name: notice.object_id} if name else {})
    return url_for(endpoint, **address)


@bp.post("/notices/seen")
@requires(Action.ACCOUNT_OWN)
def mark_all_seen() -> ResponseReturnValue:
    services.mark_all_seen(signed_in_user())
    flash(_("Everything is marked as read."), "success")
    return redirect(url_for("notices.list_notices"))
