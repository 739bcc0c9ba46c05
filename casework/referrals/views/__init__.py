"""Referring a person, following what becomes of it, and the letter to the partner."""

from casework.referrals.views import emergencies, following, letter, link, making, overview, sending
from casework.referrals.views.blueprint import bp

__all__ = ["bp", "emergencies", "following", "letter", "link", "making", "overview", "sending"]
