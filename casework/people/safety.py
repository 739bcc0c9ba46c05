"""Whom a page may offer as a contact: nobody who may have done the harm, no number of his."""

from dataclasses import dataclass
from uuid import UUID

from casework.people.models import ContactNumber, Person
from casework.people.queries import authors_around


@dataclass(frozen=True)
class Forbidden:
    """Whom no page may offer as a contact; why is not said."""

    numbers: frozenset[str]
    relative_ids: frozenset[UUID]
    names: tuple[str, ...]
    is_known: bool  # False: somebody must not be contacted, and nothing says who

    @property
    def exists(self) -> bool:
        return bool(self.numbers or self.names or not self.is_known)

    def allows(self, number: ContactNumber) -> bool:
        """The person says that it is safe, lately enough, and it is not the number of the wrong one."""
        return number.is_safe_now and number.number not in self.numbers


def forbidden_contacts(person: Person) -> Forbidden:
    authors = authors_around(person)
    numbers = {author.number for author, _relative in authors if author.number}
    relatives = [relative for _author, relative in authors if relative]
    unknown = any(not author.number and not relative for author, relative in authors)
    return Forbidden(
        numbers=frozenset(numbers | {relative.phone for relative in relatives if relative.phone}),
        relative_ids=frozenset(relative.id for relative in relatives),
        names=tuple(relative.name for relative in relatives),
        is_known=not unknown,
    )
