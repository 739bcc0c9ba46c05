"""The page on which everybody starts, the lists of files, and who works on them."""

from casework.caseload.views import absences, files, giving, home, week
from casework.caseload.views.blueprint import bp

__all__ = ["absences", "bp", "files", "giving", "home", "week"]
