"""How the referrals stand, counted by service and by organisation; nobody is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, null, select

from casework.accounts.models import User
from casework.core.extensions import db
from casework.partners.models import Partner
from casework.partners.queries import sees_confidential_places
from casework.referrals.models import Referral, ReferralState
from casework.referrals.queries import with_case_and_partner
from casework.referrals.queries.answers import FROM, Usual, medians
from casework.referrals.queries.shown import SHOWN

COUNTED = ("waiting", "overdue", "redo", "done")
MOST = 100  # organisations on one page: those with most referrals


@dataclass
class Line:
    """Of one service, one organisation, or all; a share or a middle rests on five referrals or more."""

    n_sent: int = 0
    n_provided: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    usual: Usual = Usual()
    partner: Partner | None = None

    def add(self, row: Any) -> None:
        self.n_sent += row.n_sent
        self.n_provided += row.n_provided
        for name in COUNTED:
            self.counts[name] += getattr(row, name)

    @property
    def days(self) -> float | None:
        return self.usual.days if self.usual.n >= FROM else None

    @property
    def share(self) -> int | None:
        """Percent of what was sent, and not taken back, that was provided at least in part."""
        return round(100 * self.n_provided / self.n_sent) if self.n_sent >= FROM else None


@dataclass(frozen=True)
class Overview:
    everything: Line
    by_service: list[tuple[str, Line]]
    by_partner: list[Line]
    confidential: Line | None  # all places that the reader may not know of
    is_cut: bool


def overview_of(user: User) -> Overview:
    """Of the files that this person may see: four statements, however many there are."""
    recipient = named_partner(user)
    everything, services, partners = (
        Line(),
        defaultdict[str, Line](Line),
        defaultdict[UUID | None, Line](Line),
    )
    for row in counted(user, recipient):
        for line in (everything, services[row.service], partners[row.recipient]):
            line.add(row)
    base = with_case_and_partner(user)
    for code, usual in medians(base, Referral.service.expression).items():
        services[code].usual = usual
    for key, usual in medians(base, recipient).items():
        partners[key].usual = usual
    confidential = partners.pop(None, None)
    ranked = sorted(partners, key=lambda key: (-partners[key].n_sent, str(key)))
    return Overview(
        everything,
        sorted(services.items(), key=lambda item: (-item[1].n_sent, item[0])),
        with_partners({key: partners[key] for key in ranked[:MOST] if key}),
        confidential,
        len(ranked) > MOST,
    )


def named_partner(user: User) -> ColumnElement[Any]:
    """The organisation; nothing for one that the user may not know of."""
    if sees_confidential_places(user):
        return Partner.id.expression
    return case((Partner.is_confidential, null()), else_=Partner.id)


def counted(user: User, recipient: ColumnElement[Any]) -> list[Any]:
    """A row for each service and organisation."""
    is_sent = and_(Referral.sent_at.is_not(None), Referral.state != ReferralState.WITHDRAWN)
    conditions = {"n_sent": is_sent, "n_provided": and_(is_sent, Referral.done_at.is_not(None))}
    conditions |= {name: SHOWN[name]() for name in COUNTED}
    sums = [func.sum(case((is_so, 1), else_=0)).label(name) for name, is_so in conditions.items()]
    key = recipient.label("recipient")
    rows = with_case_and_partner(user).with_only_columns(
        Referral.service, key, *sums, maintain_column_froms=True
    )
    return list(db.session.execute(rows.group_by(Referral.service, key)))


def with_partners(lines: dict[UUID, Line]) -> list[Line]:
    found = {row.id: row for row in db.session.scalars(select(Partner).where(Partner.id.in_(lines)))}
    for key, line in lines.items():
        line.partner = found[key]
    return list(lines.values())
