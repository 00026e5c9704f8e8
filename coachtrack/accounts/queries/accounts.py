"""Accounts, and what somebody who knows their owners would guess."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack import text
from coachtrack.accounts.models import Account, ProviderIdentity
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Person
from coachtrack.people.queries import posts_on


def get_account(account_id: int) -> Account:
    """The account with this number. Raises `NotFound`."""
    found = db.session.scalar(sa.select(Account).options(joinedload(Account.person)).where(Account.id == account_id))
    if found is None:
        raise NotFound
    return found


def find_account_of(person_id: int) -> Account | None:
    """The account of a person, if she has one."""
    return db.session.scalar(sa.select(Account).where(Account.person_id == person_id))


def find_account_by_email(email: str) -> Account | None:
    """The account of whoever has this e-mail address, compared without case."""
    return db.session.scalar(
        sa.select(Account)
        .join(Account.person)
        .options(joinedload(Account.person))
        .where(Person.email_key == text.clean(email).casefold())
    )


def has_come(account: Account) -> bool:
    """Whether she was in already: she has a password, or is joined to a provider. Otherwise she is only invited."""
    if account.password_hash is not None:
        return True
    joined = sa.select(ProviderIdentity.id).where(ProviderIdentity.account_id == account.id)
    return db.session.scalar(joined.limit(1)) is not None


def words_about(person: Person, on: date) -> list[str]:
    """What somebody who knows her would try as a password: her names, address and schools."""
    schools = [post.school.name for post in posts_on(person.id, on)]
    return [person.first_name, person.last_name, person.email or "", *schools]
