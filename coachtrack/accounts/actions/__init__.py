"""What is done with accounts: invite, open and close them, set passwords, start and end sessions, keep forms."""

from coachtrack.accounts.actions.by_link import mail_sign_in_link, use_sign_in_link
from coachtrack.accounts.actions.factors import (
    accept_code,
    ask_second_step,
    confirm_app,
    make_recovery_codes,
    remove_factor,
    spend_half,
    start_app,
    take_factors_away,
)
from coachtrack.accounts.actions.invitations import (
    ask_again,
    choose_language,
    create_administrator,
    deactivate,
    invite,
    open_account,
    reactivate,
)
from coachtrack.accounts.actions.passkeys import accept_passkey, add_passkey, ask_for_passkey, wish_for_passkey
from coachtrack.accounts.actions.passwords import (
    change_password,
    choose_password,
    forget_password,
    is_right_password,
    set_password,
)
from coachtrack.accounts.actions.proving import is_mailed_code, mail_proof_code, prove_session
from coachtrack.accounts.actions.sessions import (
    end_all_sessions,
    end_one_session,
    end_session,
    forget_kept_form,
    forget_old_things,
    keep_form,
    note_attempt,
    note_success,
    start_session,
)

__all__ = [
    "accept_code",
    "accept_passkey",
    "add_passkey",
    "ask_again",
    "ask_for_passkey",
    "ask_second_step",
    "change_password",
    "choose_language",
    "choose_password",
    "confirm_app",
    "create_administrator",
    "deactivate",
    "end_all_sessions",
    "end_one_session",
    "end_session",
    "forget_kept_form",
    "forget_old_things",
    "forget_password",
    "invite",
    "is_mailed_code",
    "is_right_password",
    "keep_form",
    "mail_proof_code",
    "mail_sign_in_link",
    "make_recovery_codes",
    "note_attempt",
    "note_success",
    "open_account",
    "prove_session",
    "reactivate",
    "remove_factor",
    "set_password",
    "spend_half",
    "start_app",
    "start_session",
    "take_factors_away",
    "use_sign_in_link",
    "wish_for_passkey",
]
