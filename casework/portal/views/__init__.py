"""Pages for partners: those behind a link, and those of an account."""

from casework.portal.views import accounts, errors, visiting
from casework.portal.views.blueprint import bp

__all__ = ["accounts", "bp", "errors", "visiting"]
