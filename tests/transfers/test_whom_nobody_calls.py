"""What one file of a home forbids to call stays forbidden once the other is given to another cell."""

from typing import Any

from flask import Flask

from casework.cases.households import link
from casework.cases.models import Case
from casework.core.extensions import db
from casework.people.models import Person, Relative, SuspectedAuthor
from casework.people.safety import forbidden_contacts
from casework.transfers.services import answering
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory
from tests.factories.organisation import CellFactory
from tests.factories.transfers import proposed, supervisor_of

FATHER, MOTHER, UNCLE = "+212600000061", "+212600000062", "+212600000063"


def siblings() -> tuple[Case, Case]:
    """The file of one says who may have done the harm; the other's holds the same number as safe."""
    one: Case = CaseFactory()
    other: Case = CaseFactory(cell=one.cell)
    line = Relative(key_id=one.key_id, person_id=one.person_id, name="His brother", lives_there=True)
    link(one, other, line)
    for person, number in ((one.person, FATHER), (other.person, UNCLE)):
        author: Any = {"key_id": person.key_id, "person_id": person.id, "number": number}
        db.session.add(SuspectedAuthor(**author))
    uncle = Relative(key_id=one.key_id, person_id=one.person_id, name="His uncle", phone=UNCLE)
    db.session.add(uncle)
    for number in (FATHER, MOTHER):
        NumberFactory(person=other.person, number=number)
    commit()
    return one, other


def called(person: Person) -> list[str]:
    forbidden = forbidden_contacts(person)
    return [str(number.number) for number in person.numbers if forbidden.allows(number)]


def test_what_a_siblings_file_forbids_stays_forbidden_in_both(app: Flask) -> None:
    stays, goes = siblings()
    there = CellFactory()
    receiver = supervisor_of(there)
    transfer = proposed(goes, there)
    assert called(goes.person) == [MOTHER]
    answering.accept(transfer, version=transfer.version, by=receiver)
    commit()
    db.session.expire_all()

    assert (goes.cell_id, goes.person.household_id) == (there.id, None)
    assert called(goes.person) == [MOTHER]
    assert FATHER in forbidden_contacts(goes.person).shown
    assert UNCLE in forbidden_contacts(stays.person).numbers  # a relative's, in the file that stays
    # of the other's wrong ones a file learns no number that it did not hold itself
    assert MOTHER not in forbidden_contacts(stays.person).numbers
    kept = db.session.query(SuspectedAuthor).filter_by(person_id=goes.person_id)
    assert sorted(author.number for author in kept) == [FATHER, UNCLE]
