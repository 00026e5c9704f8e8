"""What is done with a person herself: add her, change her name or address."""

from datetime import datetime

from blinker import Namespace

from coachtrack import audit, text
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.people.models import Person
from coachtrack.people.queries import find_person_by_email
from coachtrack.schools.actions import names_changed

address_changed = Namespace().signal("address-changed")
"""Sent in the transaction of the change, with `person_id` and `now`: her mail goes elsewhere from here on."""


class AddressTaken(Refused):
    """Two people cannot sign in with one address."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("%(name)s has this e-mail address already. Use another one, or change it there first."),
            field="email",
            name=name,
        )


def add_person(
    *,
    first_name: str,
    infix: str = "",
    last_name: str,
    email: str | None,
    by: int | None = None,
    now: datetime,
) -> Person:
    """A new person. Her e-mail address, where she has one, identifies her. Raises `AddressTaken`."""
    person = Person(created_at=now)
    _name(person, first_name, infix, last_name)
    _give_address(person, email)
    db.session.add(person)
    db.session.flush()
    if by is not None:
        audit.note("person.added", now=now, by=by, thing=f"person:{person.id}")
    return person


def change_person(
    person: Person,
    *,
    first_name: str,
    infix: str = "",
    last_name: str,
    email: str | None,
    by: int | None,
    now: datetime,
) -> None:
    """Another name or address. A name may stand in the calendar of others, so all of those are renewed."""
    before = (person.name, person.email)
    _name(person, first_name, infix, last_name)
    _give_address(person, email)
    if (person.name, person.email) == before:
        return
    db.session.flush()
    if person.name != before[0]:
        names_changed.send(now=now)
    if email_key(person.email) != email_key(before[1]):
        address_changed.send(person_id=person.id, old=before[1], now=now)
    audit.note("person.changed", now=now, by=by, thing=f"person:{person.id}")


def email_key(email: str | None) -> str | None:
    """By which an address is compared: without case and the space around it."""
    return (email or "").strip().casefold() or None


def _name(person: Person, first_name: str, infix: str, last_name: str) -> None:
    person.first_name, person.infix, person.last_name = first_name, infix, last_name
    person.sort_name = text.sort_key(last_name, infix, first_name)


def _give_address(person: Person, email: str | None) -> None:
    key = email_key(email)
    with db.session.no_autoflush:
        other = find_person_by_email(key) if key else None
    if other is not None and other is not person:
        raise AddressTaken(other.name)
    person.email, person.email_key = (email or "").strip() or None, key
