"""What the pages of the directory share."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.errors import RuleBroken
from casework.partners import queries
from casework.partners.hours import week
from casework.partners.models import Partner
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SERVICE_TYPES, SPOKEN_LANGUAGES

bp = Blueprint("partners", __name__, url_prefix="/partners")
# what the pieces of a card are written with
CARD_WORDS = {"types": SERVICE_TYPES, "spoken": SPOKEN_LANGUAGES, "programmes": PROGRAMMES, "week": week}


@bp.app_template_global()
def partner_name(partner: Partner) -> str:
    """For those who may know of it; a shelter stays unnamed to the others, on whatever page."""
    is_known = not partner.is_confidential or queries.sees_confidential_places(signed_in_user())
    return partner.name if is_known else _("Confidential place")


def partner_or_404(partner_id: UUID) -> Partner:
    """A place that somebody may not know of answers as a missing one; whoever may is noted."""
    partner = queries.find_partner(partner_id, signed_in_user()) or refuse(404, partner_id)
    if partner.is_confidential:
        trail.record(trail.Event.PARTNER_OPENED, object_id=partner.id)
    return partner


def found_or_404(part: Any, part_id: UUID) -> Any:
    """A service, place or contact of a card; one that may not be known answers as a missing one."""
    return part or refuse(404, part_id)


def own_card_or_409() -> Partner:
    partner = queries.own_partner(signed_in_user())
    if partner is None:
        raise RuleBroken(_("Your account does not belong to an organisation yet. Ask the administrator."))
    return partner


def sees_confidential() -> bool:
    return queries.sees_confidential_places(signed_in_user())


def back_to(partner: Partner, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("partners.show_partner", partner_id=partner.id))


def back_to_own(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("partners.own_card"))
