"""What is done with funding: schemes, periods, participation, opening of coaching, what a school signs and chooses."""

from coachtrack.funding.actions.schemes import (
    Terms,
    add_goal,
    add_participations,
    add_period,
    add_scheme,
    change_goal,
    change_participation,
    change_period,
    change_scheme,
    end_opening,
    open_coaching,
    raise_goal,
)
from coachtrack.funding.actions.schools import change_choice, choose_framework, drop_choice, record_signing
from coachtrack.funding.actions.usual import add_usual_schemes

__all__ = [
    "Terms",
    "add_goal",
    "add_participations",
    "add_period",
    "add_scheme",
    "add_usual_schemes",
    "change_choice",
    "change_goal",
    "change_participation",
    "change_period",
    "change_scheme",
    "choose_framework",
    "drop_choice",
    "end_opening",
    "open_coaching",
    "raise_goal",
    "record_signing",
]
