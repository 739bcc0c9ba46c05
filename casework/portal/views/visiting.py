"""The page behind a partner's link: the code, the referral with the answer to give, thanks."""

from flask import current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.guards import public
from casework.accounts.views.sign_in import cleared, is_followed
from casework.core.i18n import remember_language
from casework.portal import services
from casework.portal.forms import AnswerForm, CodeForm
from casework.portal.reading import told
from casework.portal.views.blueprint import LINK, bp, browser, keep_browser, link_or_404
from casework.portal.views.errors import stopped
from casework.referrals.links import Standing, partner_moves, standing
from casework.referrals.models import ReferralLink


@bp.route(LINK, methods=["GET", "POST"])
@public("a partner has no account: the link and its code open one referral")
def enter(token: str) -> ResponseReturnValue:
    link, form = link_or_404(token), CodeForm()
    services.check_open(link)
    if services.is_visiting(link, browser()):
        return redirect(url_for("portal.answer", token=token))
    if form.validate_on_submit():
        try:
            return let_in(link, token, services.begin_visit(link, form.digits, browser()))
        except services.NotLetIn as refusal:
            form.form_errors.append(refusal.sentence)
    elif not form.errors:
        services.note_preview(link)
    return render_template("portal/enter.html", form=form, token=token), form.status


def let_in(link: ReferralLink, token: str, kept: str) -> ResponseReturnValue:
    response = make_response(redirect(url_for("portal.answer", token=token)))
    keep_browser(response, kept, token)
    return response


@bp.route(f"{LINK}/answer", methods=["GET", "POST"])
@public("opened by the code of the link, for half an hour")
def answer(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    services.check_open(link)
    referral = link.referral
    form = AnswerForm(version=referral.version)
    form.prepare(partner_moves(referral))
    is_right = form.validate_on_submit()
    if not services.is_visiting(link, browser()):
        return stopped(403, services.TOO_LATE) if form.is_submitted() else back_to_code(token)
    services.check_seen(referral, form.version.data)
    if is_right:
        services.answer_by_link(link, browser(), **form.values)
        return redirect(url_for("portal.thanks", token=token))
    services.note_reading(referral, "link")
    page = render_template("portal/answer.html", token=token, form=form, referral=referral, **told(referral))
    return page, form.status


def back_to_code(token: str) -> ResponseReturnValue:
    return redirect(url_for("portal.enter", token=token))


@bp.get(f"{LINK}/thanks")
@public("shown in the browser that answered, and says nothing but the answer")
def thanks(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    may_come_back = standing(link) is not Standing.ENDED
    if may_come_back:
        services.check_open(link)
    if not services.is_its_browser(link, browser()):
        return back_to_code(token)
    referral = link.referral
    return render_template("portal/thanks.html", token=token, referral=referral, may_come_back=may_come_back)


@bp.get(f"{LINK}/language/<language>")
@public("partners choose their language too")
def speak(token: str, language: str) -> ResponseReturnValue:
    response = make_response(back_to_code(token))
    remember_language(response, language)
    return response


@bp.get(f"{LINK}/exit")
@public("the quick exit of a partner's page: must work at once, without script", writes=True)
def leave(token: str) -> ResponseReturnValue:
    link = services.link_of(token)
    if link and is_followed():
        services.end_visit(link, browser())
    return cleared(redirect(current_app.config["EXIT_URL"]))
