"""Pages in English for these tests, whatever the catalogue holds."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts.actions import open_account
from coachtrack.accounts.models import Account
from coachtrack.database import db
from coachtrack.people.models import Person
from tests.support.client import Client


@pytest.fixture
def sign_in(sign_in: Callable[..., Client]) -> Callable[..., Client]:
    """Sign a person in who reads English."""

    def in_english(person: Person, *, into: Client | None = None) -> Client:
        account = db.session.scalar(sa.select(Account).where(Account.person_id == person.id))
        account = account or open_account(person.id, now=clock.now())
        account.locale = "en"
        db.session.flush()
        return sign_in(person, into=into)

    return in_english


@pytest.fixture
def enter(sign_in: Callable[..., Client], new_client: Callable[[], Client]) -> Callable[[Person], Client]:
    """Sign people in, each in a browser of her own: for a story with several of them."""
    own: dict[int, Client] = {}

    def in_her_own(person: Person) -> Client:
        if person.id not in own:
            own[person.id] = sign_in(person, into=new_client())
        return own[person.id]

    return in_her_own
