"""The directory leaves as a file, and a file comes in: shown first, written when it is confirmed."""

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.clock import today
from casework.exchange import queries, services
from casework.exchange.forms import ConfirmForm, UploadForm
from casework.exchange.models import DirectoryUpload
from casework.exchange.packages import as_package, as_tables
from casework.exchange.plan import Outcome, plan_of
from casework.exchange.sheets import empty_list
from casework.exchange.words import field_label

bp = Blueprint("exchange", __name__, url_prefix="/partners/exchange")
KINDS = {
    "json": (as_package, "application/json"),
    "zip": (as_tables, "application/zip"),
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # lines of one kind; the count above them is whole


def upload_or_404(upload_id: UUID, *, to_change: bool = False) -> DirectoryUpload:
    return queries.find_upload(upload_id, signed_in_user(), to_change=to_change) or refuse(404, upload_id)


def attachment(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/")
@requires(Action.PARTNER_EDIT)
def show_exchange() -> ResponseReturnValue:
    return render_template("exchange/show_exchange.html")


@bp.get("/directory.<any(json,zip):kind>")
@requires(Action.PARTNER_EDIT)
def export_directory(kind: str) -> ResponseReturnValue:
    """What anybody may know, and nothing else."""
    is_strict = request.args.get("strict") == "1"
    write, content_type = KINDS[kind]
    content = write(signed_in_user().directorate_id, is_strict=is_strict)
    trail.record(trail.Event.DIRECTORY_EXPORTED, detail=f"{kind}-strict" if is_strict else kind)
    return attachment(content, content_type, f"directory-{today().isoformat()}.{kind}")


@bp.get("/list.xlsx")
@requires(Action.PARTNER_EDIT)
def download_list() -> ResponseReturnValue:
    """An empty list to fill in."""
    return attachment(empty_list(), WORKBOOK, "list.xlsx")


@bp.route("/import", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def import_directory() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        upload = services.keep_upload(form.read, by=signed_in_user(), form_key=form.key)
        return redirect(url_for("exchange.preview_import", upload_id=upload.id))
    return render_template("exchange/import_directory.html", form=form), form.status


@bp.get("/import/<uuid:upload_id>")
@requires(Action.PARTNER_EDIT)
def preview_import(upload_id: UUID) -> ResponseReturnValue:
    upload = upload_or_404(upload_id)
    plan = plan_of(upload, signed_in_user())
    return render_template(
        "exchange/preview_import.html",
        upload=upload,
        plan=plan,
        form=ConfirmForm(seen=plan.mark),
        outcomes=[outcome for outcome in Outcome if outcome is not Outcome.REFUSED],
        label=field_label,
        shown=SHOWN,
    )


@bp.post("/import/<uuid:upload_id>/confirm")
@requires(Action.PARTNER_EDIT)
def confirm_import(upload_id: UUID) -> ResponseReturnValue:
    upload = upload_or_404(upload_id, to_change=True)
    plan = services.import_upload(upload, by=signed_in_user(), seen=ConfirmForm().seen.data or "")
    added, changed = plan.counts[Outcome.ADDED], plan.counts[Outcome.CHANGED]
    flash(
        _("The directory was imported: %(added)d added, %(changed)d changed.", added=added, changed=changed)
    )
    return redirect(url_for("partners.list_partners"))


@bp.post("/import/<uuid:upload_id>/discard")
@requires(Action.PARTNER_EDIT)
def discard_import(upload_id: UUID) -> ResponseReturnValue:
    services.discard(upload_or_404(upload_id, to_change=True))
    flash(_("The file was put aside; nothing was imported."))
    return redirect(url_for("exchange.show_exchange"))
