"""What the inventory says of each column at erasure is what happens: looked for byte by byte in the files."""

from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachtrack.database import Model
from coachtrack.people.models import Person
from coachtrack.privacy.actions.erasure import erase, wipe_traces
from coachtrack.privacy.queries.inventory import key_of, table_of
from coachtrack.privacy.rules.erasure import ErasureKind
from coachtrack.privacy.rules.inventory import SHEETS, AtErasure
from tests.factories.people import make_person
from tests.support.filling import Planter

MARK = "canary"
WRITTEN = "ook Wilhelmina Kanarie!"
GONE = {AtErasure.ROW_GOES, AtErasure.EMPTIED, AtErasure.PSEUDONYM}


def raw(column, which):
    """What the database itself holds there: sealed texts as they are sealed."""
    plain = sa.LargeBinary if "Bytes" in type(column.type).__name__ else sa.Text
    return sa.select(sa.type_coerce(column, plain) if "Encrypted" in type(column.type).__name__ else column).where(
        which
    )


def planted_of(db, person):
    """Per column of each table in which something is hers: what was planted there, as the database holds it."""
    planter, found = Planter(person, MARK), []
    planter._numbers = count(10_000)  # of one length, so that none is the beginning of another
    for sheet in SHEETS:
        for path in sheet.about:
            table, row = table_of(sheet), planter.plant(sheet, path)
            which = key_of(table) == row[key_of(table).name]
            found += [(line, db.scalars(raw(table.c[line.column], which)).one()) for line in sheet.lines()]
    return found


def is_findable(value):
    text = value.decode(errors="replace") if isinstance(value, bytes) else value
    return isinstance(text, str) and (text.startswith((MARK, "gAAAA")))


def held(db, backend):
    """Everything that is kept: the files of the database, or where those belong to a server its rows."""
    if backend.url.startswith("sqlite"):
        file = Path(backend.url.removeprefix("sqlite:///"))
        return b"".join(each.read_bytes() for each in sorted(file.parent.glob(file.name + "*")))
    rows = (
        row for table in Model.metadata.sorted_tables for row in db.execute(sa.select(sa.text("*")).select_from(table))
    )
    return "\n".join(str(value) for row in rows for value in row).encode()


def stands(value, everything):
    return (value if isinstance(value, bytes) else value.encode()) in everything


@pytest.fixture
def erased(db, backend, now):
    """What was planted of one person in every column, and all that is left after she was erased."""
    person, _other = make_person(), make_person()
    planted = [(line, value) for line, value in planted_of(db, person) if is_findable(value)]
    person.pseudonymised_at = None
    db.commit()
    before = held(db, backend)
    assert [line for line, value in planted if not stands(value, before)] == []
    erase(ErasureKind.PERSON, person.id, f"person:{person.id}", now=now)
    db.commit()
    wipe_traces()
    return planted, held(db, backend)


def test_what_goes_is_in_no_byte_and_what_stays_is_there(erased):
    planted, left = erased
    going = [(line, value) for line, value in planted if line.at_erasure in GONE]
    kept = [(line, value) for line, value in planted if line.at_erasure is AtErasure.KEPT]
    assert [(line.table, line.column) for line, value in going if stands(value, left)] == []
    assert [(line.table, line.column) for line, value in kept if not stands(value, left)] == []
    assert len(going) > 60
    assert len(kept) > 30


def test_her_name_gives_way_wherever_it_may_have_been_typed(db, backend, now):
    person, _other = make_person("Wilhelmina", "Kanarie"), make_person()
    planter = Planter(_other, MARK)
    written = 0
    for sheet in SHEETS:
        table = table_of(sheet)
        typed = [line.column for line in sheet.lines() if line.at_erasure is AtErasure.NAME_REPLACED]
        if typed:
            row = planter.insert(table, {})
            texts = {name: [WRITTEN] if isinstance(table.c[name].type, sa.JSON) else WRITTEN for name in typed}
            db.execute(sa.update(table).where(key_of(table) == row[key_of(table).name]).values(texts))
            written += len(typed)
    db.commit()
    erase(ErasureKind.NAME, person.id, f"person:{person.id}", now=now)
    db.commit()
    wipe_traces()
    assert b"Kanarie" not in held(db, backend)
    assert held(db, backend).count(person.name.encode()) >= written > 15
    assert db.get(Person, person.id).name == person.name
