"""The pages of accounts, and what every request asks of them: who is there, and what did she type?"""

from flask import Flask

from coachtrack.accounts.views import (
    accounts,
    by_link,
    by_provider,
    factors,
    inviting,
    lost,
    passkeys,
    passwords,
    second_step,
    signing_in,
)
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.inside import ask_of_who_is_in
from coachtrack.accounts.views.kept import register as give_back_kept_forms
from coachtrack.accounts.views.kept import send_to_sign_in
from coachtrack.accounts.views.who import register as know_who_it_is

__all__ = [
    "accounts",
    "ask_of_who_is_in",
    "bp",
    "by_link",
    "by_provider",
    "factors",
    "inviting",
    "lost",
    "passkeys",
    "passwords",
    "register",
    "second_step",
    "send_to_sign_in",
    "signing_in",
]


def register(app: Flask) -> None:
    """Let the app know who is signed in, and let no typed form be lost."""
    know_who_it_is(app)
    app.add_template_global(passkeys.possible, "passkeys_possible")
    give_back_kept_forms(app)
