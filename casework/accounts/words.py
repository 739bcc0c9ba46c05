"""The words for roles, actions and how far each reaches, shown wherever rights are."""

from flask_babel import lazy_gettext as _l

from casework.access.policy import Action, Role, Scope

ROLES = {
    Role.RECEPTION: _l("Reception"),
    Role.SOCIAL_WORKER: _l("Social worker"),
    Role.SPECIALIST: _l("Specialist"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.DIRECTOR: _l("Provincial director"),
    Role.PROGRAMME_OFFICER: _l("Programme officer"),
    Role.PARTNER: _l("Partner association"),
    Role.DPO: _l("Data-protection officer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

ACTIONS = {
    Action.ACCOUNT_OWN: _l("Change one's own password, end one's own sessions, read this page"),
    Action.CASE_OPEN: _l("Open a file: interview, signal, emergency, somebody who came back"),
    Action.CASE_VIEW: _l("Read a file"),
    Action.CASE_READ: _l("Read the pages of a file that may be lent: its story, the person, the notes"),
    Action.CASE_EDIT: _l("Change a file: identity, contacts, concerns, consents, tasks"),
    Action.CASE_REVEAL: _l("Show the name of a person in a list"),
    Action.CASE_PRINT: _l("Print a file"),
    Action.CASE_SENSITIVE: _l("Read who reported, who is suspected, and who is barred from the file"),
    Action.CASE_SUPERVISE: _l(
        "Assign, cover, approve, reopen, move or withdraw an entry, record a legal ground"
    ),
    Action.CASE_SEARCH: _l("Search for a person among the files that one reads"),
    Action.DUPLICATE_CHECK: _l("See which files of the cell may be the same person's"),
    Action.DUPLICATE_MERGE: _l("Make one file of two, and undo it"),
    Action.DUPLICATE_ACROSS: _l("See which files of two cells may be the same person's: references only"),
    Action.VISIT_LOG: _l("Log a visit at reception"),
    Action.VISIT_VIEW: _l("Read the visits of the day"),
    Action.VISIT_TAKE: _l("Take up a visit"),
    Action.CLOSURE_ASK: _l("Ask that a file be closed, or opened again"),
    Action.NOTE_ADD: _l("Write a follow-up note"),
    Action.TASK_ADD: _l("Add a task"),
    Action.NOTE_RESTRICTED: _l("Read the restricted part of a colleague's note"),
    Action.NOTE_CLINICAL: _l("Write a clinical note, which only its author reads"),
    Action.REFERRAL_MAKE: _l("Refer to a partner, and withdraw a referral"),
    Action.REFERRAL_RECEIVE: _l("Read what other cells referred to this one, and answer"),
    Action.REFERRAL_ANSWER: _l("Answer the referrals sent to one's own association"),
    Action.CASELOAD_REVIEW: _l("Review the files of each worker"),
    Action.REPORT_MAKE: _l("Prepare a report to an authority, and say what became of it"),
    Action.TRANSFER_ASK: _l("Ask that a file be transferred to another cell"),
    Action.TRANSFER_RECEIVE: _l("Accept or decline a file that another cell proposes"),
    Action.DUTY_COVER: _l("Stand in for an absent colleague: one file for four hours, the supervisor told"),
    Action.EXCEPTIONAL_ASK: _l("Ask to read one file by its reference, for four hours, with a reason"),
    Action.EXCEPTIONAL_REVIEW: _l("Review an exceptional access, without reading the file"),
    Action.TIE_DECLARE: _l("Say that one knows a person, and be shut out of her file"),
    Action.PARTNER_VIEW: _l("Read the partner directory"),
    Action.PARTNER_PROPOSE: _l("Propose a change of the partner directory"),
    Action.PARTNER_CARD: _l("Read and bring up to date the card of one's own association"),
    Action.PARTNER_CONFIDENTIAL: _l("See a confidential place, where the programme works with such places"),
    Action.PARTNER_EDIT: _l("Change the partner directory"),
    Action.FIGURES_VIEW: _l("Read the figures"),
    Action.LOG_CASE: _l("See who opened a file"),
    Action.LOG_VIEW: _l("Read the log of accesses"),
    Action.LOG_TECHNICAL: _l("Read the log of sign-ins and accounts"),
    Action.ACCOUNT_MANAGE: _l("Manage accounts, roles and cells"),
    Action.ACCOUNT_CONFIRM: _l("Confirm roles that read files, and new codes for those who hold them"),
}

SCOPES = {
    Scope.NONE: _l("No"),
    Scope.OWN: _l("Own"),
    Scope.CELL: _l("Cell"),
    Scope.DIRECTORATE: _l("All cells"),
}
