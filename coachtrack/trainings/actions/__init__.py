"""What is done with trainings: plan them, take attendance, end and resume a series, keep the catalogue."""

from coachtrack.trainings.actions.agreements import count_for
from coachtrack.trainings.actions.attendance import take_attendance
from coachtrack.trainings.actions.courses import name_finishers
from coachtrack.trainings.actions.ending import cancel_training, finish_training, resume_training
from coachtrack.trainings.actions.entries import Offer, add_entry, change_entry, end_entry, restore_entry
from coachtrack.trainings.actions.planning import (
    add_meetings,
    cancel_meeting,
    move_meeting,
    plan_training,
    restore_meeting,
)

__all__ = [
    "Offer",
    "add_entry",
    "add_meetings",
    "cancel_meeting",
    "cancel_training",
    "change_entry",
    "count_for",
    "end_entry",
    "finish_training",
    "move_meeting",
    "name_finishers",
    "plan_training",
    "restore_entry",
    "restore_meeting",
    "resume_training",
    "take_attendance",
]
