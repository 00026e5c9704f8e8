"""What is done with evidence: record, confirm, correct, withdraw, link, unlink; and take over what was done before."""

from coachtrack.evidence.actions.records import (
    confirm,
    confirm_many,
    correct,
    correct_many,
    link,
    link_many,
    lock_chain,
    record_held,
    record_many,
    unlink,
    withdraw,
)
from coachtrack.evidence.actions.standing import remake_standing
from coachtrack.evidence.actions.taking_over import StalePreview, preview_past, take_over

__all__ = [
    "StalePreview",
    "confirm",
    "confirm_many",
    "correct",
    "correct_many",
    "link",
    "link_many",
    "lock_chain",
    "preview_past",
    "record_held",
    "record_many",
    "remake_standing",
    "take_over",
    "unlink",
    "withdraw",
]
