"""The pages of a file; each module adds its own to the blueprint."""

from casework.casefile import leaving, reviewed
from casework.casefile.views import household, person, restricted, show, situation, team
from casework.casefile.views.blueprint import bp

__all__ = ["bp", "household", "leaving", "person", "restricted", "reviewed", "show", "situation", "team"]
