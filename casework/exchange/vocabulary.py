"""Our words and those of HSDS, both ways: states, languages, the terms that say what a service is."""

from collections.abc import Container
from uuid import UUID, uuid5

from casework.organisation.territory import COMMUNES
from casework.partners.models import PartnerKind, ServiceStatus
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SERVICE_TYPES, SPOKEN_LANGUAGES, capitalised

NAMESPACE = UUID("0d8f6a52-5b0c-5d0e-9f63-1b1c6a7c2f10")  # of the ids that are worked out, the same each time
TAXONOMY = "casework:{}"
KINDS, SERVICES, PROGRAMME, SEX = "kinds", "service_types", "programmes", "sex"

STATUSES = {
    ServiceStatus.ACTIVE: "active",
    ServiceStatus.PAUSED: "temporarily closed",
    ServiceStatus.INACTIVE: "inactive",
    ServiceStatus.ENDED: "defunct",
}
OUR_STATUSES = {theirs: ours.value for ours, theirs in STATUSES.items()}

# ISO 639-1 where there is one, otherwise 639-3
LANGUAGES = {
    "DAR": "ary",
    "TAM": "tzm",
    "TACH": "shi",
    "TAR": "rif",
    "HASS": "mey",
    "ARA": "ar",
    "FRE": "fr",
    "ENG": "en",
    "SIGN": "xms",
}
ALSO_WRITTEN = {"ara": "ARA", "fra": "FRE", "fre": "FRE", "eng": "ENG", "ber": "TAM", "zgh": "TAM"}
OUR_LANGUAGES = {theirs: ours for ours, theirs in LANGUAGES.items()} | ALSO_WRITTEN


def derived(owner: UUID | str, *parts: object) -> str:
    """The id of what has no row of its own, or no id that another directory knows."""
    return str(uuid5(NAMESPACE, "|".join(str(part) for part in (owner, *parts))))


def service_label(code: str) -> str:
    return capitalised(SERVICE_TYPES[code].fr) if code in SERVICE_TYPES else code


def service_label_ar(code: str) -> str:
    return SERVICE_TYPES[code].ar if code in SERVICE_TYPES else code


def words(taxonomy: str, code: str) -> str:
    """What a code means, in the language of the export."""
    if taxonomy == SERVICES:
        return service_label(code)
    if taxonomy == KINDS:
        return str(PartnerKind(code).label)
    if taxonomy == PROGRAMME:
        return str(PROGRAMMES[code].label) if code in PROGRAMMES else code
    return {"F": "Femmes", "M": "Hommes"}.get(code, code)


def language_name(code: str) -> str:
    return SPOKEN_LANGUAGES[code].fr if code in SPOKEN_LANGUAGES else code


def is_term(taxonomy: str, code: str) -> bool:
    """Whether a code that stands in a file is one of ours."""
    known: dict[str, Container[str]] = {
        KINDS: [kind.value for kind in PartnerKind],
        SERVICES: SERVICE_TYPES,
        PROGRAMME: PROGRAMMES,
        SEX: ("F", "M"),
    }
    return code in known[taxonomy]


def city(commune_code: str | None) -> str:
    return COMMUNES[commune_code].fr if commune_code in COMMUNES else ""
