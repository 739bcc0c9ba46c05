"""What a field of a file or of a card is called on a page; a field that only HSDS knows keeps its name."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "name": _l("Name"),
    "name_ar": _l("Name in Arabic"),
    "name_fr": _l("Name in French"),
    "about_ar": _l("Description in Arabic"),
    "about_fr": _l("Description in French"),
    "kind": _l("Kind of organisation"),
    "commune_code": _l("Commune"),
    "address": _l("Address"),
    "phone": _l("Phone number"),
    "email": _l("E-mail"),
    "website": _l("Website"),
    "identifier_kind": _l("Kind of identifier"),
    "identifier": _l("Identifier"),
    "checked_on": _l("Checked on"),
    "assured_date": _l("Checked on"),
    "confidentiality": _l("Who may know of it"),
    "services": _l("Services"),
    "locations": _l("Places where it receives"),
    "contacts": _l("Contacts"),
}


def field_label(name: str) -> str:
    return str(LABELS.get(name, name))
