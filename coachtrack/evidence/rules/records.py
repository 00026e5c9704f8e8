"""The words of evidence: kinds of record, what was done, who says so, and why something was corrected."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coachtrack.errors import N_


class RecordKind(StrEnum):
    """What a record says."""

    HELD = "held"
    CONFIRMED = "confirmed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Activity(StrEnum):
    """What was done. A debrief is a record beside its session, without minutes of its own."""

    COACHING = "coaching"
    DEBRIEF = "debrief"
    TRAINING = "training"


class Origin(StrEnum):
    """Where a fact comes from: logged here, or taken over from before."""

    LOGGED = "logged"
    TAKEN_OVER = "taken_over"


class Party(StrEnum):
    """Who says that it took place."""

    COACH = "coach"
    TEACHER = "teacher"
    TRAINER = "trainer"


class Reason(StrEnum):
    """Why a figure was corrected or a record withdrawn: a code, never a story."""

    SLIP = "slip"
    WRONG_MINUTES = "wrong_minutes"
    WRONG_PERSON = "wrong_person"
    DID_NOT_TAKE_PLACE = "did_not_take_place"
    NEWER_SHEET = "newer_sheet"


REASON_LABELS = {
    Reason.SLIP: N_("a slip, undone the same day"),
    Reason.WRONG_MINUTES: N_("the minutes were wrong"),
    Reason.WRONG_PERSON: N_("it was for someone else"),
    Reason.DID_NOT_TAKE_PLACE: N_("it did not take place"),
    Reason.NEWER_SHEET: N_("a newer sheet says otherwise"),
}

ACTIVITY_LABELS = {
    Activity.COACHING: N_("coaching"),
    Activity.DEBRIEF: N_("debrief"),
    Activity.TRAINING: N_("training"),
}


@dataclass(frozen=True)
class Fact:
    """What took place, without a word of what was said. Minutes are the teacher's, `coach_minutes` the coach's.

    `subject` names the thing in its own room, such as "session:12"; the same subject and person have one standing fact.
    `kind`, `discipline`, `stream` and `lesson_context` are the codes of their rooms.
    """

    subject: str
    activity: Activity
    person_id: int
    held_on: date
    kind: str
    school_id: int | None = None
    post_id: int | None = None
    coach_id: int | None = None
    trajectory_id: int | None = None
    discipline: str | None = None
    stream: str | None = None
    lesson_context: str | None = None
    prep_minutes: int = 0
    lesson_minutes: int = 0
    debrief_minutes: int = 0
    coach_minutes: int = 0
    origin: Origin = Origin.LOGGED

    @property
    def minutes(self) -> int:
        """The teacher's minutes together."""
        return self.prep_minutes + self.lesson_minutes + self.debrief_minutes
