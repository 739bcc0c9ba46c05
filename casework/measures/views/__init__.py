"""The pages of measures and of reports to an authority."""

from casework.measures.views import measures, reports  # noqa: F401
from casework.measures.views.blueprint import bp

__all__ = ["bp"]
