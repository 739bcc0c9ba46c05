"""The guard of views whose address names a case."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import View, refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.models import Case
from casework.cases.queries import find_case
from casework.core.errors import RuleBroken
from casework.core.text import isolated


def with_case(action: Action, *, opens: bool = True, follows: bool = False) -> Callable[[View], View]:
    """Hand the view its case, or answer 404: hidden is like missing. `opens=False` logs no opening.

    The address of a merged file leads to the one that it was made one with; `follows` hands that one over.
    """

    def decorate(view: View) -> View:
        @requires(action)
        @wraps(view)
        def entered(case_id: UUID, **address: Any) -> ResponseReturnValue:
            case = find_case(case_id, signed_in_user(), action) or refuse(404, case_id, detail=action)
            if case.id != case_id and not follows:
                return lead_to(case, address)
            if opens and must_state_purpose(case):
                asked_from = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("cases.state_purpose", case_id=case.id, next=asked_from))
            if opens and request.method == "GET":
                lent_by = case.lent.id if case.lent else None
                trail.record(trail.Event.CASE_OPENED, case, detail=action, object_id=lent_by)
            return view(case, **address)

        return entered

    return decorate


def lead_to(case: Case, address: dict[str, Any]) -> ResponseReturnValue:
    """The same page of the file that stays; what was sent to the old address is shown back."""
    if request.method == "POST":
        reference = isolated(case.reference)
        raise RuleBroken(_("This file is now one with %(reference)s. Open that one.", reference=reference))
    return redirect(url_for(str(request.endpoint), case_id=case.id, **address))


def must_state_purpose(case: Case) -> bool:
    """A supervisor who is no member of the file says once a day why he opens it, whatever the page.

    To whom it is lent the reason that he gave is his purpose.
    """
    is_member = signed_in_user().id in case.member_ids
    return not (is_member or case.is_purpose_stated or case.lent)
