"""Appointments: their kinds and statuses, who takes part as what, and when two of them clash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    AMBITION_TALK = "ambition_talk"
    ORIENTATION_TALK = "orientation_talk"
    ROUTE_TALK = "route_talk"


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
    AppointmentKind.AMBITION_TALK: N_("ambition talk"),
    AppointmentKind.ORIENTATION_TALK: N_("orientation talk"),
    AppointmentKind.ROUTE_TALK: N_("route talk"),
}


TRAINING_KINDS = (AppointmentKind.TEAM_TRAINING, AppointmentKind.WORKING_GROUP, AppointmentKind.COURSE)


TALK_KINDS = (AppointmentKind.AMBITION_TALK, AppointmentKind.ORIENTATION_TALK, AppointmentKind.ROUTE_TALK)
SESSION_KINDS = tuple(kind for kind in AppointmentKind if kind not in TRAINING_KINDS + TALK_KINDS)


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


PARTICIPANT_LABELS = {
    ParticipantRole.COACH: N_("coach"),
    ParticipantRole.TEACHER: N_("teacher"),
    ParticipantRole.TRAINER: N_("trainer"),
    ParticipantRole.ATTENDEE: N_("participant"),
}


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


class Answer(StrEnum):
    """What someone who was invited says."""

    COMING = "coming"
    CANNOT = "cannot"


@dataclass(frozen=True)
class Span:
    """A stretch of time; the end is not part of it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Booked(Refused):
    """Someone who is needed has got another appointment then: nobody may plan over that."""


def check_span(span: Span) -> None:
    """Raise `Refused` when an appointment would end before it begins, or last longer than half a day."""
    if span.ends_at <= span.starts_at:
        raise Refused(N_("The end lies before the beginning. Choose a later end."), field="ends_at")
    if span.ends_at - span.starts_at > LONGEST:
        raise Refused(N_("This lasts longer than twelve hours. Choose an earlier end."), field="ends_at")


def check_free(name: str, span: Span, booked: Iterable[Span]) -> None:
    """Raise `Refused` when this person is booked in the same stretch of time."""
    if any(span.overlaps(other) for other in booked):
        raise Booked(
            N_("%(name)s already has an appointment at that time on %(day)s. Choose another moment."),
            field="day",
            name=name,
            day=span.starts_at,
        )


def check_standing(status: AppointmentStatus) -> None:
    """Raise `Refused` when something would be changed about an appointment that was cancelled."""
    if status is AppointmentStatus.CANCELLED:
        raise Refused(N_("This appointment was cancelled. Let it go on first, then move it."))
