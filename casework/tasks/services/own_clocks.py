"""The clocks that every file has besides the steps of its programme."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from casework.cases.models import Case
from casework.programmes import PROGRAMMES
from casework.tasks.declared import DeclaredClock, declare
from casework.tasks.queries.standing import (
    MAJORITY,
    NO_CONTACT,
    children_coming_of_age,
    files_without_contact,
    hours_running,
)
from casework.tasks.services.declaring import follow_declared

declare(
    DeclaredClock(
        key=MAJORITY,
        label=_l("Comes of age: prepare what changes at 18"),
        raise_before=timedelta(days=180),
        find=children_coming_of_age,
    )
)
declare(
    DeclaredClock(
        key=NO_CONTACT,
        label=_l("No contact for twice the usual time: look at the file again"),
        raise_before=timedelta(0),
        find=files_without_contact,
    )
)
for programme in PROGRAMMES.values():
    for window in programme.windows:
        declare(
            DeclaredClock(
                key=window.key,
                label=window.label,
                raise_before=timedelta(0),
                find=hours_running(programme, window),
            )
        )


def follow_windows(case: Case) -> None:
    """Hours cannot wait for the clock: whoever writes down what was told calls this."""
    if keys := [window.key for window in case.programme.windows]:
        follow_declared(case, *keys)
