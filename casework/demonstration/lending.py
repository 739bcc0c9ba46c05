"""Files lent for a few hours, and somebody who said that he knows a person."""

from datetime import timedelta

from casework.access.policy import Role
from casework.cases.grants import AccessGrant, GrantGround, GrantVerdict
from casework.cases.models import Case
from casework.demonstration.queries import grant_asked
from casework.demonstration.stage import Side, Stage
from casework.grants.services import exceptional
from casework.grants.services.duty import stand_in
from casework.ties.models import TieKind
from casework.ties.services import declare_of

CHILD, WOMEN = "child_protection", "womens_rights"
AN_HOUR = timedelta(hours=1)


def lend(stage: Stage) -> None:
    """What the director read last week was reviewed; what he reads since yesterday was not yet."""
    child, women = stage.sides[CHILD], stage.sides[WOMEN]
    if case := child.take(child.older_than(9)):
        grant = read_by_director(stage, child, case, 7, GrantGround.COURT)
        officer = stage.leader(Role.DPO)
        with stage.at(stage.hour(-6, 11), officer):
            verdict, words = GrantVerdict.JUSTIFIED, stage.words("grant_review", child)
            exceptional.review(grant, verdict=verdict, review=words, version=grant.version, by=officer)
    if case := women.take(women.older_than(4)):
        read_by_director(stage, women, case, 1, GrantGround.DANGER)
    take_place(stage, child)
    know_somebody(stage, women)


def read_by_director(stage: Stage, side: Side, case: Case, days: int, ground: GrantGround) -> AccessGrant:
    director, asked_at = stage.leader(Role.DIRECTOR), stage.hour(-days, 9)
    with stage.at(asked_at, director):
        why = stage.words("grant_why", side)
        exceptional.ask(director, reference=case.reference, ground=ground, why=why, form_key=stage.key())
    grant = grant_asked(case, director)
    with stage.at(asked_at + AN_HOUR, side.supervisor):
        words = stage.words("grant_answer", side)
        exceptional.decide(case, grant, gives=True, answer=words, version=grant.version, by=side.supervisor)
    return grant


def take_place(stage: Stage, side: Side) -> None:
    """Yesterday, of a file of the colleague who is away."""
    standing, away = side.workers[0], side.workers[-1]
    is_his = side.older_than(5, led_by=away)
    if case := side.take(lambda case: is_his(case) and standing.id not in case.member_ids):
        with stage.at(stage.hour(-1, 11, 20), standing):
            stand_in(
                standing, reference=case.reference, why=stage.words("duty_why", side), form_key=stage.key()
            )


def know_somebody(stage: Stage, side: Side) -> None:
    """She is shut out of a colleague's file, and of those that come later under this name."""
    first, other = side.workers[0], side.workers[-1]
    if case := side.take(side.older_than(12, led_by=first)):
        with stage.at(stage.hour(-10, 9, 10), other):
            declare_of(case, other, kind=TieKind.NEIGHBOUR, form_key=stage.key())
