"""The rule that is shown before somebody decides on a report, as it was read."""

from typing import Any

from casework.cases.models import Case
from casework.core.clock import today
from casework.people.models import ADULT_AT
from casework.programmes.reporting import ADULT, CHILD, reporting_rules


def age_of(case: Case) -> str:
    """Whose rule it is: a girl of the women's cell is a child too."""
    age = case.person.age
    return CHILD if case.is_of_child or (age is not None and age < ADULT_AT) else ADULT


def rule_shown(case: Case) -> dict[str, Any]:
    """In the words of this page, to be kept with the decision."""
    age = age_of(case)
    lines = [
        {"text": rule.text, "source": rule.source, "certainty": rule.certainty.value}
        for rule in reporting_rules(case.programme.key, age, today())
    ]
    return {"age": age, "lines": lines}
