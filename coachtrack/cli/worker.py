"""The worker that reminds people of appointments, sends what waits in the outbox and keeps coverage up to date."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from coachtrack import audit, clock, jobs
from coachtrack.agenda.actions import forget_past_busy_times, schedule_reminders, tend_reminders
from coachtrack.agenda.queries import ToLog
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.backups.queries.tables import hindrance
from coachtrack.cli.retention import retain
from coachtrack.clock import day_of
from coachtrack.coverage.actions.points import keep_missing
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.queries.pending import pending
from coachtrack.database import db
from coachtrack.outbox import forget_undelivered, send_due, sender_at
from coachtrack.trainings import queries as trainings
from coachtrack.trajectories import queries as trajectories

PAUSE = 15
"""Seconds between two rounds in which there was nothing to do."""
TICK = 0.2
CLEANED_EVERY = timedelta(hours=1)
SEALED_EVERY = timedelta(minutes=5)
TO_LOG = (
    ToLog(trajectories.unlogged(), ParticipantRole.COACH, "trajectories.log_session", "session_id"),
    ToLog(trainings.without_attendance(), ParticipantRole.TRAINER, "trainings.take_attendance", "meeting_id"),
)
log = logging.getLogger(__name__)


class Stop:
    """Whether the worker was told to stop: the mail in hand is finished, another one is not begun."""

    asked = False

    def __call__(self, *_signal: object) -> None:
        """What a signal calls. It only remembers: the work itself looks, between two mails."""
        self.asked = True

    def goes_on(self) -> bool:
        """Whether there is no reason to stop."""
        return not self.asked

    def wait(self, seconds: float) -> None:
        """Sleep, unless told to stop."""
        until = time.monotonic() + seconds
        while self.goes_on() and time.monotonic() < until:
            time.sleep(TICK)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and stop, for cron.")
@with_appcontext
def worker(once: bool) -> None:
    """Remind people of appointments and send mail from the outbox, until stopped."""
    if stays_in_the_app():
        click.echo("MAIL_URL is outbox: — mail stays in the app and nothing is sent.")
    with told_to_stop() as stop:
        if once:
            if stands := hindrance():
                raise click.ClickException(f"The tables are {stands} for this version of the product.")
            reminded, sent = work_once(stop)
            click.echo(f"{reminded} reminded, {sent} sent")
        else:
            work(stop)


def work(stop: Stop, *, pause: float = PAUSE) -> None:
    """Round after round, whatever goes wrong in one of them, until told to stop; none while the tables do not fit."""
    cleaned_at = sealed_at = retained_on = None
    while stop.goes_on():
        if not tables_fit():
            stop.wait(pause)
            continue
        if cleaned_at is None or clock.now() - cleaned_at >= CLEANED_EVERY:
            _survive(clean)
            cleaned_at = clock.now()
        if sealed_at is None or clock.now() - sealed_at >= SEALED_EVERY:
            _survive(seal)
            sealed_at = clock.now()
        if retained_on != clock.today():
            _survive(lambda now: retain(now, goes_on=stop.goes_on))
            retained_on = clock.today()
        reminded, sent = _survive(schedule_all), _survive(lambda now: send_some(now, stop))
        looked_at = _survive(keep_coverage) if stop.goes_on() else 0
        if not reminded and not sent and not looked_at:
            stop.wait(pause)


def tables_fit() -> bool:
    """Whether the tables are those of this version, and no backup is being put back."""
    stands = hindrance()
    if stands is not None:
        log.error("the tables are %s for this version of the product; the worker waits", stands)
    return stands is None


def work_once(stop: Stop) -> tuple[int, int]:
    """Everything that is due now: how many were reminded, and how many mails were sent. What goes wrong stops it."""
    clean(clock.now())
    seal(clock.now())
    retain(clock.now())
    reminded, sent = schedule_all(clock.now()), 0
    while more := send_some(clock.now(), stop):
        sent += more
    keep_coverage(clock.now())
    return reminded, sent


def stays_in_the_app() -> bool:
    """Whether mail is only looked at, as in the demo."""
    return str(current_app.config["MAIL_URL"]).startswith("outbox:")


def schedule_all(now: datetime) -> int:
    """Put all reminders that are due in the outbox, a transaction for each hundred; returns how many."""
    reminded = 0
    while count := schedule_reminders(TO_LOG, now=now):
        db.session.commit()
        reminded += count
    db.session.rollback()
    return reminded


def send_some(now: datetime, stop: Stop) -> int:
    """Send the mails that are due longest; returns how many. What no longer holds is taken back before."""
    if stays_in_the_app():
        return 0
    tend_reminders(TO_LOG, now=now)
    db.session.commit()
    sender = sender_at(current_app.config["BASE_URL"])
    return send_due(mail_url=current_app.config["MAIL_URL"], sender=sender, now=now, goes_on=stop.goes_on)


def keep_coverage(now: datetime) -> int:
    """Make the status of who was touched anew, or else a point of the line that is missing; returns of how many."""
    done = keep_missing(day_of(now), now=now) if pending(now, most=1).is_fresh else refresh(now)
    db.session.commit()
    return done


def clean(now: datetime) -> int:
    """Erase what is kept no longer: undelivered mail, when people were busy, long work with the files it made."""
    forget_undelivered(now=now)
    forget_past_busy_times(now=now)
    jobs.forget_old(now=now)
    db.session.commit()
    return 0


def seal(now: datetime) -> int:
    """Seal what was written to the log since the last time."""
    count = audit.seal(now=now)
    db.session.commit()
    return count


def _survive(work: Callable[[datetime], int]) -> int:
    """What this work did; nothing, when the database or anything else failed. The next round tries again."""
    try:
        return work(clock.now())
    except Exception:
        log.exception("a round of the worker failed")
        return 0
    finally:
        db.session.remove()


@contextmanager
def told_to_stop() -> Iterator[Stop]:
    """Listen to whoever asks the process to stop."""
    stop = Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
