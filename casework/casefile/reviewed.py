"""What a review session says of a file besides its tasks: referrals that wait for an answer."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.cases.models import Case
from casework.referrals.models import WAITING
from casework.referrals.queries import referrals_of
from casework.supervision.beside import beside


def unanswered(case: Case) -> tuple[Any, str] | None:
    """One line, which leads to the file where they stand."""
    n = sum(referral.state in WAITING for referral in referrals_of(case))
    words = ngettext("%(num)d waits for an answer", "%(num)d wait for an answer", n)
    address = url_for("casefile.show", case_id=case.id, kind="referrals")
    return ((_("Referrals"), words), address) if n else None


beside.append(unanswered)
