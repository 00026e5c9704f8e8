"""What is done in the agenda: with appointments, and with the addresses at which calendar apps read them."""

from coachtrack.agenda.actions.answers import answer_once, answer_signed_in
from coachtrack.agenda.actions.appointments import (
    cancel_appointment,
    change_kind,
    move_appointment,
    plan_appointment,
    restore_appointment,
    set_participants,
)
from coachtrack.agenda.actions.busy import forget_busy_times, forget_past_busy_times, keep_busy_times
from coachtrack.agenda.actions.feeds import (
    add_feed_address,
    note_fetch,
    note_wrong_address,
    rebuild_feed,
    revoke_feed_address,
)
from coachtrack.agenda.actions.handovers import hand_over_appointment
from coachtrack.agenda.actions.holidays import add_holidays, change_holiday, remove_holiday
from coachtrack.agenda.actions.preferences import set_preference, set_preferences
from coachtrack.agenda.actions.preferred import prefer_times
from coachtrack.agenda.actions.reminders import schedule_reminders, tend_reminders, withdraw_reminders
from coachtrack.agenda.actions.settings import change_settings

__all__ = [
    "add_feed_address",
    "add_holidays",
    "answer_once",
    "answer_signed_in",
    "cancel_appointment",
    "change_holiday",
    "change_kind",
    "change_settings",
    "forget_busy_times",
    "forget_past_busy_times",
    "hand_over_appointment",
    "keep_busy_times",
    "move_appointment",
    "note_fetch",
    "note_wrong_address",
    "plan_appointment",
    "prefer_times",
    "rebuild_feed",
    "remove_holiday",
    "restore_appointment",
    "revoke_feed_address",
    "schedule_reminders",
    "set_participants",
    "set_preference",
    "set_preferences",
    "tend_reminders",
    "withdraw_reminders",
]
