"""Signing in and out, the quick exit, the language, and choosing a password with a code."""

from urllib.parse import urlsplit

from flask import (
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from casework.access.guards import public
from casework.accounts import services
from casework.accounts.forms import ActivationForm, SignInForm
from casework.accounts.kept import kept_for, typed_before_expiry
from casework.accounts.views.blueprint import bp
from casework.core.errors import RuleBroken
from casework.core.i18n import remember_language

WRONG = _l("The user name or the password is wrong, or there were too many attempts: then wait 15 minutes.")


@bp.route("/sign-in", methods=["GET", "POST"])
@public("nobody is signed in yet")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        user = services.recognise(form.username.data, form.password.data)
        if user:
            services.let_in(user)
            kept = kept_for(user.id, form.kept.data)
            return bring_back(kept) if kept else redirect(safe_next())
        services.note_failed_sign_in(form.username.data)
        form.form_errors.append(WRONG)
    return sign_in_page(form), form.status


def sign_in_page(form: SignInForm) -> str:
    """Sent to its own address wherever it is shown, with what was typed before the session ran out."""
    return render_template("accounts/sign_in.html", form=form, has_expired=bool(form.kept.data))


def bring_back(kept: dict[str, object]) -> str:
    return render_template("accounts/bring_back.html", kept=kept)


def safe_next() -> str:
    """Where to go after signing in: a path of this site, or the home page."""
    asked = request.args.get("next", "")
    parts = urlsplit(asked)
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return asked if is_ours and asked.isprintable() and "\\" not in asked else url_for("caseload.home")


def ask_to_sign_in() -> ResponseReturnValue:
    """A post that comes too late is kept inside the sign-in form; a page is opened after signing in."""
    kept = typed_before_expiry()
    if kept:
        return make_response(sign_in_page(SignInForm(formdata=None, kept=kept)), 401)
    if request.method == "POST":
        return redirect(url_for("accounts.sign_in"))
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


@bp.post("/sign-out")
@public("a session that has just run out may be ended too")
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        services.sign_out()
    return cleared(redirect(url_for("accounts.sign_in")))


@bp.get("/exit")
@public("must work at once, without script and whatever the session", writes=True)
def quick_exit() -> ResponseReturnValue:
    if not is_followed():
        abort(503)
    if current_user.is_authenticated:
        services.sign_out()
    return cleared(redirect(current_app.config["EXIT_URL"]))


def is_followed() -> bool:
    """Not fetched by a browser before anybody clicked, nor asked for its head alone."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return request.method == "GET" and "prefetch" not in purpose


def cleared(response: ResponseReturnValue) -> Response:
    answer = make_response(response)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/language/<language>")
@public("visitors choose their language too")
def speak(language: str) -> ResponseReturnValue:
    answer = make_response(redirect(safe_next()))
    remember_language(answer, language)
    return answer


@bp.route("/activate", methods=["GET", "POST"])
@public("a new colleague has no password yet")
def activate() -> ResponseReturnValue:
    form = ActivationForm()
    if form.validate_on_submit():
        try:
            user = services.use_code(form.username.data, form.code.data, form.password.data)
        except RuleBroken as weak:
            form.password.errors = [str(weak)]
            return render_template("accounts/activate.html", form=form), 422
        if user:
            flash(_("Your password is set. Sign in with it."), "success")
            return redirect(url_for("accounts.sign_in"))
        services.note_failed_sign_in(form.username.data)
        form.form_errors.append(_("The user name or the code is wrong, or the code is no longer valid."))
    return render_template("accounts/activate.html", form=form), form.status
