"""Which of the two databases this is: each has a module that does the same things in its own way."""

from types import ModuleType

from coachtrack.backups.actions import postgresql, sqlite
from coachtrack.backups.rules import Kind
from coachtrack.database import db


def kind_here() -> Kind:
    """The kind of the database that is configured."""
    return Kind(db.engine.dialect.name)


def engine_here() -> ModuleType:
    """What copies it, reads a copy back and puts one in its place."""
    return {Kind.SQLITE: sqlite, Kind.POSTGRESQL: postgresql}[kind_here()]
