"""Work that takes longer than a page may: it runs beside the request, shows how far it is, and can be left."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack import clock
from coachtrack.database import Model, db, only_reading, own_transaction
from coachtrack.errors import Refused

log = logging.getLogger(__name__)
SILENT = timedelta(minutes=2)
Progress = Callable[[int, int], None]
Work = Callable[[Progress], str]


class JobState(StrEnum):
    """How far a job is."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Job(Model):
    """One piece of long work: who asked for it, how far it is, and where its result is."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    state: Mapped[JobState] = mapped_column(default=JobState.RUNNING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str | None] = mapped_column(sa.Text)
    location: Mapped[str | None] = mapped_column(sa.Text)

    def is_silent(self, now: datetime) -> bool:
        """Whether the work seems to have died: running, and not heard of for two minutes."""
        return self.state is JobState.RUNNING and now - self.heard_at > SILENT


class Upload(Model):
    """A file that waits for its preview to be accepted; gone when it was, or a day later."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[bytes]
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    preview: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    uploaded_at: Mapped[datetime]


def start(kind: str, work: Work, *, by: int, now: datetime) -> int:
    """Run `work` beside the request; returns the id of its job. `work` reports progress and returns where to look.

    The job row is committed at once. The work runs in its own session: it gets numbers and bytes, never rows.
    """
    with own_transaction() as connection:
        row = sa.insert(Job).values(kind=kind, person_id=by, started_at=now, heard_at=now, state=JobState.RUNNING)
        job_id = int(connection.execute(row.values(done=0, total=0).returning(Job.id)).scalar_one())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # the real app, for the thread
    threading.Thread(target=_run, args=(app, job_id, work), name=f"job-{job_id}", daemon=True).start()
    return job_id


def find(job_id: int, *, person_id: int) -> Job | None:
    """The job, if this person asked for it."""
    return db.session.scalar(sa.select(Job).where(Job.id == job_id, Job.person_id == person_id))


def _run(app: Flask, job_id: int, work: Work) -> None:
    with app.app_context():
        only_reading(False)

        def progress(done: int, total: int) -> None:
            _say(job_id, done=done, total=total)

        try:
            location = work(progress)
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            _say(job_id, state=JobState.REFUSED, message=str(refusal))
        except Exception:
            db.session.rollback()
            log.exception("job %s failed", job_id)
            _say(job_id, state=JobState.FAILED)
        else:
            _say(job_id, state=JobState.DONE, location=location)


def _say(job_id: int, **values: object) -> None:
    with own_transaction() as connection:
        connection.execute(sa.update(Job).where(Job.id == job_id).values(heard_at=clock.now(), **values))
