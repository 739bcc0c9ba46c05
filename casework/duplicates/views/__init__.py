"""The pages about files that may be one person's."""

from casework.duplicates.views import across, matches, merging
from casework.duplicates.views.blueprint import bp

__all__ = ["across", "bp", "matches", "merging"]
