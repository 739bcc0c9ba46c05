"""The directory of partners."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.pages import asked_cursor
from casework.partners import queries, services
from casework.partners.forms import FindForm, NewPartnerForm, PartnerForm
from casework.partners.models import Partner
from casework.programmes.lists import SERVICE_TYPES

bp = Blueprint("partners", __name__, url_prefix="/partners")


@bp.app_template_global()
def partner_name(partner: Partner) -> str:
    """For those who may know of it; a shelter stays unnamed to the others, on whatever page."""
    is_known = not partner.is_confidential or queries.sees_confidential_places(signed_in_user())
    return partner.name if is_known else _("Confidential place")


def partner_or_404(partner_id: UUID) -> Partner:
    """A place that somebody may not know of answers as a missing one."""
    return queries.find_partner(partner_id, signed_in_user()) or refuse(404, partner_id)


@bp.get("/")
@requires(Action.PARTNER_VIEW)
def list_partners() -> ResponseReturnValue:
    form = FindForm.asked()
    page = queries.partners_page(
        signed_in_user(),
        service=form.service.data,
        commune=form.commune.data,
        cursor=asked_cursor(str, UUID),
    )
    is_filtered = bool(form.service.data or form.commune.data)
    return render_template(
        "partners/list_partners.html", form=form, page=page, is_filtered=is_filtered, types=SERVICE_TYPES
    )


@bp.get("/<uuid:partner_id>")
@requires(Action.PARTNER_VIEW)
def show_partner(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    if partner.is_confidential:
        trail.record(trail.Event.PARTNER_OPENED, object_id=partner.id)
    return render_template("partners/show_partner.html", partner=partner, types=SERVICE_TYPES)


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def create_partner() -> ResponseReturnValue:
    user, form = signed_in_user(), NewPartnerForm()
    form.hide_confidential(sees=queries.sees_confidential_places(user))
    if form.validate_on_submit():
        partner = services.create_partner(user.directorate_id, **form.values)
        flash(_("The partner was added."), "success")
        return redirect(url_for("partners.show_partner", partner_id=partner.id))
    return render_template("partners/create_partner.html", form=form), form.status


@bp.route("/<uuid:partner_id>/edit", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def edit_partner(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    form = PartnerForm(obj=partner)
    form.hide_confidential(sees=queries.sees_confidential_places(signed_in_user()))
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(partner))
        services.edit_partner(partner, **form.answers)
        flash(_("The partner's card was changed."), "success")
        return redirect(url_for("partners.show_partner", partner_id=partner.id))
    return render_template("partners/edit_partner.html", form=form, partner=partner), form.status
