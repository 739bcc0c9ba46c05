"""The letter to the partner, as PDF: the directorate's letterhead, a code of its own, nothing of the cell."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from flask_babel import force_locale
from flask_babel import gettext as _
from fontTools.ttLib import TTFont

from casework.cases.models import Case
from casework.core.clock import today
from casework.core.i18n import LOCALES, long_day
from casework.people.models import ContactNumber, ContactSafety
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.models import NextContact, Referral
from casework.referrals.services.basis import numbers_to_give

TEMPLATE = Path(__file__).parent / "letter.typ"
KEPT = "\n\u200c\u200d\u2066\u2069"  # they are never drawn
NUMBERS = re.compile(r"\+?\d[\d\s.,:/\-]*\d")


FONTS = Path(str(files("fontpkg_amiri") / "files"))


@cache
def drawn() -> frozenset[int]:
    """The characters that the font of the letter has."""
    with TTFont(FONTS / "Amiri-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(said: Any) -> Any:
    """The same words, with a question mark for what the font lacks: a strict PDF refuses it."""
    if isinstance(said, str):
        return "".join(c if c in KEPT or ord(c) in drawn() else "?" for c in said)
    if isinstance(said, dict):
        return {name: printable(value) for name, value in said.items()}
    return [printable(value) for value in said]


def letter_pdf(case: Case, referral: Referral, *, language: str, with_name: bool) -> bytes:
    """Words go in as data, never as markup."""
    with force_locale(LOCALES[language]):
        words = json.dumps(printable(words_of(case, referral, with_name=with_name)) | {"lang": language})
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"letter": words},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],  # read aloud by a screen reader, kept in an archive
    )
    return pdf


def words_of(case: Case, referral: Referral, *, with_name: bool) -> dict[str, Any]:
    directorate = case.cell.directorate
    return {
        "head": [directorate.name_ar, directorate.name_fr],
        "title": _("Referral letter"),
        "code": [_("Code of the referral"), referral.code],
        "date": [_("Date"), long_day(today())],
        "to": [_("To"), referral.partner.name],
        "opening": _("We refer a person to you and ask for your help with what follows."),
        "facts": facts_of(case, referral, with_name=with_name),
        "warning": [_("Do not contact"), who_speaks(case, referral)],
        "contacts": [contact_words(number) for number in contacts_of(case, referral)],
        "secret": _(
            "This letter is for you alone. Tell nobody around the person about it, "
            "and destroy it when it is no longer needed."
        ),
        "answer": _("Your answer, with the code of the referral"),
        "answers": [
            _("Received"),
            _("Accepted, appointment on"),
            _("On the waiting list until about"),
            _("Not possible, because"),
        ],
        "sign": [_("For the directorate"), _("For the partner")],
    }


def upright(text: str) -> str:
    """Amounts, dates and phones that somebody typed keep their order inside an Arabic line."""
    return NUMBERS.sub(lambda found: f"\u2066{found[0]}\u2069", text)


def facts_of(case: Case, referral: Referral, *, with_name: bool) -> list[tuple[str, str]]:
    facts = [
        (_("Service asked for"), str(SERVICE_TYPES.label(referral.service))),
        (_("What for"), upright(referral.what_for or "")),
        (_("How soon"), str(referral.urgency.label)),
    ]
    name = case.person.name
    return [(_("Name of the person"), name), *facts] if with_name and name else facts


def who_speaks(case: Case, referral: Referral) -> str:
    """Without a number that is safe today nobody but us speaks to her, whatever was said before."""
    if contacts_of(case, referral):
        return _("the person in any other way than the one below.")
    if referral.next_contact is NextContact.PERSON:
        return _("the person. She comes to you herself, with the code of the referral.")
    return _("the person. Answer us; we speak to her.")


def contacts_of(case: Case, referral: Referral) -> list[ContactNumber]:
    return numbers_to_give(case) if referral.next_contact is NextContact.PARTNER else []


def contact_words(number: ContactNumber) -> dict[str, Any]:
    told = number.number
    said = "0" + told[4:] if told.startswith("+212") else told
    rules = [
        (_("Hours"), number.hours),
        (_("Who answers"), number.who_answers),
        (_("Say that you are"), number.we_say),
    ]
    if number.safety is ContactSafety.TRUSTED_ONLY:
        rules.insert(0, (_("Important"), _("Only through a trusted person")))
    return {
        "number": " ".join(said[place : place + 2] for place in range(0, len(said), 2)),
        "rules": [(label, upright(str(value))) for label, value in rules if value],
    }
