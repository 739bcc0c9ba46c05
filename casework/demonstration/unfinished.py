"""Interviews that somebody began today and did not finish."""

from datetime import timedelta
from random import Random
from typing import Any

from casework.audit.models import Event
from casework.core.clock import now
from casework.demonstration.chain import Act
from casework.demonstration.words import first_names, rows
from casework.demonstration.world import World
from casework.demonstration.writer import Writer
from casework.intake.models import Draft, SeenAlone, Step, Typed
from casework.keys.models import KeyOwner


def leave_drafts(writer: Writer, world: World, chance: Random) -> list[Act]:
    """One for the first worker of each cell: the notice was read, the person's page is half filled."""
    acts = []
    for place in world.places:
        author, at = place.workers[0], now() - timedelta(hours=chance.randint(1, 5))
        notice = {
            "seen_alone": [SeenAlone.YES.value],
            "notice_read": ["y"],
            "language": ["DAR"],
            "agreement": ["given"],
        }
        if place.programme.serves_children:
            notice["is_child"] = ["YES"]
        person = {
            "first_name_ar": [chance.choice(first_names("female"))["ar"]],
            "surname_ar": [chance.choice(rows("surnames"))["ar"]],
        }
        draft = writer.add(
            Draft,
            at,
            key=writer.new_key(KeyOwner.DRAFT),
            user_id=author.id,
            cell_id=place.id,
            form_key=writer.new_id(at),
            begun_at=at,
            saved_at=at,
            answers={Step.NOTICE.value: kept(notice), Step.PERSON.value: kept(person)},
        )
        acts.append(Act(at, Event.DRAFT_SAVED, author.id, place.id, None, draft["id"], Step.PERSON.value))
    return acts


def kept(typed: Typed) -> dict[str, Any]:
    """A step that was saved once."""
    return {"revision": 2, "typed": typed}
