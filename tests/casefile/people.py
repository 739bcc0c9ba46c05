"""Who works on the file of a test."""

from casework.accounts.models import User
from casework.cases.models import Case


def lead_of(case: Case) -> User:
    assert case.lead
    return case.lead
