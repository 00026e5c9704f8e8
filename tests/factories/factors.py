"""Second factors for tests: an app that counts already, the code that it shows, codes on paper."""

from datetime import datetime

import pyotp

from coachtrack import clock
from coachtrack.accounts import actions
from coachtrack.accounts.models import Account, SecondFactor
from coachtrack.database import db


def make_app(account: Account, name: str = "Telefoon") -> SecondFactor:
    """An authenticator app of this account that counts; a code of it was used long ago."""
    factor = actions.start_app(account, name=name, now=clock.now())
    factor.confirmed_at = clock.now()
    db.session.flush()
    return factor


def code_of(factor: SecondFactor, at: datetime | None = None, *, steps: int = 0) -> str:
    """What the app shows now, or at another moment, or so many steps of half a minute later."""
    return pyotp.TOTP(str(factor.secret)).at(at or clock.now(), counter_offset=steps)
