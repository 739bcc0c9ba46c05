"""A slip for the person herself: whoever finds it reads of an appointment, and of nothing else."""

from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from casework.core.i18n import LOCALES, long_day
from casework.partners.models import Confidentiality, Partner
from casework.referrals.models import Referral
from casework.referrals.typesetting import HERE, compiled


def slip_pdf(referral: Referral, *, language: str, day: date | None, address: str | None) -> bytes:
    with force_locale(LOCALES[language]):
        return compiled(HERE / "slip.typ", slip_words(referral, day, address) | {"lang": language})


def slip_words(referral: Referral, day: date | None, address: str | None) -> dict[str, Any]:
    """Neither the person, nor the service, nor who sends her, nor where: unless she wants the place on it."""
    lines = [(_("Number"), referral.code, True), (_("Day"), long_day(day) if day else "", False)]
    if address:
        lines.append((_("Place"), address, False))
    return {"title": _("Appointment"), "lines": lines, "bring": _("Bring this slip, or remember its number.")}


def public_address(partner: Partner) -> str | None:
    """Only of an organisation, or of a place of it, that everybody may know."""
    if partner.confidentiality is not Confidentiality.PUBLIC:
        return None
    open_places = [p for p in partner.locations if p.confidentiality is Confidentiality.PUBLIC and p.address]
    address = partner.address or (open_places[0].address if open_places else None)
    return str(address) if address else None
