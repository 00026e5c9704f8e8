"""Tracks and streams of a funding period, and when a school may be coached."""

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


@dataclass(frozen=True)
class Opening:
    """Coaching is open for a track from one date until another."""

    track: Track
    starts_on: date
    ends_on: date | None = None


def is_open_for(track: Track | None, openings: tuple[Opening, ...], on: date) -> bool:
    """Whether a school on this track (None: it does not take part) may be coached on that day."""
    return any(
        opening.track is track and opening.starts_on <= on and (opening.ends_on is None or on <= opening.ends_on)
        for opening in openings
    )


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raise `Refused` when a period would end before it begins."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(N_("The end lies before the beginning. Choose a later end."), field="ends_on")
