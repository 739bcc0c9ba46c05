"""Who may do what, and on which cases. The only place where a role is given a right."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any


class Role(StrEnum):
    RECEPTION = "reception"
    SOCIAL_WORKER = "social_worker"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    PROGRAMME_OFFICER = "programme_officer"
    PARTNER = "partner"
    DPO = "dpo"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    ACCOUNT_OWN = "account.own"  # one's own password, sessions and language; the page of rights
    CASE_OPEN = "case.open"  # interview, signal, emergency, came back
    CASE_VIEW = "case.view"
    CASE_READ = "case.read"  # the file, the person and the notes: also of a file lent for a few hours
    CASE_EDIT = "case.edit"  # identity, contacts, concerns, consents; tasks once they are there
    CASE_REVEAL = "case.reveal"  # show a name in a list
    CASE_PRINT = "case.print"
    CASE_SENSITIVE = "case.sensitive"  # reporter, suspected author, barred persons
    CASE_SUPERVISE = (
        "case.supervise"  # assign, cover, approve, reopen, move or withdraw an entry, legal ground
    )
    CASE_SEARCH = "case.search"
    DUPLICATE_CHECK = "duplicate.check"  # see which files of the cell may be the same person's
    DUPLICATE_MERGE = "duplicate.merge"  # make one file of two, and undo it
    DUPLICATE_ACROSS = "duplicate.across"  # two references of two cells, and kinds of evidence; nothing else
    VISIT_LOG = "visit.log"
    VISIT_VIEW = "visit.view"
    VISIT_TAKE = "visit.take"  # take it up: from then on reception sees only when and by whom
    CLOSURE_ASK = "closure.ask"  # or its reopening
    NOTE_ADD = "note.add"
    TASK_ADD = "task.add"
    NOTE_RESTRICTED = "note.restricted"  # read the restricted part that somebody else wrote
    NOTE_CLINICAL = "note.clinical"  # write a clinical note; only its author reads it
    REFERRAL_MAKE = "referral.make"
    REFERRAL_RECEIVE = "referral.receive"  # what other cells sent to this one
    REFERRAL_ANSWER = "referral.answer"  # a partner with an account: those sent to it
    CASELOAD_REVIEW = "caseload.review"
    REPORT_MAKE = "report.make"  # prepare a report to an authority, and say what became of it
    TRANSFER_ASK = "transfer.ask"
    TRANSFER_RECEIVE = "transfer.receive"  # what another cell proposes to this one
    DUTY_COVER = "duty.cover"  # a colleague's file for four hours: read, one note, one task
    EXCEPTIONAL_ASK = "exceptional.ask"  # one file by its reference; the cell's supervisor grants
    EXCEPTIONAL_REVIEW = "exceptional.review"  # whether it was right, without reading the file
    TIE_DECLARE = "tie.declare"  # "I know this person"
    PARTNER_VIEW = "partner.view"
    PARTNER_EDIT = "partner.edit"
    PARTNER_PROPOSE = "partner.propose"  # say what is wrong or missing
    PARTNER_CARD = "partner.card"  # a partner with an account: its own card
    PARTNER_CONFIDENTIAL = "partner.confidential"  # a shelter, where the programme works with such places
    FIGURES_VIEW = "figures.view"
    LOG_CASE = "log.case"  # who opened this file
    LOG_VIEW = "log.view"
    LOG_TECHNICAL = "log.technical"  # sign-ins and accounts, nothing about files
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_CONFIRM = "account.confirm"


class Scope(IntEnum):
    NONE, OWN, CELL, DIRECTORATE = range(4)


NO, OWN, CELL, ALL = Scope.NONE, Scope.OWN, Scope.CELL, Scope.DIRECTORATE

# fmt: off
ROLES = tuple(Role)
GRANTS = {
    # reception, worker, specialist, supervisor, director, programmes, partner, dpo, administrator
    Action.ACCOUNT_OWN:      ( OWN,  OWN,  OWN,  OWN,  OWN,  OWN,  OWN,  OWN,  OWN),
    Action.CASE_OPEN:        (  NO, CELL,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_VIEW:        (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_READ:        (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_EDIT:        (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_REVEAL:      (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_PRINT:       (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_SENSITIVE:   (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_SUPERVISE:   (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.CASE_SEARCH:      (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.DUPLICATE_CHECK:  (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.DUPLICATE_MERGE:  (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.DUPLICATE_ACROSS: (  NO,   NO,   NO,   NO,   NO,   NO,   NO,  ALL,   NO),
    Action.VISIT_LOG:        ( ALL,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO),
    Action.VISIT_VIEW:       ( ALL, CELL,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.VISIT_TAKE:       (  NO, CELL,   NO,   NO,   NO,   NO,   NO,   NO,   NO),
    Action.CLOSURE_ASK:      (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.NOTE_ADD:         (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.TASK_ADD:         (  NO,  OWN,  OWN, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.NOTE_RESTRICTED:  (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.NOTE_CLINICAL:    (  NO,   NO,  OWN,   NO,   NO,   NO,   NO,   NO,   NO),
    Action.REFERRAL_MAKE:    (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.REFERRAL_RECEIVE: (  NO, CELL,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.REFERRAL_ANSWER:  (  NO,   NO,   NO,   NO,   NO,   NO,  OWN,   NO,   NO),
    Action.CASELOAD_REVIEW:  (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.REPORT_MAKE:      (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.TRANSFER_ASK:     (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.TRANSFER_RECEIVE: (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.DUTY_COVER:       (  NO, CELL,   NO,   NO,   NO,   NO,   NO,   NO,   NO),
    Action.EXCEPTIONAL_ASK:  (  NO,   NO,   NO,   NO,  ALL,   NO,   NO,   NO,   NO),
    Action.EXCEPTIONAL_REVIEW: (NO,   NO,   NO,   NO,   NO,   NO,   NO,  ALL,   NO),
    Action.TIE_DECLARE:      (  NO, CELL, CELL, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.PARTNER_VIEW:     ( ALL,  ALL,  ALL,  ALL,  ALL,  ALL,   NO,  ALL,   NO),
    Action.PARTNER_EDIT:     (  NO,   NO,   NO,  ALL,   NO,  ALL,   NO,   NO,   NO),
    Action.PARTNER_PROPOSE:  (  NO,  ALL,   NO,   NO,   NO,   NO,   NO,   NO,   NO),
    Action.PARTNER_CARD:     (  NO,   NO,   NO,   NO,   NO,   NO,  OWN,   NO,   NO),
    Action.PARTNER_CONFIDENTIAL: (NO, CELL, NO, CELL,  NO,   NO,   NO,   NO,   NO),
    Action.FIGURES_VIEW:     (  NO,  OWN,   NO, CELL,  ALL,  ALL,   NO,  ALL,   NO),
    Action.LOG_CASE:         (  NO,  OWN,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
    Action.LOG_VIEW:         (  NO,   NO,   NO, CELL,   NO,   NO,   NO,  ALL,   NO),
    Action.LOG_TECHNICAL:    (  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,  ALL),
    Action.ACCOUNT_MANAGE:   (  NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,  ALL),
    Action.ACCOUNT_CONFIRM:  (  NO,   NO,   NO, CELL,   NO,   NO,   NO,   NO,   NO),
}
# fmt: on

# what a file lent for a few hours opens, by the kind of grant, beside the action that lets one ask for it
LENT: dict[str, tuple[Action, frozenset[Action]]] = {
    "duty": (Action.DUTY_COVER, frozenset({Action.CASE_READ, Action.NOTE_ADD, Action.TASK_ADD})),
    "exceptional": (Action.EXCEPTIONAL_ASK, frozenset({Action.CASE_READ})),
}


def scope_of(role: Role, action: Action) -> Scope:
    return GRANTS[action][ROLES.index(role)]


def roles_with(action: Action, scope: Scope) -> list[Role]:
    return [role for role in ROLES if scope_of(role, action) is scope]


def reads_files(role: Role) -> bool:
    """An account with such a role needs the supervisor's confirmation."""
    return scope_of(role, Action.CASE_VIEW) > Scope.NONE


READING_ROLES = [role for role in ROLES if reads_files(role)]


def can(user: Any, action: Action, case: Any = None) -> bool:
    """Without a case: may the user ever do this? With one: may they do it here?"""
    if not user.is_authenticated:
        return False
    scopes = [(scope_of(position.role, action), position) for position in user.positions]
    if case is None and action is Action.ACCOUNT_OWN:
        return True  # also while the first role of an account waits to be confirmed
    if case is None:
        return any(
            scope > Scope.NONE or is_deputy(user, place, action) or kinds_lent(place.role, action)
            for scope, place in scopes
        )
    if user.id in case.barred_ids:
        return False
    by_role = any(covers(scope, place, user, case) for scope, place in scopes)
    return by_role or deputises(user, action, case) or is_lent(user, action, case)


def covers(scope: Scope, position: Any, user: Any, case: Any) -> bool:
    if scope is Scope.DIRECTORATE:
        return bool(position.directorate_id == case.cell.directorate_id)
    is_close = scope is Scope.CELL or (scope is Scope.OWN and user.id in case.member_ids)
    return bool(is_close and position.cell_id == case.cell.id)


def kinds_lent(role: Role, action: Action) -> dict[str, Scope]:
    """The kinds of grant by which this role may come to do this, and how far the role may be lent files."""
    kinds = {kind: scope_of(role, asked) for kind, (asked, opened) in LENT.items() if action in opened}
    return {kind: scope for kind, scope in kinds.items() if scope > Scope.NONE}


def is_lent(user: Any, action: Action, case: Any) -> bool:
    """A grant that runs now opens this, while he still has the role for which it was given."""
    lent = case.lent
    if lent is None or lent.user_id != user.id or not lent.is_running:
        return False
    scopes = [
        (kinds_lent(place.role, action).get(lent.kind.value, Scope.NONE), place) for place in user.positions
    ]
    return any(covers(scope, place, user, case) for scope, place in scopes)


def is_deputy(user: Any, position: Any, action: Action) -> bool:
    """Named deputy of a cell where he works, for what its supervisor may do."""
    cell = position.cell
    return bool(cell and cell.deputy_id == user.id and scope_of(Role.SUPERVISOR, action) is Scope.CELL)


def deputises(user: Any, action: Action, case: Any) -> bool:
    """The cell's deputy takes the place of a supervisor who is barred from the file."""
    here = [position for position in user.positions if position.cell_id == case.cell.id]
    return case.supervisor_is_barred and any(is_deputy(user, position, action) for position in here)


def cells_where(user: Any, action: Action) -> set[Any]:
    """The cells where the user may do this to every file, or to his own."""
    return {p.cell_id for p in places_where(user, action) if p.cell_id}


def places_where(user: Any, action: Action) -> Iterable[Any]:
    return [p for p in user.positions if scope_of(p.role, action) > Scope.NONE]
