"""Where an organisation receives."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.partners import queries, services
from casework.partners.forms.parts import EditLocationForm, NewLocationForm
from casework.partners.models import Partner, PartnerLocation
from casework.partners.views.blueprint import back_to, bp, found_or_404, partner_or_404, sees_confidential

LOCATION = "/<uuid:partner_id>/locations/<uuid:location_id>"


def location_or_404(partner: Partner, location_id: UUID) -> PartnerLocation:
    found = queries.find_location(partner, location_id, signed_in_user())
    location: PartnerLocation = found_or_404(found, location_id)
    return location


@bp.route("/<uuid:partner_id>/locations/new", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def add_location(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    form = NewLocationForm(confidentiality=partner.confidentiality)
    form.offer_levels(sees_confidential=sees_confidential())
    form.offer_services(partner.services)
    if form.validate_on_submit():
        services.add_location(partner, **form.values)
        return back_to(partner, _("The place was added."))
    return render_template("partners/add_location.html", form=form, partner=partner), form.status


@bp.route(LOCATION, methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def edit_location(partner_id: UUID, location_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    location = location_or_404(partner, location_id)
    form = EditLocationForm.of(location)
    form.offer_levels(sees_confidential=sees_confidential())
    form.offer_services(partner.services)
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(location))
        services.edit_location(location, **form.answers)
        return back_to(partner, _("The place was changed."))
    page = render_template("partners/edit_location.html", form=form, partner=partner, location=location)
    return page, form.status


@bp.post(f"{LOCATION}/remove")
@requires(Action.PARTNER_EDIT)
def remove_location(partner_id: UUID, location_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    services.remove_location(location_or_404(partner, location_id))
    return back_to(partner, _("The place was removed."))
