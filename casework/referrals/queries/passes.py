"""What is offered for a need, and the referrals that were made in one pass."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.queries import linked_files
from casework.consents.queries import may_receive
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerService, ServiceStatus
from casework.partners.queries import is_known_to, matching, matching_services
from casework.people.models import Sex
from casework.referrals.models import Referral, ReferralState

MOST_OFFERED = 60
SEX_CODES = {Sex.FEMALE: "F", Sex.MALE: "M"}


def fits(case: Case) -> list[ColumnElement[bool]]:
    """For whom a service is, as far as the file knows; a cell's programme is its own, and so is its list."""
    person, key = case.person, case.programme.key
    is_for_programme = or_(
        PartnerService.programmes.is_empty(),
        PartnerService.programmes.holds(key),
        Partner.cell_id.is_not(None),
    )
    sex = SEX_CODES[person.sex] if person.sex else None
    return [is_for_programme, may_receive(case), *matching(commune=person.commune, age=person.age, sex=sex)]


def services_offered(case: Case, user: User, code: str) -> list[PartnerService]:
    """Who can be asked for this today, near first; a partner with a barred person is not among them."""
    services = matching_services(user, code=code, commune=case.person.commune).where(*fits(case))
    return list(db.session.scalars(services.limit(MOST_OFFERED)).unique())


def needs_met(case: Case, user: User) -> set[str]:
    """The kinds of service that somebody offers for this file."""
    codes = (
        select(PartnerService.code)
        .join(PartnerService.partner)
        .where(is_known_to(user), PartnerService.status == ServiceStatus.ACTIVE, *fits(case))
    )
    return set(db.session.scalars(codes.distinct()))


def household_files(case: Case, user: User) -> list[Case]:
    """The open files of the household that this person works on: a referral may be made for several."""
    files = linked_files(case, user, Action.REFERRAL_MAKE)
    return [file for file in files if file.is_live and user.id in file.member_ids]


def pass_of(case: Case, referral: Referral, user: User) -> list[Referral]:
    """The referrals made in one pass with this one, on files of this person's, to places he knows of."""
    files = [case, *household_files(case, user)] if referral.batch_id else [case]
    is_one_of_them = Referral.id == referral.id
    if referral.batch_id:
        is_one_of_them = Referral.batch_id == referral.batch_id
    made = (
        select(Referral)
        .join(Referral.partner)
        .where(is_one_of_them, Referral.case_id.in_([file.id for file in files]), is_known_to(user))
        .options(contains_eager(Referral.partner).selectinload(Partner.services), joinedload(Referral.case))
    )
    return list(db.session.scalars(made.order_by(Referral.id)))


def unsent(made: list[Referral]) -> list[Referral]:
    return [referral for referral in made if referral.state is ReferralState.PREPARED]
