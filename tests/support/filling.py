"""Rows for every table that is about people, each column with a value of its own: to see that none is overlooked."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from coachtrack.crypto import EncryptedBytes, EncryptedText, token_hash
from coachtrack.database import Model, UTCDateTime, db
from coachtrack.people.models import Person
from coachtrack.privacy.rules.sheets import Sheet

BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)
SMALL = {"weekday": 4, "scenario": 4}
"""Numbers that the database keeps small, and how many there are from one on."""
Planted = dict[str, Any]


class Planter:
    """Plants rows about one person; `mark` begins every text, so that it can be found again."""

    def __init__(self, person: Person, mark: str) -> None:
        self.person, self.mark, self._numbers = person, mark, count(1)

    def plant(self, sheet: Sheet, path: str) -> Planted:
        """A row of a table that is hers by this path; returns its values."""
        if path.startswith("<"):
            return self._plant_from_behind(sheet, path)
        table = Model.metadata.tables[sheet.table]
        if sheet.table == "person":
            return self._rename(table)
        first, *rest = path.split("/")
        return self.insert(table, {first: self._end(table.c[first], rest)})

    def _end(self, column: sa.Column[Any], rest: list[str]) -> Any:
        """The value of a column by which, with these steps, the person is found."""
        if column.table.name == "sign_in_attempt":
            return token_hash(self.person.email_key or "")
        if not rest:
            return self.person.id
        target = next(iter(column.foreign_keys)).column
        there = self.insert(target.table, {rest[0]: self._end(target.table.c[rest[0]], rest[1:])})
        return there[target.name]

    def _plant_from_behind(self, sheet: Sheet, path: str) -> Planted:
        step, end = path.split("/")
        name, _colon, back = step.removeprefix("<").partition(":")
        row = self.insert(Model.metadata.tables[sheet.table], {})
        self.insert(Model.metadata.tables[name], {back: row["id"], end: self.person.id})
        return row

    def _rename(self, table: sa.Table) -> Planted:
        values = {column.name: self._value(column) for column in table.columns if column.name not in {"id", "version"}}
        db.session.execute(sa.update(table).where(table.c.id == self.person.id).values(values))
        db.session.expire(self.person)
        return values | {"id": self.person.id}

    def insert(self, table: sa.Table, given: Planted) -> Planted:
        """A row with these values, the others made up; returns all of them."""
        values = dict(given)
        found = self._of_hers(table, given)
        if found is not None:
            return found
        for column in table.columns:
            if column.name not in values and not self._numbers_itself(column):
                values[column.name] = self._value(column)
        made = (
            db.session.execute(sa.insert(table).values(values).returning(*table.primary_key.columns)).mappings().one()
        )
        return values | dict(made)

    def _of_hers(self, table: sa.Table, given: Planted) -> Planted | None:
        """Of what somebody has once only, such as an account, the row that is there already."""
        for name, value in given.items():
            column = table.c[name]
            if column.unique or (column.primary_key and len(table.primary_key.columns) == 1 and column.foreign_keys):
                found = db.session.execute(sa.select(table).where(column == value)).mappings().one_or_none()
                if found is not None:
                    return dict(found)
        return None

    @staticmethod
    def _numbers_itself(column: sa.Column[Any]) -> bool:
        return bool(column.primary_key and not column.foreign_keys and column.autoincrement is not False)

    def _value(self, column: sa.Column[Any]) -> Any:
        if column.foreign_keys:
            return self._somebody_or_something(column)
        number, kind = next(self._numbers), column.type
        if isinstance(kind, sa.Enum):
            return list(kind.enum_class or kind.enums)[-1]
        if isinstance(kind, UTCDateTime):
            return BEGIN + timedelta(minutes=number)
        if isinstance(kind, (EncryptedBytes, sa.LargeBinary)):
            return f"{self.mark}{number}".encode()
        if isinstance(kind, sa.JSON):
            return [f"{self.mark}{number}"]
        if isinstance(kind, (EncryptedText, sa.String)):
            return self._text(column, number)
        if column.name in SMALL:
            return number % SMALL[column.name] + 1
        plain = {
            sa.Boolean: True,
            sa.Date: date(2024, 1, 1) + timedelta(days=number),
            sa.Time: time(number % 24, number % 60),
        }
        return next((value for each, value in plain.items() if isinstance(kind, each)), 1000 + number)

    def _text(self, column: sa.Column[Any], number: int) -> str:
        length = getattr(column.type, "length", None) or 60
        return f"{self.mark}{number}"[-length:]

    def _somebody_or_something(self, column: sa.Column[Any]) -> Any:
        """A row that this column may point at: another person, or whatever there is, made where there is none."""
        target = next(iter(column.foreign_keys)).column
        if target.table.name == column.table.name:
            return None
        if target.table.name == "person":
            return self._other()
        if column.unique or column.primary_key:
            return self.insert(target.table, {})[target.name]
        there = db.session.scalar(sa.select(target).limit(1))
        return there if there is not None else self.insert(target.table, {})[target.name]

    def _other(self) -> int:
        other = db.session.scalar(sa.select(Person.id).where(Person.id != self.person.id).limit(1))
        assert other is not None, "somebody else is needed who did it"
        return other
