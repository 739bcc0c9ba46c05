"""What is done to accounts: signing in, one-time codes, the accounts themselves, their roles."""

from casework.accounts.services.codes import issue_code, reset, use_code
from casework.accounts.services.people import (
    change_email,
    create_account,
    create_administrator,
    disable,
    enable,
    rename,
)
from casework.accounts.services.roles import (
    confirm_code,
    confirm_role,
    decline_code,
    decline_role,
    end_role,
    partners_offered,
    propose_role,
    when_roles_change,
    when_somebody_leaves,
    who_has_accounts,
)
from casework.accounts.services.signing_in import (
    change_password,
    end_one_session,
    let_in,
    note_failed_sign_in,
    recognise,
    set_password,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "change_email",
    "change_password",
    "confirm_code",
    "confirm_role",
    "create_account",
    "create_administrator",
    "decline_code",
    "decline_role",
    "disable",
    "enable",
    "end_one_session",
    "end_role",
    "issue_code",
    "let_in",
    "note_failed_sign_in",
    "partners_offered",
    "propose_role",
    "recognise",
    "rename",
    "reset",
    "set_password",
    "sign_out",
    "sign_out_everywhere",
    "use_code",
    "when_roles_change",
    "when_somebody_leaves",
    "who_has_accounts",
]
