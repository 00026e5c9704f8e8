"""Who is who: a person by her number or her address."""

import sqlalchemy as sa

from coachtrack import text
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Person


def get_person(person_id: int) -> Person:
    """The person with this number. Raises `NotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_person_by_email(email: str) -> Person | None:
    """The person with this e-mail address, compared without case."""
    return db.session.scalar(sa.select(Person).where(Person.email_key == text.clean(email).casefold()))
