"""Everything that is kept about one person, gathered table by table as the inventory says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.database import db
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.people.queries import get_person
from coachtrack.privacy.queries.inventory import did, has_part_in, is_about, key_of, names_her, table_of
from coachtrack.privacy.rules.inventory import BY_TABLE, SHEETS
from coachtrack.privacy.rules.sheets import TECHNICAL, Holds, Line, Sheet
from coachtrack.schools.models import School

Row = Mapping[str, Any]
SHORT = frozenset({"responsible", "informed_by", "signed_by", "participants", "name", "title", "place", "to_address"})
"""Typed texts that are little more than names: where hers stands in one, the text goes along."""
GROWING = ("audit_entry", "reading", "outbox_mail", "evidence_record", "participant", "earlier_seat")
MANY = 500
"""Numbers that are asked about at once: a database takes a thousand or so in one question."""


@dataclass(frozen=True)
class Section:
    """The rows of one table that are hers, or, with `in_part`, of others in which she has a part."""

    sheet: Sheet
    columns: tuple[str, ...]
    rows: Sequence[Row]
    in_part: bool = False


@dataclass(frozen=True)
class Act:
    """In which rows of others she did what a column says, by their numbers."""

    sheet: Sheet
    column: str
    numbers: Sequence[Any]


@dataclass(frozen=True)
class Mention:
    """In which texts her name was typed; the text itself where it is little more than that."""

    sheet: Sheet
    column: str
    found: Sequence[tuple[Any, str | None]]


@dataclass(frozen=True)
class Names:
    """What the numbers in the rows stand for, by table."""

    people: Mapping[int, str]
    schools: Mapping[int, str]
    periods: Mapping[int, str]
    appointments: Mapping[int, datetime]


@dataclass(frozen=True)
class Gathered:
    """All of it."""

    person: Person
    sections: Sequence[Section]
    acts: Sequence[Act]
    mentions: Sequence[Mention]
    names: Names


def gather(person_id: int) -> Gathered:
    """Everything that is kept about this person. Whoever calls this answers for whom she shows it."""
    person = get_person(person_id)
    sections = [section for sheet in SHEETS for section in _sections(sheet, person_id)]
    acts = [act for sheet in SHEETS for act in _acts(sheet, person_id)]
    mentions = [mention for sheet in SHEETS for mention in _mentions(sheet, person.name)]
    return Gathered(person, sections, acts, mentions, _names(sections))


def size_of(person_id: int) -> int:
    """About how many rows that will be: those of the tables that grow with every day."""
    return sum(
        db.session.scalar(sa.select(sa.func.count()).select_from(table_of(sheet)).where(is_about(sheet, person_id)))
        or 0
        for sheet in map(BY_TABLE.__getitem__, GROWING)
    )


def _sections(sheet: Sheet, person_id: int) -> Iterator[Section]:
    if sheet.about:
        columns = tuple(line.column for line in sheet.lines() if line.in_package)
        yield from _section(sheet, columns, is_about(sheet, person_id), in_part=False)
    if sheet.also:
        not_hers = {Holds.WORDS, Holds.NAME}
        columns = tuple(line.column for line in sheet.lines() if line.in_package and line.holds not in not_hers)
        yield from _section(sheet, columns, has_part_in(sheet, person_id), in_part=True)


def _section(
    sheet: Sheet, columns: tuple[str, ...], where: sa.ColumnElement[bool], *, in_part: bool
) -> Iterator[Section]:
    table = table_of(sheet)
    numbered = tuple(column for column in TECHNICAL[:1] if column in table.c) + columns
    wanted = sa.select(*(table.c[column] for column in numbered)).where(where).order_by(*table.primary_key.columns)
    rows = [dict(row) for row in db.session.execute(wanted).mappings()]
    if rows:
        yield Section(sheet, numbered, rows, in_part)


def _acts(sheet: Sheet, person_id: int) -> Iterator[Act]:
    for column in sheet.by.split():
        key = key_of(table_of(sheet))
        numbers = db.session.scalars(sa.select(key).where(did(sheet, column, person_id)).order_by(key)).all()
        if numbers:
            yield Act(sheet, column, numbers)


def _mentions(sheet: Sheet, name: str) -> Iterator[Mention]:
    table = table_of(sheet)
    key = key_of(table)
    for column in sheet.with_names:
        text = table.c[column] if column in SHORT else sa.null()
        found = db.session.execute(sa.select(key, text).where(names_her(sheet, column, name)).order_by(key)).all()
        if found:
            yield Mention(sheet, column, [(number, words) for number, words in found])


def _names(sections: Sequence[Section]) -> Names:
    return Names(
        people={each.id: each.name for each in _rows(Person, _ids(sections, Person))},
        schools={each.id: each.name for each in _rows(School, _ids(sections, School))},
        periods={each.id: each.name for each in _rows(FundingPeriod, _ids(sections, FundingPeriod))},
        appointments={each.id: each.starts_at for each in _rows(Appointment, _ids(sections, Appointment))},
    )


def _ids(sections: Sequence[Section], model: type[Any]) -> Collection[int]:
    """Every number in the rows that stands for something of this kind."""
    found: set[int] = set()
    for section in sections:
        columns = [name for name in section.columns if points_at(section.sheet, name) == model.__tablename__]
        found.update(row[name] for row in section.rows for name in columns if row[name] is not None)
    return sorted(found)


def points_at(sheet: Sheet, column: str) -> str:
    """The table whose numbers stand in a column; empty where it holds something of its own."""
    return next((key.column.table.name for key in table_of(sheet).c[column].foreign_keys), "")


def _rows(model: type[Any], numbers: Collection[int]) -> Iterator[Any]:
    wanted = list(numbers)
    for start in range(0, len(wanted), MANY):
        yield from db.session.scalars(sa.select(model).where(model.id.in_(wanted[start : start + MANY])))


def left_out() -> Sequence[Line]:
    """The columns of tables about people that are in nobody's package, each with its reason."""
    return [line for sheet in SHEETS if sheet.about or sheet.also for line in sheet.lines() if not line.in_package]
