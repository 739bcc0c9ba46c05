"""How the referrals stand, counted by service and by organisation; nobody is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, null

from casework.accounts.models import User
from casework.core.extensions import db
from casework.partners.models import Confidentiality, Named, Partner
from casework.partners.queries import sees_confidential_places
from casework.referrals.models import Referral, ReferralState
from casework.referrals.queries import with_case_and_partner
from casework.referrals.queries.answers import FROM, Usual, medians
from casework.referrals.queries.shown import SHOWN

COUNTED = ("waiting", "overdue", "redo", "done")
MOST = 100  # organisations on one page: those with most referrals


@dataclass(frozen=True)
class Recipient(Named):
    id: UUID
    name_ar: str
    name_fr: str


@dataclass
class Line:
    """Of one service, one organisation, or all; a share or a middle rests on five referrals or more."""

    n_sent: int = 0
    n_provided: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    usual: Usual = Usual()
    partner: Recipient | None = None

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
    """Of the files that this person may see: three statements, however many there are."""
    everything, services = Line(), defaultdict[str, Line](Line)
    partners = defaultdict[UUID | None, Line](Line)
    sees_all = sees_confidential_places(user)
    for row in counted(user):
        is_named = sees_all or row.confidentiality is not Confidentiality.CELL
        partner = partners[row.id if is_named else None]
        partner.partner = Recipient(row.id, row.name_ar, row.name_fr) if is_named else None
        for line in (everything, services[row.service], partner):
            line.add(row)
    base = with_case_and_partner(user)
    for code, usual in medians(base, Referral.service.expression).items():
        services[code].usual = usual
    for key, usual in medians(base, named_partner(sees_all)).items():
        partners[key].usual = usual
    confidential = partners.pop(None, None)
    ranked = sorted(partners.items(), key=lambda item: (-item[1].n_sent, str(item[0])))
    return Overview(
        everything,
        sorted(services.items(), key=lambda item: (-item[1].n_sent, item[0])),
        [line for _key, line in ranked[:MOST]],
        confidential,
        len(ranked) > MOST,
    )


def named_partner(sees_all: bool) -> ColumnElement[Any]:
    """The organisation; nothing for one that the user may not know of."""
    return Partner.id.expression if sees_all else case((Partner.is_confidential, null()), else_=Partner.id)


def counted(user: User) -> list[Any]:
    """A row for each service and organisation."""
    is_sent = and_(Referral.sent_at.is_not(None), Referral.state != ReferralState.WITHDRAWN)
    conditions = {"n_sent": is_sent, "n_provided": and_(is_sent, Referral.done_at.is_not(None))}
    conditions |= {name: SHOWN[name]() for name in COUNTED}
    sums = [func.sum(case((is_so, 1), else_=0)).label(name) for name, is_so in conditions.items()]
    said = (Referral.service, Partner.id, Partner.name_ar, Partner.name_fr, Partner.confidentiality)
    rows = with_case_and_partner(user).with_only_columns(*said, *sums, maintain_column_froms=True)
    return list(db.session.execute(rows.group_by(Referral.service, Partner.id)))
