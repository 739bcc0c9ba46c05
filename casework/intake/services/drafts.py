"""The draft of an interview: kept at each step; gone when the person leaves, after a day, at the end."""

from uuid import UUID

from casework.access.policy import Action
from casework.accounts.models import User
from casework.audit import trail
from casework.audit.batches import in_batches
from casework.cases.households import SIBLING, line_for, link
from casework.cases.models import Case
from casework.cases.queries import find_case
from casework.core.database import held
from casework.core.errors import Overtaken
from casework.core.extensions import db
from casework.intake.known import offered_to_interview
from casework.intake.models import HOUSEHOLD, Draft, Step, Typed
from casework.intake.queries import draft_begun_with, expired_drafts, oldest_kept
from casework.intake.services.opening import NewCase, open_from
from casework.keys.models import DataKey, KeyOwner
from casework.keys.ring import destroy, new_key
from casework.organisation.models import Cell
from casework.people.models import Person
from casework.people.queries import relatives_of
from casework.visits.models import Visit


def begin(
    cell: Cell,
    author: User,
    *,
    form_key: UUID,
    typed: Typed,
    sibling: Case | None = None,
    visit: Visit | None = None,
) -> Draft:
    """A draft exists only once the notice was read and the first step sent; twice is still one draft."""
    if begun := draft_begun_with(form_key, author):
        return begun
    key = new_key(KeyOwner.DRAFT)
    db.session.flush()
    draft = Draft(key_id=key.id, user_id=author.id, cell_id=cell.id, form_key=form_key)
    if visit:
        draft.visit_id, draft.answers = visit.id, {"prefilled": offered_to_interview(visit)}
    if sibling:
        draft.answers = {"prefilled": household_of(sibling.person), "sibling_of": str(sibling.id)}
    draft.keep(Step.NOTICE, typed)
    db.session.add(draft)
    trail.record(trail.Event.DRAFT_SAVED, cell_id=cell.id, object_id=draft.id, detail=Step.NOTICE.value)
    if sibling:
        trail.record(trail.Event.CASE_OPENED, cell_id=cell.id, case_id=sibling.id, detail="sibling")
    return draft


def household_of(person: Person) -> dict[str, Typed]:
    """What siblings share: the commune and who is around; never consent, danger, or how to reach them."""
    around: Typed = {}
    for place, relative in enumerate(relatives_of(person)[:HOUSEHOLD]):
        known = {
            "name": relative.name,
            "relation": relative.relation,
            "relation_text": relative.relation_text,
            "birth_year": relative.birth_year,
            "lives_there": "y" if relative.lives_there else None,
        }
        around |= {f"household-{place}-{name}": [str(said)] for name, said in known.items() if said}
    shared = {Step.PERSON.value: {"commune": [person.commune]} if person.commune else {}}
    return shared | {Step.SITUATION.value: around}


def keep(
    draft: Draft, step: Step, typed: Typed, *, seen: int, differences: list[tuple[str, str, str]]
) -> None:
    """Raises Overtaken when another window saved other answers; the same answers are only a second click."""
    if draft.typed(step) == typed:
        return
    if draft.revision(step) != seen:
        raise Overtaken(differences)
    draft.keep(step, typed)
    trail.record(trail.Event.DRAFT_SAVED, cell_id=draft.cell_id, object_id=draft.id, detail=step.value)


def finish(draft: Draft, new: NewCase, *, by: User) -> Case:
    """The file, sealed under the person's key; the draft and its key are gone."""
    case = open_from(new, by=by)
    if first := sibling_of(draft, by):
        link(first, case, line_for(first, case, relation=SIBLING, lives_there=True))
    discard(draft, "finished")
    return case


def sibling_of(draft: Draft, author: User) -> Case | None:
    """The file from which "add a brother or sister" was chosen, if its author may still write in it."""
    asked = (draft.answers or {}).get("sibling_of")
    case = find_case(UUID(asked), author, Action.CASE_EDIT) if asked else None
    return case if case and case.is_live and case.cell_id == draft.cell_id else None


def discard(draft: Draft, why: str) -> None:
    """`why` is a code: left, refused, finished, expired."""
    destroy(db.session.get_one(DataKey, draft.key_id))
    db.session.delete(draft)
    trail.record(
        trail.Event.DRAFT_DELETED,
        directorate_id=draft.cell.directorate_id,
        cell_id=draft.cell_id,
        object_id=draft.id,
        detail=why,
    )


def delete_expired_drafts() -> int:
    """Run by `flask tick`; gives how many were deleted."""
    return in_batches(expired_drafts, delete_expired)


def delete_expired(draft_id: UUID) -> bool:
    draft = held(Draft, draft_id)
    if not draft or draft.saved_at > oldest_kept():
        return False
    discard(draft, "expired")
    return True
