"""The household as one reader may see it, and linking the file of another of its members."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action
from casework.accounts.models import User
from casework.audit import trail
from casework.casefile.reading import capacity_words, listed
from casework.casefile.services import check_open, note_change
from casework.cases import households
from casework.cases.models import Case
from casework.cases.queries import KEPT, case_with_reference, has_stated_purpose, linked_files
from casework.core.errors import RuleBroken
from casework.core.text import in_its_direction, isolated
from casework.people.models import LegalCapacity, Relative
from casework.people.queries import line_about
from casework.people.safety import Forbidden
from casework.people.services import change
from casework.programmes.lists import DOCUMENTS_SEEN

MAY_CONSENT = (LegalCapacity.REPRESENTATIVE, LegalCapacity.KAFIL, LegalCapacity.DATIVE_GUARDIAN)
NO_DOCUMENT = "NONE"


@dataclass(frozen=True)
class Line:
    """Somebody around the person: as this file has him, with his own file when the reader may open it."""

    relative: Relative | None
    file: Case | None

    @property
    def name(self) -> str:
        """Whoever has a file is shown as lists show him."""
        if self.file:
            return self.file.title_name
        return self.relative.name if self.relative else ""

    @property
    def lives_there(self) -> bool:
        return bool(self.relative and self.relative.lives_there)


def lines_of(relatives: list[Relative], files: Iterable[Case]) -> list[Line]:
    """Those of the same home first. Without the right to open it, a file leaves no trace beside the line."""
    by_person: dict[UUID | None, Case] = {file.person_id: file for file in files}
    lines = [Line(relative, by_person.pop(relative.known_person_id, None)) for relative in relatives]
    lines += [Line(None, file) for file in by_person.values()]
    return sorted(lines, key=lambda line: not line.lives_there)


def may_consent(lines: list[Line], forbidden: Forbidden) -> list[str]:
    """Who may act for the child, and on what proof; never a child, nor one whom nobody may contact."""
    return [
        consent_words(line, line.relative)
        for line in lines
        if line.relative and line.relative.capacity in MAY_CONSENT
        if line.relative.id not in forbidden.relative_ids
        if not (line.file and line.file.is_of_child)
    ]


def consent_words(line: Line, relative: Relative) -> str:
    name = in_its_direction(line.name or _("Name not known"))
    said = {"name": name, "capacity": capacity_words(relative)}
    if relative.proof_seen in (None, NO_DOCUMENT):
        return _("%(name)s (%(capacity)s, no proof seen yet)", **said)
    proof = listed(DOCUMENTS_SEEN, relative.proof_seen)
    return _("%(name)s (%(capacity)s, proof seen: %(proof)s)", **said, proof=proof)


def named_file(case: Case, form: Any, user: User) -> Case | None:
    """The file to be linked. The form says why not, in one sentence whatever it is that keeps it hidden."""
    other = case_with_reference(form.reference.data, user, Action.CASE_EDIT)
    if other is None or other.id == case.id or other.cell_id != case.cell_id or other.status not in KEPT:
        form.reference.errors = [_("Give the reference of another file of the same cell.")]
        return None
    if user.id not in other.member_ids and not has_stated_purpose(other, user):
        reference = isolated(other.reference)
        first = _("Open the file %(reference)s first and say why. Then link it here.", reference=reference)
        form.reference.errors = [first]
        return None
    return other


def link(case: Case, other: Case, form: Any, *, by: User) -> None:
    """Sent twice they are linked once. Somebody already entered keeps his line, which leads to his file."""
    households.hold_all([case, other])
    check_open(case)
    said = {name: form[name].data for name in ("relation", "relation_text", "lives_there")}
    if linked := line_about(case.person, other.person):
        check_says(linked, said)
        return
    line = form.relative_id.row
    if not other.is_live:
        raise RuleBroken(_("The other file is closed. A supervisor can reopen it."))
    if line and leads_to_open_file(line, case, by):
        raise RuleBroken(_("This line leads to another file already."))
    if line is None:
        line = households.line_for(case, other, id=form.key, **said)
    elif change(line, case.person, by.id, **said):
        note_change(case, line)
    trail.record(trail.Event.CASE_OPENED, other, detail="household")
    households.link(case, other, line)


def leads_to_open_file(line: Relative, case: Case, user: User) -> bool:
    """A line that leads to a hidden file is linked like one that leads nowhere."""
    return any(file.person_id == line.known_person_id for file in linked_files(case, user))


def check_says(line: Relative, said: dict[str, Any]) -> None:
    if any((getattr(line, name) or None) != (answer or None) for name, answer in said.items()):
        raise RuleBroken(_("These two files are linked already. Correct what the line says of the person."))


def leave(case: Case, why: str, *, by: User) -> None:
    """Only by somebody who may change one of the other files as well; sent twice it is done once."""
    if linked_files(case, by, Action.CASE_EDIT):
        households.leave(case, why)


def check_linked(case: Case, user: User) -> None:
    """A household of hidden files is no household."""
    if not linked_files(case, user, Action.CASE_EDIT):
        raise RuleBroken(_("This file is linked to no other."))
