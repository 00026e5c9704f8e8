"""A session for a person without walking through the sign-in page, which has tests of its own."""

import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts import actions as accounts
from coachtrack.accounts.models import Account
from coachtrack.database import db
from coachtrack.people.models import Person


def cookie_of(person: Person) -> dict[str, object]:
    """What stands in the cookie of a browser in which this person just signed in. Commits."""
    db.session.flush()
    account = db.session.scalar(sa.select(Account).where(Account.person_id == person.id))
    account = account or accounts.open_account(person.id, now=clock.now())
    token = accounts.start_session(account, device="tests", now=clock.now())
    db.session.commit()
    return {"_user_id": token, "_fresh": True}
