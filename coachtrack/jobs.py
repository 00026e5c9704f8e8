"""Work that takes longer than a page may: it runs beside the request, shows how far it is, and can be left."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, has_request_context, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, undefer
from werkzeug.exceptions import TooManyRequests

from coachtrack import clock
from coachtrack.crypto import EncryptedBytes
from coachtrack.database import Model, db, only_reading, own_transaction, reading, repeated
from coachtrack.errors import NotFound, Refused
from coachtrack.submissions import leads_to

log = logging.getLogger(__name__)
SILENT = timedelta(minutes=2)
"""Work that was not heard of for longer was cut off: a restart, a crash."""
KEPT = timedelta(days=1)
"""How long jobs, what they made and files that wait to be read can be come back to."""
LARGE = 200_000
"""A file of more bytes than this is read beside the request, with a progress bar."""
PATIENCE = 2.0
"""Seconds that a request waits for its work; what takes longer gets a page of its own."""
JUST_DONE = timedelta(minutes=15)
MOST = 3
"""Pieces of work of one kind that run for a person at the same time."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """A file that was made, to be handed out."""

    name: str
    content_type: str
    body: bytes


Work = Callable[[Progress], str]
"""What may change things; it returns where to look."""
Making = Callable[[Progress], Made]
"""What only reads; it returns a file."""


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

    file: Mapped["JobFile | None"] = relationship(lazy="raise")

    def is_silent(self, now: datetime) -> bool:
        """Whether the work seems to have died: running, and not heard of for two minutes."""
        return self.state is JobState.RUNNING and now - self.heard_at > SILENT

    def state_at(self, now: datetime) -> JobState:
        """How far it is; work that was not heard of failed, as when the server was restarted."""
        return JobState.FAILED if self.is_silent(now) else self.state


class JobFile(Model):
    """The file that a job made: sealed, for who asked for it, and gone with the job."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(sa.ForeignKey("job.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    body: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)


class Upload(Model):
    """A file that waits for its preview to be accepted; sealed, gone when it was, or a day later."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[bytes] = mapped_column(EncryptedBytes)
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    preview: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    uploaded_at: Mapped[datetime]


def start(kind: str, work: Work, *, by: int, now: datetime) -> int:
    """Run `work` beside the request; returns the id of its job. `work` reports progress and returns where to look.

    What the request changed so far is committed with the job. The work runs in a session of its own: it gets numbers
    and bytes, never rows.
    """
    job_id, _thread = _start(kind, work, reads_only=False, by=by, now=now)
    return job_id


def run_or_start(kind: str, work: Work, *, by: int, now: datetime) -> Job:
    """The same, and wait two seconds for it. Returns the job: done by then, or still running."""
    return _wait_for(*_start(kind, work, reads_only=False, by=by, now=now))


def make_or_start(kind: str, making: Making, *, by: int, now: datetime) -> Job:
    """Make a file beside the request, while others may write, and wait two seconds for it. Returns the job."""
    return _wait_for(*_start(kind, making, reads_only=True, by=by, now=now))


def _stop_when_too_many(kind: str, *, by: int, now: datetime) -> None:
    """Answer 429 to who asks for more of the same while so much of it runs for her."""
    running = sa.select(sa.func.count()).where(
        Job.kind == kind, Job.person_id == by, Job.state == JobState.RUNNING, Job.heard_at >= now - SILENT
    )
    if db.session.scalars(running).one() >= MOST:
        raise TooManyRequests(retry_after=int(SILENT.total_seconds()))


def _start(kind: str, work: Work | Making, *, reads_only: bool, by: int, now: datetime) -> tuple[int, threading.Thread]:
    forget_old(now=now)
    _stop_when_too_many(kind, by=by, now=now)
    job = Job(kind=kind, person_id=by, started_at=now, heard_at=now, state=JobState.RUNNING, done=0, total=0)
    db.session.add(job)
    db.session.flush()
    if has_request_context():
        leads_to(url_for("home.job", job_id=job.id))  # written now: later the work may keep the database
    db.session.commit()
    job_id = job.id
    db.session.rollback()  # so that the work finds the database free
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # the real app, for the thread
    words = (app, job_id, work, reads_only, str(get_locale() or "nl"))
    thread = threading.Thread(target=_run, args=words, name=f"job-{job_id}", daemon=True)
    thread.start()
    return job_id, thread


def _wait_for(job_id: int, thread: threading.Thread) -> Job:
    thread.join(PATIENCE)
    with reading():  # the work may still be writing
        return db.session.get_one(Job, job_id, options=[joinedload(Job.file)], populate_existing=True)


def forget_old(*, now: datetime) -> None:
    """Jobs and the files they made are kept a day after they were heard of last, and files that wait a day as well."""
    old = sa.select(Job.id).where(Job.heard_at < now - KEPT)
    db.session.execute(sa.delete(JobFile).where(JobFile.job_id.in_(old)))
    db.session.execute(sa.delete(Job).where(Job.heard_at < now - KEPT))
    db.session.execute(sa.delete(Upload).where(Upload.uploaded_at < now - KEPT))


def keep_upload(kind: str, name: str, body: bytes, *, options: dict[str, Any], by: int, now: datetime) -> Upload:
    """Keep a file until its preview is accepted. What was left lying for a day goes."""
    forget_old(now=now)
    upload = Upload(kind=kind, person_id=by, name=name[:200], body=body, options=options, uploaded_at=now)
    db.session.add(upload)
    db.session.flush()
    return upload


def get_upload(upload_id: int, kind: str, *, person_id: int) -> Upload:
    """The file that this person handed in. Raises `NotFound`, also when it is gone by now."""
    wanted = sa.select(Upload).where(Upload.id == upload_id, Upload.kind == kind, Upload.person_id == person_id)
    wanted = wanted.where(Upload.uploaded_at > clock.now() - KEPT)
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
    mine = sa.select(Job).where(Job.id == job_id, Job.person_id == person_id)
    return db.session.scalar(mine.options(joinedload(Job.file)))


def get_file(job_id: int, *, person_id: int, now: datetime) -> Made:
    """The file that this job made for this person. Raises `NotFound`, also when it is gone by now."""
    found = db.session.scalar(
        sa.select(JobFile)
        .join(Job, Job.id == JobFile.job_id)
        .where(Job.id == job_id, Job.person_id == person_id, Job.heard_at >= now - KEPT)
        .options(undefer(JobFile.body))
    )
    if found is None:
        raise NotFound
    return Made(found.name, found.content_type, found.body)


def jobs_of(person_id: int, *, now: datetime) -> Sequence[Job]:
    """What this person asked for in the last day, latest first."""
    mine = sa.select(Job).where(Job.person_id == person_id, Job.heard_at >= now - KEPT)
    return db.session.scalars(
        mine.options(joinedload(Job.file)).order_by(Job.started_at.desc(), Job.id.desc()).limit(50)
    ).all()


def find_running(kind: str, *, now: datetime) -> Job | None:
    """The work of this kind that runs now, for whomever."""
    running = sa.select(Job).where(Job.kind == kind, Job.state == JobState.RUNNING, Job.heard_at >= now - SILENT)
    return db.session.scalar(running.order_by(Job.id.desc()).limit(1))


def is_busy_for(person_id: int, *, now: datetime) -> bool:
    """Whether something runs for this person, or was done a moment ago."""
    recent = sa.select(Job.id).where(Job.person_id == person_id, Job.heard_at >= now - JUST_DONE)
    return db.session.scalar(recent.limit(1)) is not None


def _run(app: Flask, job_id: int, work: Work | Making, reads_only: bool, locale: str) -> None:
    with app.app_context(), force_locale(locale):
        only_reading(reads_only)
        say = partial(_say, job_id, beside=reads_only)
        try:
            result = repeated(lambda: _commit(work(lambda done, total: say(done=done, total=total))))
            if isinstance(result, Made):
                _keep(job_id, result)
        except Refused as refusal:
            db.session.rollback()
            say(state=JobState.REFUSED, message=_(refusal.message, **refusal.values))
        except Exception:
            db.session.rollback()
            log.exception("job %s failed", job_id)
            say(state=JobState.FAILED)
        else:
            say(state=JobState.DONE, location=None if isinstance(result, Made) else result)


def _commit(result: str | Made) -> str | Made:
    db.session.commit()
    return result


def _keep(job_id: int, made: Made) -> None:
    with own_transaction() as connection:
        kept = {"name": made.name[:200], "content_type": made.content_type, "size": len(made.body), "body": made.body}
        connection.execute(sa.insert(JobFile).values(job_id=job_id, **kept))


def _say(job_id: int, *, beside: bool, **values: object) -> None:
    """Write how far it is where others can see it; not while the work itself writes on SQLite, which has one writer."""
    if not beside and db.engine.dialect.name == "sqlite" and _is_under_way():
        return
    with own_transaction() as connection:
        connection.execute(sa.update(Job).where(Job.id == job_id).values(heard_at=clock.now(), **values))


def _is_under_way() -> bool:
    return db.session.registry.has() and db.session().in_transaction()
