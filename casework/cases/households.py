"""Files of one cell whose persons belong together: linking two, and leaving. Each keeps its own words."""

import sqlalchemy as sa

from casework.audit import trail
from casework.cases.models import Case
from casework.cases.queries import files_of_household
from casework.core.database import hold
from casework.core.extensions import db
from casework.people.models import Household, Person, Relative
from casework.people.queries import line_about

SIBLING = "SIB"
MUTUAL = (SIBLING, "SPOUSE", "NEIG", "NONE")  # what one is to the other is what the other is to him


def link(case: Case, other: Case, line: Relative) -> None:
    """`line` is what the first file says of the other's person; the other file gets a line of its own."""
    hold_all([case, other])
    join(case.person, other.person)
    line.known_person_id = other.person_id
    db.session.add(line)
    if not line_about(other.person, case.person):
        relation = line.relation if line.relation in MUTUAL else None
        lives_there = line.lives_there
        db.session.add(line_for(other, case, relation=relation, lives_there=lives_there))
    for file in (case, other):
        trail.record(trail.Event.HOUSEHOLD_CHANGED, file, object_id=case.person.household_id, detail="linked")


def line_for(case: Case, other: Case, **answers: object) -> Relative:
    """A line in the first file about the other's person: a first name, where lists show names, and a year."""
    person, about = case.person, other.person
    name = about.first_name_ar or about.first_name_lat or about.alias
    return Relative(
        key_id=person.key_id,
        person_id=person.id,
        known_person_id=about.id,
        name=name if case.programme.lists_names else about.masked_name,
        birth_year=about.birth_year,
        **answers,
    )


def hold_all(files: list[Case]) -> None:
    """Nobody else links them meanwhile; in one order for all, so that nobody waits in a ring."""
    db.session.flush()
    for file in sorted(files, key=lambda file: file.id):
        hold(file)
        hold(file.person)


def join(person: Person, other: Person) -> None:
    """Whoever belongs with one of them now belongs with both. No answer changes, so no version does."""
    known = {person.household_id, other.household_id} - {None}
    household_id = person.household_id or other.household_id
    if household_id is None:
        household = Household(cell_id=person.cell_id)
        db.session.add(household)
        household_id = household.id
    db.session.flush()
    members = sa.or_(Person.id.in_([person.id, other.id]), Person.household_id.in_(known))
    db.session.execute(sa.update(Person).where(members).values(household_id=household_id))
    db.session.execute(sa.delete(Household).where(Household.id.in_(known - {household_id})))


def leave(case: Case, why: str) -> None:
    """The file is linked to no other any more; what each wrote of the other stays as a plain line."""
    hold_all(files_of_household(case))
    person, household_id = case.person, case.person.household_id
    files = files_of_household(case)
    if not files:
        return
    about = sa.or_(Relative.person_id == person.id, Relative.known_person_id == person.id)
    linked = sa.and_(about, Relative.known_person_id.is_not(None))
    db.session.execute(sa.update(Relative).where(linked).values(known_person_id=None))
    left = {file.person_id for file in files if file.person_id != person.id}
    leaving = {person.id} | (left if len(left) == 1 else set())
    db.session.execute(sa.update(Person).where(Person.id.in_(leaving)).values(household_id=None))
    if len(left) <= 1:
        db.session.execute(sa.delete(Household).where(Household.id == household_id))
    reason_id = trail.give_reason(why, case.key_id)
    for file in files:
        said = {"reason_id": reason_id} if file.id == case.id else {}
        trail.record(
            trail.Event.HOUSEHOLD_CHANGED,
            file,
            directorate_id=file.cell.directorate_id,
            object_id=household_id,
            detail="left",
            **said,
        )
