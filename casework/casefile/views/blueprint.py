"""Where all pages of a file live."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.approvals import PAGES, lacks_decider, may_decide
from casework.cases.models import Case, Stage
from casework.tasks.models import due_words

bp = Blueprint("casefile", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.context_processor
def words_of_the_head() -> dict[str, Any]:
    """What the head of every page of a file needs besides the case."""
    words = {"stages": list(Stage), "due_words": due_words}
    return words | {"may_decide": may_decide, "lacks_decider": lacks_decider, "decided_on": PAGES}


def back_to(case: Case, endpoint: str = "casefile.show", anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(endpoint, case_id=case.id, _anchor=anchor))


def edit_page(case: Case, form: Any, title: Any, submit: Any, **more: Any) -> ResponseReturnValue:
    """The one page on which something of a file is filled in."""
    page = render_template("casefile/edit.html", case=case, form=form, title=title, submit=submit, **more)
    return page, form.status
