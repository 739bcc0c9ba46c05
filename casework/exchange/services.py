"""Keeps a file until it is confirmed, imports it in one transaction, and lets it go."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from casework.accounts.models import User
from casework.audit import trail
from casework.audit.batches import in_batches
from casework.core.database import held
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.exchange import queries
from casework.exchange.merging import apply, changes_to, new_partner
from casework.exchange.models import DirectoryUpload
from casework.exchange.plan import Line, Outcome, Plan, plan_of
from casework.exchange.reading import Read
from casework.keys.models import DataKey, KeyOwner
from casework.keys.ring import destroy, new_key


def keep_upload(read: Read, *, by: User, form_key: UUID) -> DirectoryUpload:
    """Sealed under a key of its own; sent twice it is still one."""
    if made := queries.upload_made_with(form_key, by):
        return made
    cards, problems = read
    key = new_key(KeyOwner.DRAFT)
    upload = DirectoryUpload(
        key_id=key.id,
        directorate_id=by.directorate_id,
        made_by_id=by.id,
        form_key=form_key,
        cards=cards,
        problems=[list(problem) for problem in problems],
    )
    db.session.add(upload)
    return upload


def import_upload(upload: DirectoryUpload, *, by: User, seen: str) -> Plan:
    """Raises RuleBroken when the directory changed so that this would no longer do what was shown."""
    plan = plan_of(upload, by)
    if plan.mark != seen:
        raise RuleBroken(
            _("The directory changed since this page was shown. Open it again and read what would be done.")
        )
    for line in plan.lines:
        write(line, upload.directorate_id)
    counts = plan.counts
    left = counts[Outcome.NEWER] + counts[Outcome.SAME]
    numbers = f"{counts[Outcome.ADDED]}+{counts[Outcome.CHANGED]}~{left}={len(plan.problems)}!"
    trail.record(trail.Event.DIRECTORY_IMPORTED, directorate_id=upload.directorate_id, detail=numbers)
    discard(upload)
    return plan


def write(line: Line, directorate_id: UUID) -> None:
    if line.outcome is Outcome.ADDED:
        partner = new_partner(line.card, directorate_id, line.external_id)
        apply(partner, changes_to(partner, line.card, sees_all=True))
        db.session.add(partner)
    elif line.outcome is Outcome.CHANGED and line.partner and line.changes:
        apply(line.partner, line.changes)
        flag_modified(line.partner, "name_ar")  # the version moves on when nothing but its lists changed


def discard(upload: DirectoryUpload) -> None:
    destroy(db.session.get_one(DataKey, upload.key_id))
    db.session.delete(upload)


def delete_expired_uploads() -> int:
    """Run by `flask tick`; gives how many were deleted."""
    return in_batches(queries.expired_uploads, delete_expired)


def delete_expired(upload_id: UUID) -> bool:
    upload = held(DirectoryUpload, upload_id)
    if upload:
        discard(upload)
    return upload is not None
