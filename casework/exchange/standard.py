"""The part of HSDS 3.0.0 that the directory uses, as a table: files, fields, what is required.

The facts are those of the Human Services Data Specification of Open Referral (Creative Commons).
A field is written `name:kind`, text when no kind is given; `!` is required, `!!` required in a table only.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    kind: str
    is_required: bool
    is_required_in_tables: bool


@dataclass(frozen=True)
class Entity:
    file: str
    fields: dict[str, Field]
    lists: dict[str, str]  # name of the list → entity of its members
    extras: dict[str, Field]  # our own, which a strict export leaves out

    @property
    def columns(self) -> list[str]:
        return [*self.fields, *self.extras]

    def field(self, name: str) -> Field | None:
        return self.fields.get(name) or self.extras.get(name)


CHOICES = {
    "status": ("active", "inactive", "defunct", "temporarily closed"),
    "place": ("physical", "postal", "virtual"),
    "often": ("WEEKLY", "MONTHLY"),
    "weekday": ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    "level": ("public", "partners", "cell"),
}


def entity(file: str, fields: str, *, lists: str = "", extras: str = "") -> Entity:
    return Entity(
        file, dict(read(fields)), dict(pair.split(":") for pair in lists.split()), dict(read(extras))
    )


def read(fields: str) -> Iterator[tuple[str, Field]]:
    for written in fields.split():
        name, _, kind = written.rstrip("!").partition(":")
        marks = len(written) - len(written.rstrip("!"))
        yield name, Field(kind or "text", marks == 1, marks == 2)


ENTITIES = {
    "organization": entity(
        "organizations.csv",
        "id:uuid! name:name! alternate_name:name description! email:email website:uri tax_status tax_id"
        " year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid",
        lists="services:service locations:location phones:phone contacts:contact attributes:attribute"
        " organization_identifiers:organization_identifier",
        extras="name_ar:name description_ar confidentiality:level assured_date:date last_modified:moment"
        " commune_code",
    ),
    "organization_identifier": entity(
        "organization_identifiers.csv",
        "id:uuid! organization_id:uuid!! identifier_scheme identifier_type! identifier!",
    ),
    "service": entity(
        "services.csv",
        "id:uuid! organization_id:uuid!! program_id:uuid name:name! alternate_name:name description url:uri"
        " email:email status:status! interpretation_services application_process fees_description wait_time"
        " fees accreditations eligibility_description minimum_age:number maximum_age:number assured_date:date"
        " assurer_email:email licenses alert last_modified:moment",
        lists="phones:phone schedules:schedule service_areas:service_area languages:language"
        " service_at_locations:service_at_location cost_options:cost_option contacts:contact"
        " required_documents:required_document attributes:attribute",
        extras="name_ar:name description_ar capacity:number",
    ),
    "location": entity(
        "locations.csv",
        "id:uuid! location_type:place! url:uri organization_id:uuid name:name alternate_name:name description"
        " transportation latitude:degrees longitude:degrees external_identifier external_identifier_type",
        lists="languages:language addresses:address contacts:contact phones:phone schedules:schedule"
        " attributes:attribute",
        extras="name_ar:name confidentiality:level commune_code",
    ),
    "service_at_location": entity(
        "service_at_location.csv",
        "id:uuid! service_id:uuid!! location_id:uuid!! description",
        lists="contacts:contact phones:phone schedules:schedule attributes:attribute",
    ),
    "address": entity(
        "addresses.csv",
        "id:uuid! location_id:uuid attention address_1! address_2 city! region state_province! postal_code!"
        " country! address_type:place!",
    ),
    "phone": entity(
        "phones.csv",
        "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
        " service_at_location_id:uuid number! extension:number type description",
        lists="languages:language",
    ),
    "contact": entity(
        "contacts.csv",
        "id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name:name"
        " title:name department email:email",
        lists="phones:phone attributes:attribute",
        extras="confidentiality:level",
    ),
    "schedule": entity(
        "schedules.csv",
        "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date"
        " dtstart:date timezone:offset until:date count:number wkst:weekday freq:often interval:number byday"
        " byweekno bymonthday byyearday description opens_at:time closes_at:time schedule_link:uri"
        " attending_type notes",
    ),
    "service_area": entity(
        "service_areas.csv", "id:uuid! service_id:uuid name description extent extent_type uri"
    ),
    "required_document": entity("required_documents.csv", "id:uuid! service_id:uuid document uri"),
    "language": entity(
        "languages.csv", "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note"
    ),
    "cost_option": entity(
        "cost_options.csv",
        "id:uuid! service_id:uuid!! valid_from:date valid_to:date option currency amount:number"
        " amount_description",
    ),
    "taxonomy_term": entity(
        "taxonomy_terms.csv",
        "id:uuid! code name! description! parent_id:uuid taxonomy language taxonomy_id:uuid term_uri:uri",
    ),
    "attribute": entity(
        "attributes.csv",
        "id:uuid! link_id:uuid!! taxonomy_term_id:uuid!! link_type link_entity!! value",
    ),
}
