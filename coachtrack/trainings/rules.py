"""Trainings: whom they are for, how far they are, and who may be marked present."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from coachtrack.errors import N_, Refused


class TargetGroup(StrEnum):
    """Whom a training is for."""

    CLASSROOM_STAFF = "classroom_staff"
    EDUCATION_OFFICERS = "education_officers"
    CULTURE_COORDINATORS = "culture_coordinators"


TARGET_GROUP_LABELS = {
    TargetGroup.CLASSROOM_STAFF: N_("people in front of the class"),
    TargetGroup.EDUCATION_OFFICERS: N_("education officers"),
    TargetGroup.CULTURE_COORDINATORS: N_("culture coordinators (ICC'ers)"),
}


class TrainingStatus(StrEnum):
    """How far a training is; one that ended not completed can be resumed."""

    PLANNED = "planned"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    CANCELLED = "cancelled"


TRAINING_STATUS_LABELS = {
    TrainingStatus.PLANNED: N_("planned"),
    TrainingStatus.COMPLETED: N_("completed"),
    TrainingStatus.NOT_COMPLETED: N_("not completed"),
    TrainingStatus.CANCELLED: N_("cancelled"),
}


class Presence(StrEnum):
    """Whether someone was there."""

    PRESENT = "present"
    AWAY = "away"


PRESENCE_LABELS = {Presence.PRESENT: N_("present"), Presence.AWAY: N_("away")}


def check_may_take_attendance(*, starts_at: datetime, now: datetime, cancelled: bool) -> None:
    """Raise `Refused` when attendance is taken of a meeting that has not begun or was cancelled."""
    if cancelled:
        raise Refused(N_("This meeting was cancelled, so there is no attendance to take."))
    if now < starts_at:
        raise Refused(N_("This meeting has not begun yet. Come back when it has."))


def attended_minutes(presences: Sequence[Presence], minutes_each: Sequence[int]) -> int:
    """The minutes of the meetings that someone was at."""
    pairs = zip(presences, minutes_each, strict=True)
    return sum(minutes for presence, minutes in pairs if presence is Presence.PRESENT)
