"""Tracks and streams of a funding period, when a school may be coached, and by which framework it works."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coachtrack.errors import N_, Refused


class Track(StrEnum):
    """How a school takes part."""

    PILOT_SCHOOL = "pilot_school"
    DISTRICT_SCHOOL = "district_school"
    OTHER = "other"


TRACK_LABELS = {
    Track.PILOT_SCHOOL: N_("pilot school"),
    Track.DISTRICT_SCHOOL: N_("district school"),
    Track.OTHER: N_("other"),
}


class Stream(StrEnum):
    """The part of the programme that an activity belongs to."""

    REGULAR_LESSON = "regular_lesson"
    DISTRICT_PROJECT = "icc_wijkproject"
    ARTS_AT_SCHOOL = "kos"
    MUSIC_IMPULSE = "muziekimpuls"


STREAM_LABELS = {
    Stream.REGULAR_LESSON: N_("regular lessons"),
    Stream.DISTRICT_PROJECT: N_("ICC district project"),
    Stream.ARTS_AT_SCHOOL: N_("arts at school (KoS)"),
    Stream.MUSIC_IMPULSE: N_("Muziekimpuls"),
}


class LessonContext(StrEnum):
    """What something is about: the regular lessons of teachers, or arts encounters (cultuurontmoetingen)."""

    REGULAR_LESSON = "regular_lesson"
    CULTURAL_ENCOUNTER = "cultural_encounter"


LESSON_CONTEXT_LABELS = {
    LessonContext.REGULAR_LESSON: N_("regular lesson"),
    LessonContext.CULTURAL_ENCOUNTER: N_("arts encounter"),
}


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raise `Refused` when a period would end before it begins."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(N_("The end lies before the beginning. Choose a later end."), field="ends_on")


@dataclass(frozen=True)
class Stretch:
    """From one day until another, both included; None: without an end. `name` says what it is, in a refusal."""

    starts_on: date
    ends_on: date | None = None
    name: str = ""

    def overlaps(self, other: "Stretch") -> bool:
        """Whether the two share a day."""
        return self.starts_on <= (other.ends_on or date.max) and other.starts_on <= (self.ends_on or date.max)

    def lies_within(self, other: "Stretch") -> bool:
        """Whether no day of this lies outside the other; without an end it ends with the other."""
        last = max(self.starts_on, self.ends_on or other.ends_on or date.max)
        return other.starts_on <= self.starts_on and last <= (other.ends_on or date.max)


def check_apart(period: Stretch, others: Iterable[Stretch]) -> None:
    """Raise `Refused` when a period would overlap with another one of the same scheme."""
    for other in others:
        if period.overlaps(other):
            raise Refused(
                N_("This overlaps with %(name)s. Choose days outside that period."), field="starts_on", name=other.name
            )


def check_within(stretch: Stretch, period: Stretch) -> None:
    """Raise `Refused` when something would hold outside the period under which it is recorded."""
    if not stretch.lies_within(period):
        raise Refused(N_("These days lie outside the period %(name)s."), field="starts_on", name=period.name)


def check_takes_part_once(stretch: Stretch, others: Iterable[Stretch]) -> None:
    """Raise `Refused` when a school would take part twice on the same day, under one period."""
    for other in others:
        if stretch.overlaps(other):
            raise Refused(
                N_("%(name)s already takes part on some of these days. Change or end that first."),
                field="starts_on",
                name=other.name,
            )


def check_opened_once(stretch: Stretch, others: Iterable[Stretch]) -> None:
    """Raise `Refused` when coaching would be opened twice for the same track."""
    if any(stretch.overlaps(other) for other in others):
        raise Refused(N_("Coaching is open already for this track on some of these days."), field="starts_on")


# --- by which framework a school works, and what it signed --------------------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """A school works by this framework from a day on; the framework itself holds within `holds`."""

    starts_on: date
    framework_id: int
    holds: Stretch


def chosen_on(choices: Iterable[Chosen], day: date) -> Chosen | None:
    """The choice that stands on a day: the latest that began by then, unless its framework holds no more."""
    begun = [choice for choice in choices if choice.starts_on <= day]
    latest = max(begun, key=lambda choice: choice.starts_on, default=None)
    return latest if latest is not None and day <= (latest.holds.ends_on or date.max) else None


def check_choice(choice: Chosen, others: Iterable[Chosen]) -> None:
    """Raise `Refused` when a framework does not hold on the day from which it is chosen, or that day has a choice."""
    if not Stretch(choice.starts_on, choice.starts_on).lies_within(choice.holds):
        raise Refused(
            N_("%(name)s does not hold on that day. Choose another framework, or another day."),
            field="starts_on",
            name=choice.holds.name,
        )
    if any(other.starts_on == choice.starts_on for other in others):
        raise Refused(
            N_("A framework was chosen from that day already. Change that choice instead."), field="starts_on"
        )


def check_signing(signed_on: date, *, today: date, takes_part: bool) -> None:
    """Raise `Refused` when a cooperation agreement is signed in the future, or by a school that takes no part."""
    if not takes_part:
        raise Refused(N_("This school takes no part in that period. Let it take part first."))
    if signed_on > today:
        raise Refused(N_("Record it once it has been signed: choose today or an earlier day."), field="signed_on")
