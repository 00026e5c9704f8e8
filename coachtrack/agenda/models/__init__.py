"""The tables of the agenda."""

from coachtrack.agenda.models.appointments import (
    Appointment,
    AppointmentAnswer,
    Booking,
    EarlierSeat,
    Participant,
)
from coachtrack.agenda.models.feeds import CalendarRevision, FeedAddress, FeedBody
from coachtrack.agenda.models.settings import AgendaPreference, AgendaSettings
from coachtrack.agenda.models.times import BusyCalendar, BusyTime, PreferredTime, SchoolHoliday

__all__ = [
    "AgendaPreference",
    "AgendaSettings",
    "Appointment",
    "AppointmentAnswer",
    "Booking",
    "BusyCalendar",
    "BusyTime",
    "CalendarRevision",
    "EarlierSeat",
    "FeedAddress",
    "FeedBody",
    "Participant",
    "PreferredTime",
    "SchoolHoliday",
]
