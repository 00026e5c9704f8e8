"""The catalogue: trainings that can be had, those of a day, and one of them."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings.models import CatalogueEntry
from coachtrack.trainings.rules import TargetGroup


def catalogue(
    on: date, *, discipline: Discipline | None = None, target_group: TargetGroup | None = None, with_ended: bool = False
) -> Sequence[CatalogueEntry]:
    """The trainings that can be had on a day, by title; those about this discipline or in general, for this group."""
    entries = sa.select(CatalogueEntry).options(joinedload(CatalogueEntry.provider))
    if not with_ended:
        entries = entries.where(sa.or_(CatalogueEntry.ended_on.is_(None), CatalogueEntry.ended_on > on))
    found = db.session.scalars(entries.order_by(sa.func.lower(CatalogueEntry.title), CatalogueEntry.id)).all()
    return [
        entry
        for entry in found
        if (discipline is None or not entry.disciplines or discipline in entry.disciplines)
        and (target_group is None or target_group in entry.target_groups)
    ]


def get_entry(entry_id: int) -> CatalogueEntry:
    """The training of the catalogue with this number. Raises `NotFound`."""
    entry = db.session.get(CatalogueEntry, entry_id, options=(joinedload(CatalogueEntry.provider),))
    if entry is None:
        raise NotFound
    return entry


def find_entry(entry_id: int | None, on: date) -> CatalogueEntry | None:
    """The same, if it can be had on a day."""
    entry = db.session.get(CatalogueEntry, entry_id) if entry_id is not None and entry_id < 2**31 else None
    return entry if entry is not None and (entry.ended_on is None or entry.ended_on > on) else None


def find_entry_titled(title: str) -> CatalogueEntry | None:
    """The training of the catalogue with this title, however it is written."""
    wanted = sa.select(CatalogueEntry).where(sa.func.lower(CatalogueEntry.title) == title.lower())
    return db.session.scalars(wanted.order_by(CatalogueEntry.id)).first()
