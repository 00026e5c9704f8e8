"""Before a page shows what is kept of everyone's status: bring it up to date, or say since when it was not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request
from sqlalchemy.exc import InternalError, OperationalError

from coachtrack import clock
from coachtrack.access import viewer
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.queries.pending import Pending, pending, people_in_all, turned_in_all
from coachtrack.database import db, writing
from coachtrack.jobs import Progress, find_running, start

log = logging.getLogger(__name__)
FEW_NOTES = 500
"""So many notes of people are worked off while the page waits."""
FEW_PEOPLE = 2_000
"""So many people are looked at anew while the page waits."""
KIND = "coverage_refresh"
PATIENCE = 1_000
"""Milliseconds that a page waits for who is writing."""


@dataclass(frozen=True)
class Freshness:
    """Whether what is kept is up to date. If not: when it was, and the job that sees to it, if it is the viewer's."""

    is_fresh: bool
    job_id: int | None
    made_at: datetime | None


def bring_up_to_date() -> Freshness:
    """Make anew what little has to be; where it is much a job begins, and what is kept is shown as it is.

    So it is where the database cannot be written: someone else is at it for long, or it may only be read.
    """
    now = clock.now()
    waiting = pending(now, most=FEW_NOTES + 1)
    if waiting.is_fresh:
        return Freshness(True, None, waiting.made_at)
    try:
        return _brought(waiting, now)
    except (OperationalError, InternalError) as error:
        log.warning("coverage is shown as it was kept: %s", type(error.orig).__name__)
        db.session.rollback()
        return Freshness(False, None, waiting.made_at)


def _brought(waiting: Pending, now: datetime) -> Freshness:
    if not _is_much(waiting, now):
        with _apart():
            refresh(now)
            db.session.commit()
        db.session.rollback()  # so that this page sees it as well
        waiting = pending(now, most=1)
        return Freshness(waiting.is_fresh, None, waiting.made_at)
    return Freshness(False, _job(now), waiting.made_at)


def _is_much(waiting: Pending, now: datetime) -> bool:
    if waiting.is_whole:
        return people_in_all(clock.day_of(now), most=FEW_PEOPLE + 1) > FEW_PEOPLE
    return waiting.touched > FEW_NOTES or turned_in_all(now, most=FEW_PEOPLE + 1) > FEW_PEOPLE


def _job(now: datetime) -> int | None:
    """The job that brings it up to date, and back to the page: one at a time, of whoever looked first."""
    person_id = viewer().person_id
    if running := find_running(KIND, now=now):
        return running.id if running.person_id == person_id else None
    address = request.full_path.rstrip("?")

    def work(progress: Progress) -> str:
        refresh(clock.now(), progress=progress)
        return address

    with _apart():
        return start(KIND, work, by=person_id, now=now)


@contextmanager
def _apart() -> Iterator[None]:
    """A session of its own, which may write although the page only reads."""
    with writing(patience=PATIENCE), current_app.app_context():
        yield
