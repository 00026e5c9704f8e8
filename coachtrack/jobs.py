"""Work that takes longer than a page may: it runs beside the request, shows how far it is, and can be left."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack import clock
from coachtrack.crypto import EncryptedBytes
from coachtrack.database import Model, db, only_reading, own_transaction
from coachtrack.errors import NotFound, Refused

log = logging.getLogger(__name__)
SILENT = timedelta(minutes=2)
KEPT = timedelta(days=1)
LARGE = 200_000
"""A file of more bytes than this is read beside the request, with a progress bar."""
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


class JobFile(Model):
    """The file that a job made: sealed, for who asked for it, and gone with the job."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(sa.ForeignKey("job.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    body: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)


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

    What the request changed so far is committed with the job. The work runs in a session of its own: it gets numbers
    and bytes, never rows.
    """
    job = Job(kind=kind, person_id=by, started_at=now, heard_at=now, state=JobState.RUNNING, done=0, total=0)
    db.session.add(job)
    db.session.commit()
    job_id = job.id
    db.session.rollback()  # so that the work finds the database free
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # the real app, for the thread
    words = (app, job_id, work, str(get_locale() or "nl"))
    threading.Thread(target=_run, args=words, name=f"job-{job_id}", daemon=True).start()
    return job_id


def keep_upload(kind: str, name: str, body: bytes, *, options: dict[str, Any], by: int, now: datetime) -> Upload:
    """Keep a file until its preview is accepted. What was left lying for a day goes."""
    db.session.execute(sa.delete(Upload).where(Upload.uploaded_at < now - KEPT))
    upload = Upload(kind=kind, person_id=by, name=name[:200], body=body, options=options, uploaded_at=now)
    db.session.add(upload)
    db.session.flush()
    return upload


def get_upload(upload_id: int, kind: str, *, person_id: int) -> Upload:
    """The file that this person handed in. Raises `NotFound`, also when it is gone by now."""
    wanted = sa.select(Upload).where(Upload.id == upload_id, Upload.kind == kind, Upload.person_id == person_id)
    upload = db.session.scalar(wanted)
    if upload is None:
        raise NotFound
    return upload


class RowsPage(Pagination):
    """A page of rows that are in memory already, such as those of a preview: `RowsPage(rows=…, page=…)`."""

    def _query_items(self) -> list[Any]:
        rows: list[Any] = self._query_args["rows"]
        return rows[self._query_offset : self._query_offset + self.per_page]

    def _query_count(self) -> int:
        return len(self._query_args["rows"])


def find(job_id: int, *, person_id: int) -> Job | None:
    """The job, if this person asked for it."""
    return db.session.scalar(sa.select(Job).where(Job.id == job_id, Job.person_id == person_id))


def _run(app: Flask, job_id: int, work: Work, locale: str) -> None:
    with app.app_context(), force_locale(locale):
        only_reading(False)
        try:
            location = work(lambda done, total: _say(job_id, done=done, total=total))
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            _say(job_id, state=JobState.REFUSED, message=_(refusal.message, **refusal.values))
        except Exception:
            db.session.rollback()
            log.exception("job %s failed", job_id)
            _say(job_id, state=JobState.FAILED)
        else:
            _say(job_id, state=JobState.DONE, location=location)


def _say(job_id: int, **values: object) -> None:
    """Write how far it is where others can see it; not while the work itself writes on SQLite, which has one writer."""
    if db.engine.dialect.name == "sqlite" and db.session.registry.has() and db.session().in_transaction():
        return
    with own_transaction() as connection:
        connection.execute(sa.update(Job).where(Job.id == job_id).values(heard_at=clock.now(), **values))
