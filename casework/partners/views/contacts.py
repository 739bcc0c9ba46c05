"""Who answers at an organisation."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.partners import queries, services
from casework.partners.forms.parts import EditContactForm, NewContactForm
from casework.partners.models import Partner, PartnerContact
from casework.partners.views.blueprint import back_to, bp, found_or_404, partner_or_404, sees_confidential

CONTACT = "/<uuid:partner_id>/contacts/<uuid:contact_id>"


def contact_or_404(partner: Partner, contact_id: UUID) -> PartnerContact:
    found = queries.find_contact(partner, contact_id, signed_in_user())
    contact: PartnerContact = found_or_404(found, contact_id)
    return contact


@bp.route("/<uuid:partner_id>/contacts/new", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def add_contact(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    form = NewContactForm(confidentiality=partner.confidentiality)
    form.offer_levels(sees_confidential=sees_confidential())
    form.offer_places(queries.visible_locations(partner, signed_in_user()))
    if form.validate_on_submit():
        services.add_contact(partner, **form.values)
        return back_to(partner, _("The contact was added."))
    return render_template("partners/add_contact.html", form=form, partner=partner), form.status


@bp.route(CONTACT, methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def edit_contact(partner_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    contact = contact_or_404(partner, contact_id)
    form = EditContactForm(obj=contact, version=partner.version)
    form.offer_levels(sees_confidential=sees_confidential())
    form.offer_places(queries.visible_locations(partner, signed_in_user()))
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(contact))
        services.edit_contact(contact, **form.answers)
        return back_to(partner, _("The contact was changed."))
    page = render_template("partners/edit_contact.html", form=form, partner=partner, contact=contact)
    return page, form.status


@bp.post(f"{CONTACT}/remove")
@requires(Action.PARTNER_EDIT)
def remove_contact(partner_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    services.remove_contact(contact_or_404(partner, contact_id))
    return back_to(partner, _("The contact was removed."))
