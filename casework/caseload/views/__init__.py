"""The page on which everybody starts, the lists of files, and who works on them."""

from casework.caseload.views import files, giving, home
from casework.caseload.views.blueprint import bp

__all__ = ["bp", "files", "giving", "home"]
