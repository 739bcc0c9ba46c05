"""What one person may read of what another cell sent: pages are given this, never the file it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel.speaklater import LazyString

from casework.accounts.models import User
from casework.inbox.queries import Received, may_read_file
from casework.organisation.models import Cell
from casework.people.models import initial_of
from casework.referrals import content
from casework.referrals.links import Standing, partner_moves, standing_of
from casework.referrals.models import Referral, ReferralState, SentCopy


@dataclass(frozen=True)
class Line:
    """Of a list: the code and initials, never a name."""

    referral: Referral
    initials: str
    cell: Cell


def lines_for(received: Iterable[Received]) -> list[Line]:
    return [Line(referral, initials_in(copy), cell) for referral, copy, cell in received]


def initials_in(copy: SentCopy | None) -> str:
    sent = (copy.fields if copy else None) or {}
    if content.INITIALS in sent:
        return content.in_words(content.INITIALS, sent[content.INITIALS])
    if content.FIRST_NAME in sent:
        return f"{initial_of(content.in_words(content.FIRST_NAME, sent[content.FIRST_NAME]))}."
    return ""


@dataclass(frozen=True)
class Reading:
    referral: Referral
    cell: Cell  # that received it
    copy: SentCopy | None
    file_id: UUID | None  # opened from it, if the reader may read that file

    @cached_property
    def is_open(self) -> bool:
        return standing_of(self.referral) is Standing.OPEN

    @property
    def is_taken_back(self) -> bool:
        return self.referral.state is ReferralState.WITHDRAWN

    @property
    def is_others(self) -> bool:
        """A colleague opened a file from it: that file's members go on with it."""
        return self.referral.opened_case_id is not None and self.file_id is None

    @property
    def sent(self) -> Mapping[str, Any]:
        """Nothing once it was answered with no, taken back, or became somebody else's file."""
        is_shown = self.is_open and not self.is_others
        return ((self.copy.fields if self.copy else None) or {}) if is_shown else {}

    @property
    def facts(self) -> list[tuple[LazyString, str]]:
        return content.labelled(self.sent)

    @property
    def contacts(self) -> list[dict[str, Any]]:
        return content.contacts(self.sent, self.referral.case)

    @property
    def may_accept(self) -> bool:
        is_first = self.referral.opened_case_id is None
        return self.is_open and is_first and ReferralState.ACCEPTED in partner_moves(self.referral)

    @property
    def answers(self) -> list[ReferralState]:
        """What may be said beside the first yes, which has a page of its own."""
        if not self.is_open or self.is_others:
            return []
        own_page = {ReferralState.ACCEPTED} if self.referral.opened_case_id is None else set()
        return [state for state in partner_moves(self.referral) if state not in own_page]


def read(user: User, received: Received) -> Reading:
    referral, copy, cell = received
    opened = referral.opened_case_id
    return Reading(referral, cell, copy, opened if may_read_file(opened, user) else None)
