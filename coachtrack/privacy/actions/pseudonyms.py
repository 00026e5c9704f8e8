"""Her name becomes an invented one, wherever it stands."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack import outbox, text
from coachtrack.accounts.actions import end_all_sessions
from coachtrack.accounts.actions.links import revoke_links
from coachtrack.accounts.models import Account
from coachtrack.crypto import EncryptedText
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.privacy.queries.inventory import is_about, key_of, table_of
from coachtrack.privacy.rules import pseudonyms
from coachtrack.privacy.rules.inventory import SHEETS, AtErasure, Sheet
from coachtrack.schools.actions import names_changed


def give_pseudonym(person: Person, *, now: datetime) -> None:
    """Let an invented name take the place of hers and close her account. What was held of her keeps its number."""
    wanted = _names_of(person)
    _close_account(person, now=now)
    person.first_name, person.infix, person.last_name = pseudonyms.FIRST_NAME, "", _new_last_name()
    person.sort_name = text.sort_key(person.last_name, "", person.first_name)
    person.email = person.email_key = None
    person.pseudonymised_at = now
    db.session.flush()
    for sheet in SHEETS:
        _rename(sheet, person)
        if wanted:
            _rename_in_texts(sheet, wanted, person.name)
    names_changed.send(now=now)
    db.session.flush()
    db.session.expire_all()


def _names_of(person: Person) -> list[str]:
    """Under which she may stand in a text: her address, and her name where nobody else has it."""
    wanted = [person.email] if person.email else []
    same = sa.select(Person.id).where(Person.sort_name == person.sort_name, Person.id != person.id)
    is_alone = db.session.scalar(same.limit(1)) is None
    if is_alone and pseudonyms.can_be_found(person.first_name, person.last_name):
        wanted.append(person.name)
    return wanted


def _new_last_name() -> str:
    while True:
        name = pseudonyms.invented([secrets.choice(pseudonyms.ALPHABET) for _ in range(pseudonyms.LENGTH)])
        if db.session.scalar(sa.select(Person.id).where(Person.last_name == name).limit(1)) is None:
            return name


def _close_account(person: Person, *, now: datetime) -> None:
    outbox.cancel_for(person.id, now=now)
    for account in db.session.scalars(sa.select(Account).where(Account.person_id == person.id)):
        account.deactivated_at = account.deactivated_at or now
        end_all_sessions(account.id, now=now)
        revoke_links(account.id, now=now)


def _rename(sheet: Sheet, person: Person) -> None:
    """The invented name where hers is a column of a row about her; she herself has it already."""
    columns = [line.column for line in sheet.lines() if line.at_erasure is AtErasure.PSEUDONYM]
    if columns and not sheet.rows_go and sheet.table != Person.__tablename__:
        values = dict.fromkeys(columns, person.name)
        db.session.execute(sa.update(table_of(sheet)).where(is_about(sheet, person.id)).values(values))


def _rename_in_texts(sheet: Sheet, wanted: Sequence[str], by: str) -> None:
    table = table_of(sheet)
    for line in sheet.lines():
        if line.at_erasure is AtErasure.NAME_REPLACED:
            for key, value in _holding(table.c[line.column], wanted):
                values = {line.column: _renamed(value, wanted, by)}
                db.session.execute(sa.update(table).where(key_of(table) == key).values(values))


def _holding(column: sa.Column[Any], wanted: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """Rows in which one of these may stand, by their number; what is sealed cannot be searched and is opened."""
    rows = sa.select(key_of(column.table), column).where(column.is_not(None))
    if not isinstance(column.type, EncryptedText):
        written = sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column
        rows = rows.where(sa.or_(*(written.icontains(part, autoescape=True) for part in _as_stored(column, wanted))))
    yield from db.session.execute(rows).all()


def _as_stored(column: sa.Column[Any], wanted: Sequence[str]) -> list[str]:
    return [json.dumps(each)[1:-1] for each in wanted] if isinstance(column.type, sa.JSON) else list(wanted)


def _renamed(value: Any, wanted: Sequence[str], by: str) -> Any:
    if isinstance(value, str):
        return pseudonyms.replaced(value, wanted, by)
    if isinstance(value, list):
        return [_renamed(each, wanted, by) for each in value]
    if isinstance(value, dict):
        return {key: _renamed(each, wanted, by) for key, each in value.items()}
    return value
