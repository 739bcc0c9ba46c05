"""The language of a page, the side it starts from, and how dates and lists are written in it."""

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, format_date, get_locale, get_translations, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casework.core.clock import CASABLANCA, day_of, now, today

LOCALES = {
    "ar": "ar_MA",
    "fr": "fr_MA",
    "en": "en",
}  # ar_MA writes شتنبر and Western digits, plain ar does not
NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
COOKIE = "lang"
A_DAY = timedelta(days=1)


def language() -> str:
    """ar, fr or en."""
    try:
        found = g._flask_babel.babel_locale  # where get_locale keeps it: a page asks some four hundred times
    except (AttributeError, RuntimeError):
        found = None
    locale = found or get_locale()
    return locale.language if locale else "ar"


def asked_locale() -> str:
    if not has_request_context():
        return LOCALES["ar"]
    asked = request.cookies.get(COOKIE) or getattr(g, "preferred_language", None)
    if asked not in LOCALES:
        asked = request.accept_languages.best_match(list(LOCALES)) or "ar"
    return LOCALES[asked]


def remember_language(response: Response, code: str) -> None:
    if code in LOCALES:
        secure = current_app.config["SECURE_COOKIES"]
        response.set_cookie(COOKIE, code, max_age=365 * 86400, secure=secure, httponly=True, samesite="Lax")


def form_translations() -> Any:
    """WTForms' own messages, from our catalogue: its Arabic lacks half of them."""
    return get_translations()


def until(when: date | datetime) -> str:
    """How far away it is, in words: in hours for a moment within a day of now, else in days."""
    if isinstance(when, datetime):
        if abs(when - now()) < A_DAY:
            return hours_until(when)
        when = day_of(when)
    days = (when - today()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    return ngettext("%(num)d day late", "%(num)d days late", -days)


def hours_until(moment: datetime) -> str:
    """Whole hours: never more time than is left."""
    hours = abs(moment - now()) // timedelta(hours=1)
    if moment >= now():
        return ngettext("in %(num)d hour", "in %(num)d hours", hours) if hours else _("in less than an hour")
    if not hours:
        return _("less than an hour late")
    return ngettext("%(num)d hour late", "%(num)d hours late", hours)


def days_from_today(when: date | datetime) -> int:
    """Below zero means late: a moment is as soon as it is over."""
    if not isinstance(when, datetime):
        return (when - today()).days
    days = (day_of(when) - today()).days
    return min(days, -1) if when < now() else days


def short_day(value: date | datetime) -> str:
    return (day_of(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def long_day(value: date) -> str:
    day = "d'er'" if value.day == 1 and language() == "fr" else "d"  # mardi 1er décembre
    return str(format_date(value, f"EEEE {day} MMMM y"))


def clock_time(value: datetime) -> str:
    return value.astimezone(CASABLANCA).strftime("%H:%M")


class OneCatalogueALanguage(Domain):
    """Finds the catalogue by the language alone: a page asks some three hundred times."""

    def __init__(self, directories: list[str]) -> None:
        super().__init__(directories)
        self.by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        spoken = language()
        if spoken not in self.by_language:
            self.by_language[spoken] = super().get_translations()
        return self.by_language[spoken]


def init_app(app: Flask) -> None:
    babel = Babel(app, locale_selector=asked_locale)
    domain = OneCatalogueALanguage(app.extensions["babel"].translation_directories)
    babel.domain_instance = domain
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, n: domain.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(locale=lambda: get_locale() or Locale("ar", "MA"), LANGUAGES=NAMES)
    app.jinja_env.filters.update(
        until=until,
        days_from_today=days_from_today,
        short_day=short_day,
        long_day=long_day,
        clock_time=clock_time,
    )


# WTForms' messages that a person may meet, so that the catalogue has them
WTFORMS_MESSAGES = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Not a valid integer value."),
    _l("Invalid UUID."),
    _l("The CSRF token is missing."),
    _l("The CSRF session token is missing."),
    _l("The CSRF token has expired."),
    _l("The CSRF tokens do not match."),
    _l("The CSRF token is invalid."),
)
