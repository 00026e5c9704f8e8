"""Appointments as calendar programs read them: in a feed, as a download, as an invitation by mail."""

from coachtrack.agenda.ical.invitations import Method, Party, invitation_bytes
from coachtrack.agenda.ical.writing import (
    DAYS_BACK,
    MONTHS_AHEAD,
    ZONE,
    Entry,
    calendar_bytes,
    etag_of,
    event_bytes,
    feed_window,
    single_event_bytes,
)

__all__ = [
    "DAYS_BACK",
    "MONTHS_AHEAD",
    "ZONE",
    "Entry",
    "Method",
    "Party",
    "calendar_bytes",
    "etag_of",
    "event_bytes",
    "feed_window",
    "invitation_bytes",
    "single_event_bytes",
]
