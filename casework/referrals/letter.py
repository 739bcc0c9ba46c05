"""The letter to the partner, as PDF: the directorate's letterhead, a code of its own, nothing of the cell."""

from io import BytesIO
from typing import Any

import segno
from flask_babel import force_locale
from flask_babel import gettext as _

from casework.cases.models import Case
from casework.consents.models import Delicate
from casework.core.clock import today
from casework.core.i18n import LOCALES, long_day
from casework.organisation.models import Directorate
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.content import BY_KEY, contacts, labelled
from casework.referrals.models import NextContact, Referral
from casework.referrals.queries.links import copy_of
from casework.referrals.typesetting import HERE, compiled, upright

TEMPLATE = HERE / "letter.typ"


def letter_pdf(
    case: Case, referral: Referral, *, language: str, for_person: bool = False, url: str | None = None
) -> bytes:
    with force_locale(LOCALES[language]):
        words = words_of(case, referral, for_person=for_person, url=url)
        return compiled(TEMPLATE, words | {"lang": language})


def words_of(
    case: Case, referral: Referral, *, for_person: bool = False, url: str | None = None
) -> dict[str, Any]:
    """What was sent, as it was sent. The code that opens the link is told by phone and stands nowhere."""
    sent = sent_words(referral, for_person=for_person)
    numbers = [] if for_person else numbers_of(case, referral, sent)
    return {
        "head": letterhead(case.cell.directorate),
        "title": _("Referral letter"),
        "code": [_("Code of the referral"), referral.code],
        "date": [_("Date"), long_day(today())],
        "to": [_("To"), referral.partner.name],
        "opening": _("We refer a person to you and ask for your help with what follows."),
        "facts": facts_of(referral, sent),
        "warning": [_("Do not contact"), who_speaks(referral, numbers)],
        "contacts": [contact_words(told) for told in numbers],
        "secret": _(
            "This letter is for you alone. Tell nobody around the person about it, "
            "and destroy it when it is no longer needed."
        ),
        "link": link_words(url),
        "answer": _("Your answer, with the code of the referral"),
        "answers": [
            _("Received"),
            _("Accepted, appointment on"),
            _("On the waiting list until about"),
            _("Not possible, because"),
        ],
        "sign": [_("For the directorate"), _("For the partner")],
    }


def letterhead(directorate: Directorate) -> list[list[str]]:
    """In both languages, whatever the letter's; the cell has no line of its own."""
    phone = directorate.phone or ""
    return [
        [directorate.name_ar, directorate.address_ar or "", phone],
        [directorate.name_fr, directorate.address_fr or "", phone],
    ]


def sent_words(referral: Referral, *, for_person: bool) -> dict[str, Any]:
    """In her own hands the paper says less: somebody may find it there."""
    copy = copy_of(referral)
    fields: dict[str, Any] = (copy.fields if copy else None) or {}
    if not for_person:
        return fields
    private = {key for key, field in BY_KEY.items() if field.delicate in tuple(Delicate)}
    return {key: kept for key, kept in fields.items() if key not in private}


def facts_of(referral: Referral, sent: dict[str, Any]) -> list[tuple[str, str]]:
    asked = [
        (_("Service asked for"), str(SERVICE_TYPES.label(referral.service))),
        (_("How soon"), str(referral.urgency.label)),
    ]
    if referral.answer_by:
        asked.append((_("Answer expected by"), long_day(referral.answer_by)))
    return [*asked, *((str(label), upright(text)) for label, text in labelled(sent))]


def numbers_of(case: Case, referral: Referral, sent: dict[str, Any]) -> list[dict[str, Any]]:
    return contacts(sent, case) if referral.next_contact is NextContact.PARTNER else []


def who_speaks(referral: Referral, numbers: list[dict[str, Any]]) -> str:
    """Without a number that is safe today nobody but us speaks to her, whatever was said before."""
    if numbers:
        return _("the person in any other way than the one below.")
    if referral.next_contact is NextContact.PERSON:
        return _("the person. She comes to you herself, with the code of the referral.")
    return _("the person. Answer us; we speak to her.")


def contact_words(told: dict[str, Any]) -> dict[str, Any]:
    number = str(told["number"])
    said = "0" + number[4:] if number.startswith("+212") else number
    rules = [
        (_("Hours"), told["hours"]),
        (_("Who answers"), told["who_answers"]),
        (_("Say that you are"), told["we_say"]),
    ]
    if told["trusted_only"]:
        rules.insert(0, (_("Important"), _("Only through a trusted person")))
    return {
        "number": " ".join(said[place : place + 2] for place in range(0, len(said), 2)),
        "rules": [(label, upright(str(value))) for label, value in rules if value],
    }


def link_words(url: str | None) -> dict[str, str] | None:
    if url is None:
        return None
    return {
        "url": url,
        "square": drawn_as_squares(url),
        "alt": _("A square code that leads to the page where you answer"),
        "how": _("Answer on this page. We tell you its six digits by phone."),
    }


def drawn_as_squares(url: str) -> str:
    drawing = BytesIO()
    segno.make(url, error="m", micro=False).save(drawing, kind="svg", scale=4, border=2, xmldecl=False)
    return drawing.getvalue().decode()
