"""What a cell takes over into its own file from what another one sent: offered, for a person to put right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from casework.cases.models import EntryKind
from casework.cases.timeline import Happening
from casework.core.clock import day_of
from casework.core.fields import PartialDate
from casework.core.text import isolated
from casework.inbox.forms import AcceptForm
from casework.inbox.reading import Reading
from casework.intake.entries import not_yet
from casework.intake.services.opening import NewCase
from casework.people.models import ContactSafety
from casework.programmes.base import RiskLevel
from casework.referrals import content

SOURCE = "CELL"  # of case_sources: another cell of the directorate
TAKEN_AS_IT_IS = ("sex", "commune", "language")
IDENTITY = (
    "first_name_ar",
    "surname_ar",
    "first_name_lat",
    "surname_lat",
    "alias",
    "sex",
    "birth",
    "commune",
    "language",
)
Copy = Mapping[str, Any]


def offered_to_accept(sent: Copy) -> dict[str, Any]:
    """What the form is filled in with; who is known by initials alone is shown in lists by these."""
    names = {
        f"{part}_{script}": text
        for part in (content.FIRST_NAME, "surname")
        for script, text in (sent.get(part) or {}).items()
    }
    known = {name: sent.get(name) for name in TAKEN_AS_IT_IS} | names
    known["birth"] = born(sent)
    if content.INITIALS in sent:
        known["alias"] = content.in_words(content.INITIALS, sent[content.INITIALS])
    return {name: answer for name, answer in known.items() if answer}


def born(sent: Copy) -> PartialDate | None:
    if day := sent.get("born_on"):
        return PartialDate(date.fromisoformat(day).year, date.fromisoformat(day))
    return PartialDate(sent["birth_year"]) if sent.get("birth_year") else None


def sent_over(reading: Reading, form: AcceptForm) -> NewCase:
    """Nobody here has met the person yet: no consent, and the first contact is what is due.

    Whoever was kept away there, and works here, is kept away here too.
    """
    cell, barred_ids = reading.cell, reading.referral.case.barred_ids
    identity = {name: form[name].data for name in IDENTITY}
    birth = identity["birth"]
    return NewCase(
        cell=cell,
        form_key=form.key,
        kind=EntryKind.SIGNAL,
        happening=Happening.SIGNAL,
        had_contact=False,
        source=SOURCE,
        identity=identity | {"is_presumed": birth is not None},  # others say it, no document was seen
        numbers=numbers_in(reading),
        primary_concern=form.primary.data,
        other_concerns=form.others.data or (),
        other_concern_text=form.other_text.data,
        risk=RiskLevel(str(form.risk.data)),
        risk_why=str(form.risk_why.data),
        consents=[
            not_yet(
                cell,
                _("Referred by another cell: nobody here has met the person yet."),
                birth.year if birth else None,
            )
        ],
        barred=[user for user in cell.staff if user.id in barred_ids],
        to_complete=True,
        intake={"narrative": in_lines(reading)},
    )


def numbers_in(reading: Reading) -> list[dict[str, Any]]:
    """Those that are safe to this day, as of the day on which they were sent: asked again like any other."""
    sent_at = reading.referral.sent_at
    return [
        {
            "number": told["number"],
            "safety": ContactSafety.TRUSTED_ONLY if told["trusted_only"] else ContactSafety.SAFE,
            "hours": told["hours"],
            "who_answers": told["who_answers"],
            "we_say": told["we_say"],
            "confirmed_on": day_of(sent_at) if sent_at else None,
        }
        for told in reading.contacts
    ]


def in_lines(reading: Reading) -> str:
    """All that was sent, in the words of the page; the code leads back to where the result is told."""
    first = _("Referral %(code)s from another cell.", code=isolated(reading.referral.code))
    said = (_("%(question)s: %(answer)s", question=label, answer=text) for label, text in reading.facts)
    return "\n".join([first, *said])
