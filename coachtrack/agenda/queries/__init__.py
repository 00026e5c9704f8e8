"""What stands in the agenda: appointments, booked time and holidays, and the addresses of calendar feeds."""

from coachtrack.agenda.queries.appointments import (
    appointments_of,
    booked_by_person,
    get_appointment,
    holiday_region_of,
    holidays_between,
    next_appointment_of,
    schools_named,
    visible_appointments,
)
from coachtrack.agenda.queries.busy import busy_by_person, busy_calendar_of
from coachtrack.agenda.queries.days import (
    get_holiday,
    lines_of_calendar,
    school_days,
    school_holidays,
    weeks_for_project,
)
from coachtrack.agenda.queries.entries import entries_of, entry_of
from coachtrack.agenda.queries.feeds import (
    Feed,
    feed_addresses_of,
    feed_urls,
    find_feed,
    get_feed_address,
    is_guessing,
    written_for,
)
from coachtrack.agenda.queries.invitations import CannotCome, Hears, answers_of, who_cannot_come, who_hears
from coachtrack.agenda.queries.preferences import has_own_feed, preference_of
from coachtrack.agenda.queries.preferred import preferred_times_of
from coachtrack.agenda.queries.reminders import ToLog, rhythm_now
from coachtrack.agenda.queries.settings import agenda_settings

__all__ = [
    "CannotCome",
    "Feed",
    "Hears",
    "ToLog",
    "agenda_settings",
    "answers_of",
    "appointments_of",
    "booked_by_person",
    "busy_by_person",
    "busy_calendar_of",
    "entries_of",
    "entry_of",
    "feed_addresses_of",
    "feed_urls",
    "find_feed",
    "get_appointment",
    "get_feed_address",
    "get_holiday",
    "has_own_feed",
    "holiday_region_of",
    "holidays_between",
    "is_guessing",
    "lines_of_calendar",
    "next_appointment_of",
    "preference_of",
    "preferred_times_of",
    "rhythm_now",
    "school_days",
    "school_holidays",
    "schools_named",
    "visible_appointments",
    "weeks_for_project",
    "who_cannot_come",
    "who_hears",
    "written_for",
]
