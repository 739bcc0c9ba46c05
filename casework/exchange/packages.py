"""The directory as one file: an HSDS package in JSON, or its tables in a zip with their data package."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from casework.core.i18n import LOCALES
from casework.exchange.queries import public_partners
from casework.exchange.standard import ENTITIES, Entity
from casework.exchange.tabular import NUMBERS, as_csv, flattened
from casework.exchange.writing import Written, organization

in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
TYPES = {"date": "date", "moment": "datetime", "time": "time"} | dict.fromkeys(NUMBERS, "number")
FORMATS = {"uuid": "uuid", "email": "email", "uri": "uri"}


def organizations(directorate_id: UUID, *, is_strict: bool) -> Iterator[Written]:
    """One after another, so that only a few cards are open at once. The words are French, as in `name`."""
    with force_locale(LOCALES["fr"]):
        for partner in public_partners(directorate_id):
            yield organization(partner, is_strict=is_strict)


def as_package(directorate_id: UUID, *, is_strict: bool) -> bytes:
    """An organization_package: the list of organisations, each with all that belongs to it."""
    text = io.BytesIO()
    text.write(b"[")
    for n, written in enumerate(organizations(directorate_id, is_strict=is_strict)):
        text.write(b",\n" if n else b"\n")
        text.write(in_json(written).encode())
    text.write(b"\n]\n")
    return text.getvalue()


def as_tables(directorate_id: UUID, *, is_strict: bool) -> bytes:
    tables = flattened(organizations(directorate_id, is_strict=is_strict))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name, entity in ENTITIES.items():
            rows = tables.pop(name)
            files.writestr(entity.file, as_csv(entity, rows, is_strict=is_strict))
        files.writestr("datapackage.json", json.dumps(data_package(is_strict=is_strict), indent=1))
    return packed.getvalue()


def data_package(*, is_strict: bool) -> dict[str, Any]:
    resources = [resource(name, entity, is_strict=is_strict) for name, entity in ENTITIES.items()]
    return {"name": "human_services_data", "profile": "tabular-data-package", "resources": resources}


def resource(name: str, entity: Entity, *, is_strict: bool) -> dict[str, Any]:
    fields = entity.fields if is_strict else entity.fields | entity.extras
    described = []
    for column, rule in fields.items():
        kept = {"name": column, "type": TYPES.get(rule.kind, "string")}
        if rule.kind in FORMATS:
            kept["format"] = FORMATS[rule.kind]
        required = rule.is_required or rule.is_required_in_tables
        described.append(kept | ({"constraints": {"required": True}} if required else {}))
    return {
        "name": f"{name}s" if not entity.file.startswith("service_at") else name,
        "path": entity.file,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": described, "primaryKey": "id"},
    }
