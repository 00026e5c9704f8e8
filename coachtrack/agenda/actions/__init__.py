"""What is done in the agenda: with appointments, and with the addresses at which calendar apps read them."""

from coachtrack.agenda.actions.appointments import (
    cancel_appointment,
    change_kind,
    move_appointment,
    plan_appointment,
    restore_appointment,
    set_participants,
)
from coachtrack.agenda.actions.feeds import (
    add_feed_address,
    note_fetch,
    note_wrong_address,
    rebuild_feed,
    revoke_feed_address,
)
from coachtrack.agenda.actions.preferences import set_preference, set_preferences

__all__ = [
    "add_feed_address",
    "cancel_appointment",
    "change_kind",
    "move_appointment",
    "note_fetch",
    "note_wrong_address",
    "plan_appointment",
    "rebuild_feed",
    "restore_appointment",
    "revoke_feed_address",
    "set_participants",
    "set_preference",
    "set_preferences",
]
