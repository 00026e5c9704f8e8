"""How people hear of appointments."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coachtrack.agenda.rules.appointments import AppointmentStatus, Span
from coachtrack.errors import N_, Refused


class Channel(StrEnum):
    """How new, moved and cancelled appointments reach someone's own calendar."""

    MAIL = "mail"
    FEED = "feed"
    BOTH = "both"

    @property
    def mails(self) -> bool:
        """Whether each change is mailed."""
        return self is not Channel.FEED

    @property
    def feeds(self) -> bool:
        """Whether her own calendar reads them."""
        return self is not Channel.MAIL


class Change(StrEnum):
    """What happened to an appointment that people are told of."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    LEFT = "left"

    @property
    def takes_back(self) -> bool:
        """Whether someone's invitation does not hold any longer."""
        return self in {Change.CANCELLED, Change.LEFT}


CHANNEL_LABELS = {
    Channel.MAIL: N_("By mail"),
    Channel.FEED: N_("In my own calendar"),
    Channel.BOTH: N_("Both"),
}


@dataclass(frozen=True)
class Preference:
    """How a person hears of appointments; as it stands here for whoever chose nothing."""

    channel: Channel = Channel.MAIL
    remind_before: bool = True
    remind_after: bool = True


def thread_of(appointment_id: int, person_id: int) -> str:
    """Names what is mailed to one person about one appointment: only the last word of it counts."""
    return f"appointment:{appointment_id}:{person_id}"


def is_news(change: Change, *, span: Span, before: Span | None, now: datetime) -> bool:
    """Whether anyone is told. What is over is not announced, and no more is what was only written down afterwards.

    Something that was to come and turns out to have been is news: it still stands in people's calendars.
    """
    if change in {Change.PLANNED, Change.LEFT}:
        return span.starts_at > now
    if change is Change.MOVED:
        return span.starts_at > now or (before is not None and before.starts_at > now)
    return span.ends_at > now


class LinkState(StrEnum):
    """What someone finds behind the link by which she may answer."""

    OPEN = "open"
    ANSWERED = "answered"
    MOVED = "moved"
    CANCELLED = "cancelled"
    OVER = "over"


def state_of_link(
    *, sequence: int, asked: int, status: AppointmentStatus, ends_at: datetime, answered: bool, now: datetime
) -> LinkState:
    """A link holds for the moment that it was sent for (`asked`), until the end, and once."""
    if ends_at <= now:
        return LinkState.OVER
    if status is AppointmentStatus.CANCELLED:
        return LinkState.CANCELLED
    if asked != sequence:
        return LinkState.MOVED
    return LinkState.ANSWERED if answered else LinkState.OPEN


def check_may_answer(*, status: AppointmentStatus, starts_at: datetime, now: datetime) -> None:
    """Raise `Refused` when there is nothing left to answer."""
    if status is AppointmentStatus.CANCELLED:
        raise Refused(N_("This appointment was cancelled. You need not answer."))
    if starts_at <= now:
        raise Refused(N_("This appointment has begun. Call whoever planned it."))


def check_proposal(proposed_at: datetime | None, *, now: datetime) -> None:
    """Raise `Refused` when the moment that someone proposes instead lies behind us."""
    if proposed_at is not None and proposed_at <= now:
        raise Refused(N_("That moment has passed. Propose a later one."), field="day")
