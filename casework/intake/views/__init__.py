"""The pages on which a file begins."""

from casework.intake.views import entries, interview, paper
from casework.intake.views.blueprint import bp

__all__ = ["bp", "entries", "interview", "paper"]
