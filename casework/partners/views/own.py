"""A partner with an account keeps what it knows best of its own card."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.partners import queries, services
from casework.partners.forms.parts import (
    EditOwnContactForm,
    FreePlacesForm,
    NewOwnContactForm,
    OwnCardForm,
    OwnLocationForm,
)
from casework.partners.views.blueprint import CARD_WORDS, back_to_own, bp, found_or_404, own_card_or_409
from casework.partners.views.contacts import contact_or_404
from casework.partners.views.locations import location_or_404


@bp.get("/mine")
@requires(Action.PARTNER_CARD)
def own_card() -> ResponseReturnValue:
    user = signed_in_user()
    partner = queries.own_partner(user)
    return render_template(
        "partners/own_card.html",
        partner=partner,
        locations=queries.visible_locations(partner, user) if partner else [],
        contacts=queries.visible_contacts(partner, user) if partner else [],
        **CARD_WORDS,
    )


@bp.route("/mine/phone", methods=["GET", "POST"])
@requires(Action.PARTNER_CARD)
def edit_own_card() -> ResponseReturnValue:
    partner = own_card_or_409()
    form = OwnCardForm(obj=partner)
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(partner))
        services.edit_partner(partner, **form.answers)
        return back_to_own(_("Your phone number was changed."))
    return render_template("partners/edit_own_card.html", form=form), form.status


@bp.route("/mine/services/<uuid:service_id>", methods=["GET", "POST"])
@requires(Action.PARTNER_CARD)
def edit_own_service(service_id: UUID) -> ResponseReturnValue:
    partner = own_card_or_409()
    service = found_or_404(queries.find_service(partner, service_id), service_id)
    form = FreePlacesForm(obj=service, version=partner.version)
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(service))
        services.say_free_places(service, **form.answers)
        return back_to_own(_("Your free places were noted, with today's date."))
    page = render_template("partners/edit_own_service.html", form=form, service=service, **CARD_WORDS)
    return page, form.status


@bp.route("/mine/locations/<uuid:location_id>", methods=["GET", "POST"])
@requires(Action.PARTNER_CARD)
def edit_own_location(location_id: UUID) -> ResponseReturnValue:
    partner = own_card_or_409()
    location = location_or_404(partner, location_id)
    form = OwnLocationForm.of(location)
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(location))
        services.edit_location(location, **form.answers)
        return back_to_own(_("Your hours and your number were changed."))
    return render_template("partners/edit_own_location.html", form=form, location=location), form.status


@bp.route("/mine/contacts/new", methods=["GET", "POST"])
@requires(Action.PARTNER_CARD)
def add_own_contact() -> ResponseReturnValue:
    partner, form = own_card_or_409(), NewOwnContactForm()
    form.offer_places(queries.visible_locations(partner, signed_in_user()))
    if form.validate_on_submit():
        services.add_contact(partner, **form.values)
        return back_to_own(_("The contact was added."))
    return render_template("partners/add_own_contact.html", form=form), form.status


@bp.route("/mine/contacts/<uuid:contact_id>", methods=["GET", "POST"])
@requires(Action.PARTNER_CARD)
def edit_own_contact(contact_id: UUID) -> ResponseReturnValue:
    partner = own_card_or_409()
    contact = contact_or_404(partner, contact_id)
    form = EditOwnContactForm(obj=contact, version=partner.version)
    form.offer_places(queries.visible_locations(partner, signed_in_user()))
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(contact))
        services.edit_contact(contact, **form.answers)
        return back_to_own(_("The contact was changed."))
    return render_template("partners/edit_own_contact.html", form=form, contact=contact), form.status


@bp.post("/mine/contacts/<uuid:contact_id>/remove")
@requires(Action.PARTNER_CARD)
def remove_own_contact(contact_id: UUID) -> ResponseReturnValue:
    partner = own_card_or_409()
    services.remove_contact(contact_or_404(partner, contact_id))
    return back_to_own(_("The contact was removed."))
