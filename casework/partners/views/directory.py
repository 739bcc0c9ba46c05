"""Finding a service, and reading a card."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.core.pages import asked_cursor
from casework.partners import queries
from casework.partners.forms.finding import FindForm
from casework.partners.views.blueprint import CARD_WORDS, bp, partner_or_404
from casework.programmes.lists import SERVICE_TYPES


@bp.get("/")
@requires(Action.PARTNER_VIEW)
def list_partners() -> ResponseReturnValue:
    """The organisations by name; when something is asked for, the services that answer to it."""
    user, form = signed_in_user(), FindForm.asked()
    if form.criteria:
        page = queries.services_page(user, cursor=asked_cursor(int, str, UUID), **form.criteria)
        return render_template("partners/find_services.html", form=form, page=page, types=SERVICE_TYPES)
    partners = queries.partners_page(user, cursor=asked_cursor(str, UUID))
    return render_template("partners/list_partners.html", form=form, page=partners, types=SERVICE_TYPES)


@bp.get("/<uuid:partner_id>")
@requires(Action.PARTNER_VIEW)
def show_partner(partner_id: UUID) -> ResponseReturnValue:
    user, partner = signed_in_user(), partner_or_404(partner_id)
    return render_template(
        "partners/show_partner.html",
        partner=partner,
        locations=queries.visible_locations(partner, user),
        contacts=queries.visible_contacts(partner, user),
        **CARD_WORDS,
    )
