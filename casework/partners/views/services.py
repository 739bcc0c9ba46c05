"""What an organisation offers."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.partners import queries, services
from casework.partners.forms.parts import EditServiceForm, NewServiceForm
from casework.partners.views.blueprint import back_to, bp, found_or_404, partner_or_404

SERVICE = "/<uuid:partner_id>/services/<uuid:service_id>"


@bp.route("/<uuid:partner_id>/services/new", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def add_service(partner_id: UUID) -> ResponseReturnValue:
    partner, form = partner_or_404(partner_id), NewServiceForm()
    if form.validate_on_submit():
        services.add_service(partner, **form.values)
        return back_to(partner, _("The service was added."))
    return render_template("partners/add_service.html", form=form, partner=partner), form.status


@bp.route(SERVICE, methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def edit_service(partner_id: UUID, service_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    service = found_or_404(queries.find_service(partner, service_id), service_id)
    form = EditServiceForm(obj=service, state=service.status, version=partner.version)
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(service))
        services.edit_service(service, **form.answers)
        return back_to(partner, _("The service was changed."))
    page = render_template("partners/edit_service.html", form=form, partner=partner, service=service)
    return page, form.status


@bp.post(f"{SERVICE}/end")
@requires(Action.PARTNER_EDIT)
def end_service(partner_id: UUID, service_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    services.end_service(found_or_404(queries.find_service(partner, service_id), service_id))
    return back_to(partner, _("The service is no longer offered."))
