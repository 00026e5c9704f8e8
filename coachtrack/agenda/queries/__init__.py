"""What stands in the agenda: appointments, booked time and holidays, and the addresses of calendar feeds."""

from coachtrack.agenda.queries.appointments import (
    appointments_of,
    booked_by_person,
    booked_spans,
    get_appointment,
    holiday_region_of,
    holidays_between,
    next_appointment_of,
    schools_named,
    visible_appointments,
)
from coachtrack.agenda.queries.days import school_days
from coachtrack.agenda.queries.entries import entries_of, entry_of
from coachtrack.agenda.queries.feeds import (
    Feed,
    feed_addresses_of,
    feed_urls,
    find_feed,
    get_feed_address,
    is_guessing,
    schools_by_name,
    written_for,
)
from coachtrack.agenda.queries.preferences import find_preference, has_own_feed, preferences_of
from coachtrack.agenda.queries.settings import agenda_settings

__all__ = [
    "Feed",
    "agenda_settings",
    "appointments_of",
    "booked_by_person",
    "booked_spans",
    "entries_of",
    "entry_of",
    "feed_addresses_of",
    "feed_urls",
    "find_feed",
    "find_preference",
    "get_appointment",
    "get_feed_address",
    "has_own_feed",
    "holiday_region_of",
    "holidays_between",
    "is_guessing",
    "next_appointment_of",
    "preferences_of",
    "school_days",
    "schools_by_name",
    "schools_named",
    "visible_appointments",
    "written_for",
]
