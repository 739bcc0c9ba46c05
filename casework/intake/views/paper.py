"""Blank forms to print, in Arabic and in French whatever the language of the screen."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from casework.access.guards import refuse, requires
from casework.access.policy import Action, cells_where
from casework.accounts.queries import signed_in_user
from casework.core.i18n import LOCALES, NAMES, language
from casework.core.paper import PAPERS
from casework.intake.paper import form_on_paper, interview_on_paper
from casework.intake.views.blueprint import bp
from casework.organisation.models import Cell
from casework.programmes import PROGRAMMES

PRINTED_IN = ("ar", "fr")


@bp.get("/intake/blank-forms")
@requires(Action.CASE_OPEN)
def blank_forms() -> ResponseReturnValue:
    interviews = [(key, PROGRAMMES[key].label) for key in own_cells()]
    return render_template(
        "intake/blank_forms.html",
        interviews=interviews,
        papers=PAPERS,
        languages={code: NAMES[code] for code in PRINTED_IN},
    )


@bp.get("/intake/blank-forms/<kind>")
@requires(Action.CASE_OPEN)
def blank_form(kind: str) -> ResponseReturnValue:
    cells = own_cells()
    if kind not in cells and kind not in PAPERS:
        return refuse(404, None, detail=Action.CASE_OPEN)
    asked = request.args.get("in", "")
    with force_locale(LOCALES[asked if asked in PRINTED_IN else language()]):
        page: dict[str, Any] = {"kind": kind, "languages": {code: NAMES[code] for code in PRINTED_IN}}
        if kind in PAPERS:
            page |= {"title": PAPERS[kind].label, "parts": form_on_paper(kind)}
        else:
            title, parts = PROGRAMMES[kind].label, interview_on_paper(cells[kind], signed_in_user())
            page |= {"title": title, "parts": parts, "is_interview": True}
        return render_template("intake/blank_form.html", **page)


def own_cells() -> dict[str, Cell]:
    """A cell of each programme in which the user opens files."""
    user = signed_in_user()
    opens_in = cells_where(user, Action.CASE_OPEN)
    return {cell.programme_key: cell for cell in user.cells if cell.id in opens_in}
