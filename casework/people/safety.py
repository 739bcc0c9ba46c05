"""Whom a page may offer as a contact: nobody who may have done the harm, no number of his or of his home."""

from dataclasses import dataclass
from uuid import UUID

from casework.people.models import Access, ContactNumber, Person, Relative
from casework.people.queries import Suspect, authors_near, household_numbers, relatives_of


@dataclass(frozen=True)
class Forbidden:
    """Whom no page may offer as a contact; why is not said."""

    numbers: frozenset[str]
    shown: tuple[str, ...]  # those that this file itself holds: what another file knows is never told
    relative_ids: frozenset[UUID]
    names: tuple[str, ...]
    is_known: bool  # False: somebody must not be contacted, and nothing says who

    @property
    def exists(self) -> bool:
        return bool(self.shown or self.names or not self.is_known)

    def allows(self, number: ContactNumber) -> bool:
        """The person says that it is safe, lately enough, and it is not the number of the wrong one."""
        return number.is_safe_now and number.number not in self.numbers

    def covers(self, relative: Relative) -> bool:
        """He is the wrong one, or the wrong one may pick up."""
        return relative.id in self.relative_ids or relative.phone in self.numbers


def forbidden_contacts(person: Person) -> Forbidden:
    suspects = authors_near(person)
    own = [suspect for suspect in suspects if suspect[0].person_id == person.id]
    relatives = [relative for _author, relative in own if relative]
    home = (
        [line for line in relatives_of(person) if line.lives_there] if any(map(is_at_home, suspects)) else []
    )
    held = phones(home).union(*map(numbers_of, own), [number.number for number in person.numbers])
    withheld = phones(home).union(*map(numbers_of, suspects))
    if any(line.known_person_id for line in home):
        withheld |= {number.number for number in household_numbers(person, at_home=True)}
    return Forbidden(
        numbers=frozenset(withheld),
        shown=tuple(sorted(withheld & held)),
        relative_ids=frozenset(relative.id for relative in relatives),
        names=tuple(relative.name for relative in relatives),
        is_known=all(author.number or relative for author, relative in own),
    )


def is_at_home(suspect: Suspect) -> bool:
    """Whoever answers there may be the wrong one."""
    author, relative = suspect
    return author.access_to_person == Access.SAME_HOME.value or bool(relative and relative.lives_there)


def numbers_of(suspect: Suspect) -> set[str]:
    author, relative = suspect
    return ({author.number} if author.number else set()) | phones([relative] if relative else [])


def phones(lines: list[Relative]) -> set[str]:
    return {line.phone for line in lines if line.phone}


def withheld_here(person: Person) -> set[str]:
    """Of the numbers that this file holds those that nobody calls, whichever file of the home says so."""
    held = phones(relatives_of(person)).union(number.number for number in person.numbers)
    return held & forbidden_contacts(person).numbers


def numbers_on_paper(person: Person, *, is_child: bool) -> list[ContactNumber]:
    """Safe today, and for a child nobody else's: such a paper passes through the hands of either parent."""
    forbidden = forbidden_contacts(person)
    others = phones(relatives_of(person)) if is_child else set()
    if is_child:
        others |= {number.number for number in household_numbers(person, at_home=False)}
    return [number for number in person.numbers if forbidden.allows(number) and number.number not in others]
