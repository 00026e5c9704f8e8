"""Keep the catalogue: add a training that can be had, change it, end it and put it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coachtrack import audit
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.database import db
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import queries
from coachtrack.trainings.models import CatalogueEntry
from coachtrack.trainings.rules import TargetGroup, check_offer, check_title_free


@dataclass(frozen=True)
class Offer:
    """What the catalogue says of a training; no disciplines: it is about several, or in general."""

    title: str
    kind: AppointmentKind
    target_groups: Sequence[TargetGroup]
    minutes: int
    meetings: int = 1
    disciplines: Sequence[Discipline] = ()
    provider_id: int | None = None
    gives_qualification: bool = False


def add_entry(offer: Offer, *, by: int | None, now: datetime) -> CatalogueEntry:
    """A training more that can be had. Raises `Refused`."""
    entry = CatalogueEntry()
    _fill(entry, offer)
    db.session.add(entry)
    db.session.flush()
    audit.note("catalogue.added", now=now, by=by, thing=f"catalogue:{entry.id}")
    return entry


def change_entry(entry: CatalogueEntry, offer: Offer, *, by: int | None, now: datetime) -> None:
    """The catalogue says something else of it; trainings that were planned stay as they are. Raises `Refused`."""
    _fill(entry, offer)
    audit.note("catalogue.changed", now=now, by=by, thing=f"catalogue:{entry.id}")
    db.session.flush()


def end_entry(entry: CatalogueEntry, *, on: date, by: int | None, now: datetime) -> None:
    """It can be had no longer, from this day on. Ending twice does it once."""
    if entry.ended_on is None:
        entry.ended_on = on
        audit.note("catalogue.ended", now=now, by=by, thing=f"catalogue:{entry.id}")
        db.session.flush()


def restore_entry(entry: CatalogueEntry, *, by: int | None, now: datetime) -> None:
    """It can be had again."""
    if entry.ended_on is not None:
        entry.ended_on = None
        audit.note("catalogue.restored", now=now, by=by, thing=f"catalogue:{entry.id}")
        db.session.flush()


def _fill(entry: CatalogueEntry, offer: Offer) -> None:
    check_offer(
        kind=offer.kind,
        target_groups=offer.target_groups,
        meetings=offer.meetings,
        minutes=offer.minutes,
        gives_qualification=offer.gives_qualification,
    )
    other = queries.find_entry_titled(offer.title)
    check_title_free(is_taken=other is not None and other.id != entry.id)
    entry.title, entry.kind = offer.title, offer.kind
    entry.meetings, entry.minutes = offer.meetings, offer.minutes
    entry.target_groups = [str(group) for group in offer.target_groups]
    entry.disciplines = [str(discipline) for discipline in offer.disciplines]
    entry.provider_id, entry.gives_qualification = offer.provider_id, offer.gives_qualification
