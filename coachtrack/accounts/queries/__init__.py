"""Accounts, the sessions that still count, links that still work, tries that were made, forms that wait."""

from coachtrack.accounts.queries.accounts import (
    find_account_by_email,
    find_account_of,
    get_account,
    has_come,
    words_about,
)
from coachtrack.accounts.queries.attempts import failed_tries
from coachtrack.accounts.queries.devices import find_device
from coachtrack.accounts.queries.factors import (
    codes_left,
    factors_of,
    find_half,
    find_passkey,
    get_factor,
    has_factor,
    is_passkey_known,
)
from coachtrack.accounts.queries.guests import Guest, guests_among, teams_to_invite
from coachtrack.accounts.queries.links import find_link
from coachtrack.accounts.queries.sessions import (
    find_any_session,
    find_session,
    has_kept_forms,
    kept_form_of,
    open_sessions_of,
)

__all__ = [
    "Guest",
    "codes_left",
    "factors_of",
    "failed_tries",
    "find_account_by_email",
    "find_account_of",
    "find_any_session",
    "find_device",
    "find_half",
    "find_link",
    "find_passkey",
    "find_session",
    "get_account",
    "get_factor",
    "guests_among",
    "has_come",
    "has_factor",
    "has_kept_forms",
    "is_passkey_known",
    "kept_form_of",
    "open_sessions_of",
    "teams_to_invite",
    "words_about",
]
