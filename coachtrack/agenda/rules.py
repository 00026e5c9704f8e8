"""Appointments: their kinds and statuses, clashes, school years and school days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coachtrack.errors import N_, Refused

LONGEST = timedelta(hours=12)


class AppointmentKind(StrEnum):
    """What takes place."""

    INTAKE_TALK = "intake_talk"
    PREPARATION = "preparation"
    DEMO_LESSON = "demo_lesson"
    CO_TEACHING = "co_teaching"
    CLASSROOM_VISIT = "classroom_visit"
    DEBRIEF = "debrief"
    MIDTERM_REVIEW = "midterm_review"
    CLOSING_TALK = "closing_talk"
    TEAM_TRAINING = "team_training"
    WORKING_GROUP = "working_group"
    COURSE = "course"


KIND_LABELS = {
    AppointmentKind.INTAKE_TALK: N_("intake talk"),
    AppointmentKind.PREPARATION: N_("lesson preparation"),
    AppointmentKind.DEMO_LESSON: N_("demonstration lesson"),
    AppointmentKind.CO_TEACHING: N_("co-teaching"),
    AppointmentKind.CLASSROOM_VISIT: N_("classroom visit"),
    AppointmentKind.DEBRIEF: N_("debrief"),
    AppointmentKind.MIDTERM_REVIEW: N_("midterm review"),
    AppointmentKind.CLOSING_TALK: N_("closing talk"),
    AppointmentKind.TEAM_TRAINING: N_("team training"),
    AppointmentKind.WORKING_GROUP: N_("working group"),
    AppointmentKind.COURSE: N_("course"),
}
TRAINING_KINDS = (AppointmentKind.TEAM_TRAINING, AppointmentKind.WORKING_GROUP, AppointmentKind.COURSE)
SESSION_KINDS = tuple(kind for kind in AppointmentKind if kind not in TRAINING_KINDS)
LESSON_KINDS = (AppointmentKind.DEMO_LESSON, AppointmentKind.CO_TEACHING, AppointmentKind.CLASSROOM_VISIT)


class AppointmentStatus(StrEnum):
    """An appointment stands or was cancelled; a move is the same appointment at another moment."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why something did not go on; never anything medical."""

    SCHOOL = "school"
    COACH = "coach"
    AWAY = "away"
    OTHER = "other"


CANCEL_LABELS = {
    CancelReason.SCHOOL: N_("the school could not"),
    CancelReason.COACH: N_("the coach could not"),
    CancelReason.AWAY: N_("someone was away"),
    CancelReason.OTHER: N_("another reason"),
}


class ParticipantRole(StrEnum):
    """As what someone takes part. Coach, teacher and trainer can be in one place at a time only."""

    COACH = "coach"
    TEACHER = "teacher"
    TRAINER = "trainer"
    ATTENDEE = "attendee"


ONE_PLACE_ROLES = (ParticipantRole.COACH, ParticipantRole.TEACHER, ParticipantRole.TRAINER)


class PlaceKind(StrEnum):
    """Where it is."""

    SCHOOL = "school"
    INSTITUTION = "institution"
    ONLINE = "online"


PLACE_LABELS = {
    PlaceKind.SCHOOL: N_("at school"),
    PlaceKind.INSTITUTION: N_("at the institution"),
    PlaceKind.ONLINE: N_("online"),
}


class FeedLevel(StrEnum):
    """How much a calendar address tells."""

    STANDARD = "standard"
    FULL = "full"
    BUSY = "busy"


FEED_LEVEL_LABELS = {
    FeedLevel.STANDARD: N_("Kind, discipline and school"),
    FeedLevel.FULL: N_("Names and rooms too"),
    FeedLevel.BUSY: N_("Only that you are busy"),
}


MOST_FEED_ADDRESSES = 10
_CALENDAR_APPS = (
    ("google-calendar", "Google Calendar"),
    ("googlecalendar", "Google Calendar"),
    ("microsoft.exchange", "Outlook"),
    ("outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("dataaccessd", "Apple Agenda"),
    ("calendaragent", "Apple Agenda"),
    ("iphone", "Apple Agenda"),
    ("ios/", "Apple Agenda"),
    ("macos/", "Apple Agenda"),
    ("thunderbird", "Thunderbird"),
    ("icsx", "ICSx⁵"),
    ("nextcloud", "Nextcloud"),
)


def calendar_app(user_agent: str) -> str:
    """The name of the program that reads a feed, as its owner knows it; else the first word it says of itself."""
    said = user_agent.casefold()
    known = (name for sign, name in _CALENDAR_APPS if sign in said)
    return next(known, user_agent.split("/")[0].split(" ")[0][:60])


def check_feed_count(count: int) -> None:
    """Raise `Refused` when someone has as many calendar addresses as she may have."""
    if count >= MOST_FEED_ADDRESSES:
        raise Refused(N_("You have ten addresses already. Take one back that you no longer use, then add this one."))


@dataclass(frozen=True)
class Span:
    """A stretch of time; the end is not part of it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def check_span(span: Span) -> None:
    """Raise `Refused` when an appointment would end before it begins, or last longer than half a day."""
    if span.ends_at <= span.starts_at:
        raise Refused(N_("The end lies before the beginning. Choose a later end."), field="ends_at")
    if span.ends_at - span.starts_at > LONGEST:
        raise Refused(N_("This lasts longer than twelve hours. Choose an earlier end."), field="ends_at")


def check_free(name: str, span: Span, booked: Iterable[Span]) -> None:
    """Raise `Refused` when this person is booked in the same stretch of time."""
    if any(span.overlaps(other) for other in booked):
        raise Refused(
            N_("%(name)s already has an appointment at that time. Choose another moment."), field="day", name=name
        )


def check_standing(status: AppointmentStatus) -> None:
    """Raise `Refused` when something would be changed about an appointment that was cancelled."""
    if status is AppointmentStatus.CANCELLED:
        raise Refused(N_("This appointment was cancelled. Let it go on first, then move it."))


@dataclass(frozen=True, order=True)
class SchoolYear:
    """A school year, 1 August up to and with 31 July, known by the year in which it begins."""

    first: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        """The school year in which a day lies."""
        return cls(day.year if day.month >= 8 else day.year - 1)

    @property
    def starts_on(self) -> date:
        """1 August."""
        return date(self.first, 8, 1)

    @property
    def ends_on(self) -> date:
        """31 July."""
        return date(self.first + 1, 7, 31)


@dataclass(frozen=True, order=True)
class Week:
    """A week as calendars number them (ISO 8601), Monday first."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> "Week | None":
        """The week that `2026-W48` names; None where there is no such week."""
        year, _, number = name.partition("-W")
        if not re.fullmatch(r"20\d\d-W\d\d", name, re.ASCII):
            return None
        try:
            return cls(date.fromisocalendar(int(year), int(number), 1))
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """As an address writes it: `2026-W48`."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def number(self) -> int:
        """As people say it: week 48."""
        return self.monday.isocalendar().week

    def plus(self, weeks: int) -> "Week":
        """The week so many weeks later, or earlier."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True)
class Days:
    """A stretch of days, first up to and with last."""

    first: date
    last: date


def days_outside(start: date, count: int, holidays: Iterable[Days]) -> date:
    """The day on which `count` days have passed since `start`, days in holidays not counted."""
    closed = tuple(holidays)
    day, left = start, count
    while left > 0:
        day += timedelta(days=1)
        if not any(stretch.first <= day <= stretch.last for stretch in closed):
            left -= 1
    return day
