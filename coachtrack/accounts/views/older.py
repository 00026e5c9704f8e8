"""What was written longer ago: on a phone that stays signed in it opens only for who proves again that it is her."""

from datetime import datetime

from flask import abort
from flask_login import current_user

from coachtrack import clock
from coachtrack.accounts.rules import asks_for_proof
from coachtrack.accounts.rules.factors import proof_holds
from coachtrack.accounts.views.proving import to_proof


def ask_proof_for(written_at: datetime) -> None:
    """Answer with the page where she proves that it is her, when something of that day asks for it."""
    now = clock.now()
    if asks_for_proof(trusted_until=current_user.trusted_until, written_at=written_at, now=now) and not proof_holds(
        current_user.proved_at, now=now
    ):
        abort(to_proof())
