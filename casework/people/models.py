"""A person belongs to one cell. Identity is sealed; what stays readable is what counting needs."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.core.choices import LabelledEnum
from casework.core.clock import now, today
from casework.core.extensions import Model
from casework.core.i18n import language
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.organisation.territory import label as commune_label


class Sex(LabelledEnum):
    FEMALE = "female", _l("Female")
    MALE = "male", _l("Male")


class BirthPrecision(LabelledEnum):
    EXACT = "exact", _l("Exact date")
    YEAR = "year", _l("Year only")
    PRESUMED = "presumed", _l("Presumed")


ADULT_AT = 18


class Household(Model):
    """Persons of one cell who live or belong together; each one's file says what the others are to him."""

    __tablename__ = "households"

    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))


class Person(SealedRow, Model):
    __tablename__ = "persons"

    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"), index=True)
    sex: Mapped[Sex | None]
    birth_year: Mapped[int | None]
    birth_precision: Mapped[BirthPrecision | None]
    territory: Mapped[str | None] = mapped_column(index=True)  # one of the eight units that figures use
    language: Mapped[str | None]  # a code of spoken_languages
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    first_name_ar, surname_ar, first_name_lat, surname_lat = Sealed(), Sealed(), Sealed(), Sealed()
    alias = Sealed()  # the neutral name that the person chose for lists
    born_on = Sealed()  # ISO day, when known exactly
    cin = Sealed()
    commune = Sealed()  # code
    douar = Sealed()

    cell: Mapped[Cell] = relationship()
    numbers: Mapped[list["ContactNumber"]] = relationship(
        back_populates="person", order_by="ContactNumber.id", cascade="all, delete-orphan"
    )
    relatives: Mapped[list["Relative"]] = relationship(
        back_populates="person", order_by="Relative.id", foreign_keys="Relative.person_id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """In the script of the page when known, else in the other; "" when the person gave none."""
        arabic = " ".join(filter(None, (self.first_name_ar, self.surname_ar)))
        latin = " ".join(filter(None, (self.first_name_lat, self.surname_lat)))
        return (arabic or latin) if language() == "ar" else (latin or arabic)

    @property
    def initials(self) -> str:
        pair = (self.first_name_ar, self.surname_ar)
        if language() != "ar" and self.first_name_lat or not any(pair):
            pair = (self.first_name_lat, self.surname_lat)
        return " ".join(f"{initial_of(part)}." for part in pair if part)

    @property
    def masked_name(self) -> str:
        """What lists show: the alias that the person chose, or initials."""
        return self.alias or self.initials

    @property
    def age(self) -> int | None:
        if self.birth_year is None:
            return None
        born = date.fromisoformat(self.born_on) if self.born_on else date(self.birth_year, 1, 1)
        day = today()
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def commune_label(self) -> str:
        return commune_label(self.commune) if self.commune else ""


def initial_of(name: str) -> str:
    """The letter that initials show: the article is no name."""
    bare = name.removeprefix("ال") if len(name) > 3 else name
    return bare[:1].upper()


class ContactSafety(LabelledEnum):
    SAFE = "safe", _l("Safe at the hours said")
    TRUSTED_ONLY = "trusted_only", _l("Only through a trusted person")
    UNSAFE = "unsafe", _l("Never call")


UNCONFIRMED_AFTER = 90  # days after which a number counts as unsafe again (product rules, section 2.6)


class ContactNumber(SealedRow, Model):
    """A telephone of the person, with what makes a call safe. Nothing recorded means: do not call."""

    __tablename__ = "contact_numbers"
    __table_args__ = (Index(None, "person_id", "confirmed_on"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    safety: Mapped[ContactSafety] = mapped_column(default=ContactSafety.UNSAFE)
    may_message: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    number, who_answers, hours, we_say = Sealed(), Sealed(), Sealed(), Sealed()

    person: Mapped[Person] = relationship(back_populates="numbers")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_confirmed(self) -> bool:
        return bool(self.confirmed_on and (today() - self.confirmed_on).days <= UNCONFIRMED_AFTER)

    @property
    def is_safe_now(self) -> bool:
        return self.safety is not ContactSafety.UNSAFE and self.is_confirmed


class Relative(SealedRow, Model):
    """Somebody around the person: who came along, who has custody, who lives there."""

    __tablename__ = "relatives"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    # somebody of the household who has a file in the cell; of that file the line says nothing
    known_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    lives_there: Mapped[bool | None]
    came_along: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    name, birth_year, phone = Sealed(), Sealed(), Sealed()
    relation = Sealed()  # a code of relationship_to_the_child, or free text in relation_text
    relation_text = Sealed()
    capacity = Sealed()  # a LegalCapacity value
    proof_seen = Sealed()  # a code of documents_seen

    person: Mapped[Person] = relationship(back_populates="relatives", foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}


class LegalCapacity(LabelledEnum):
    """Who may act for a child; custody is not legal representation (Family Code)."""

    REPRESENTATIVE = "representative", _l("Legal representative")
    CUSTODIAN = "custodian", _l("Custodian, without legal representation")
    KAFIL = "kafil", _l("Kafil")
    DATIVE_GUARDIAN = "dative_guardian", _l("Guardian named by the judge")
    COMPANION = "companion", _l("Only accompanies")
    UNKNOWN = "unknown", _l("Not known yet")


class AgeBand(LabelledEnum):
    CHILD = "child", _l("Under 18")
    YOUNG = "young", _l("From 18 to 24")
    ADULT = "adult", _l("From 25 to 59")
    ELDER = "elder", _l("60 or older")


class Access(LabelledEnum):
    """How near the suspected author is."""

    SAME_HOME = "same_home", _l("Lives in the same home")
    NEAR = "near", _l("Lives nearby or comes often")
    SOMETIMES = "sometimes", _l("Meets the person sometimes")
    NONE = "none", _l("Has no access now")


class SuspectedAuthor(SealedRow, Model):
    """Who may have done the harm: seen by members only. All that is sent says do not contact."""

    __tablename__ = "suspected_authors"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    relative_id: Mapped[UUID | None] = mapped_column(ForeignKey("relatives.id"))
    version: Mapped[int] = mapped_column()

    relation = Sealed()  # free words or a code; never a name by default
    sex, age_band, access_to_person = Sealed(), Sealed(), Sealed()
    known_as = Sealed()
    number = Sealed()  # a number that must never be called

    __mapper_args__ = {"version_id_col": version}


class PersonKey(Model):
    """One blind key by which a person of a cell is found; kept by people/index.py."""

    __tablename__ = "person_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)  # the index is the table

    id = None  # type: ignore[assignment]
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)


class Change(SealedRow, Model):
    """What a field said before, kept when it was corrected."""

    __tablename__ = "changes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    object_kind: Mapped[str]  # the table's name
    object_id: Mapped[UUID] = mapped_column(index=True)
    field: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    before, after = Sealed(), Sealed()
