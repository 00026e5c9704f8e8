"""Whose a row is, as the inventory says: for the package, for erasure and for retention alike."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.crypto import token_hash
from coachtrack.database import Model, db
from coachtrack.people.models import Person
from coachtrack.privacy.rules.sheets import Sheet

TRIES = "sign_in_attempt"
"""Counts by the hash of what was typed, and knows no person."""


def table_of(sheet: Sheet) -> sa.Table:
    """The table that a sheet is about."""
    return Model.metadata.tables[sheet.table]


def is_about(sheet: Sheet, person_id: int) -> sa.ColumnElement[bool]:
    """The rows that are hers, with every word in them."""
    return _any(sheet, sheet.about, person_id)


def has_part_in(sheet: Sheet, person_id: int) -> sa.ColumnElement[bool]:
    """The rows of somebody else in which she has a part: the facts are hers to know, the words are not."""
    return sa.and_(_any(sheet, sheet.also, person_id), sa.not_(is_about(sheet, person_id)))


def did(sheet: Sheet, column: str, person_id: int) -> sa.ColumnElement[bool]:
    """The rows in which she did what this column says, and which are not hers."""
    hers = sa.or_(is_about(sheet, person_id), _any(sheet, sheet.also, person_id))
    return sa.and_(table_of(sheet).c[column] == person_id, sa.not_(hers))


def names_her(sheet: Sheet, column: str, name: str) -> sa.ColumnElement[bool]:
    """The rows in which her name was typed literally."""
    text = sa.cast(table_of(sheet).c[column], sa.Text)
    return sa.or_(*(text.contains(written, autoescape=True) for written in ways_to_write(name)))


def ways_to_write(name: str) -> Sequence[str]:
    """A name as it stands in a text, and as it stands in a column of JSON."""
    return tuple(dict.fromkeys([name, json.dumps(name)[1:-1]]))


def _any(sheet: Sheet, paths: Iterable[str], person_id: int) -> sa.ColumnElement[bool]:
    if sheet.table == TRIES:
        return table_of(sheet).c.account_key.in_(_keys_of(person_id))
    ways = [_follow(table_of(sheet), path.split("/"), person_id) for path in paths]
    return sa.or_(*ways) if ways else sa.false()


def _follow(table: sa.Table, steps: list[str], person_id: int) -> sa.ColumnElement[bool]:
    """That the person stands at the end of these steps from a table."""
    first, rest = steps[0], steps[1:]
    if first.startswith("<"):
        name, _colon, back = first.removeprefix("<").partition(":")
        there = Model.metadata.tables[name]
        return key_of(table).in_(sa.select(there.c[back]).where(_follow(there, rest, person_id)))
    column = table.c[first]
    if not rest:
        return column == person_id
    target = next(iter(column.foreign_keys)).column
    return column.in_(sa.select(target).where(_follow(target.table, rest, person_id)))


def key_of(table: sa.Table) -> sa.Column[Any]:
    """The first column of what numbers its rows."""
    return next(iter(table.primary_key.columns))


def _keys_of(person_id: int) -> list[str]:
    """Under which keys her tries to sign in are counted."""
    typed = db.session.scalar(sa.select(Person.email_key).where(Person.id == person_id))
    account = db.session.scalar(sa.select(Account.id).where(Account.person_id == person_id))
    keys = [typed] if typed else []
    return [token_hash(key) for key in [*keys, *([f"account:{account}"] if account else [])]]
