"""The pages of the review; each module adds its own to the blueprint."""

from casework.supervision.views import conferences, questions, sessions
from casework.supervision.views.blueprint import bp

__all__ = ["bp", "conferences", "questions", "sessions"]
