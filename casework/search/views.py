"""The page that finds a file."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.search.finding import find as files_like
from casework.search.forms import SearchForm

bp = Blueprint("search", __name__)


@bp.route("/search", methods=["GET", "POST"])
@requires(Action.CASE_SEARCH, only_reads=True)
def find() -> ResponseReturnValue:
    form, found = SearchForm(), None
    if form.validate_on_submit():
        found = files_like(str(form.words.data), signed_in_user())
    return render_template("search/find.html", form=form, found=found), form.status
