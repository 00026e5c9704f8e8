"""What is done with trajectories: begin and steer them, plan and log sessions, share debriefs, ask for coaching."""

from coachtrack.trajectories.actions.debriefs import confirm_debrief, react, save_draft, share_debrief
from coachtrack.trajectories.actions.handovers import (
    accept_handover,
    answer_handover,
    ask_handover,
    decline_handover,
    withdraw_handover,
)
from coachtrack.trajectories.actions.requests import ask_for_coaching, withdraw_request
from coachtrack.trajectories.actions.series import plan_series
from coachtrack.trajectories.actions.sessions import (
    Content,
    cancel_session,
    confirm_session,
    correct_minutes,
    log_not_held,
    log_session,
    log_unplanned_session,
    move_session,
    plan_session,
    undo_log,
    usual_minutes_of,
)
from coachtrack.trajectories.actions.trajectories import (
    accept_proposal,
    activate,
    complete,
    decline_proposal,
    link_to_agreement,
    pause,
    propose_trajectory,
    resume,
    start_trajectory,
    stop,
)

__all__ = [
    "Content",
    "accept_handover",
    "accept_proposal",
    "activate",
    "answer_handover",
    "ask_for_coaching",
    "ask_handover",
    "cancel_session",
    "complete",
    "confirm_debrief",
    "confirm_session",
    "correct_minutes",
    "decline_handover",
    "decline_proposal",
    "link_to_agreement",
    "log_not_held",
    "log_session",
    "log_unplanned_session",
    "move_session",
    "pause",
    "plan_series",
    "plan_session",
    "propose_trajectory",
    "react",
    "resume",
    "save_draft",
    "share_debrief",
    "start_trajectory",
    "stop",
    "undo_log",
    "usual_minutes_of",
    "withdraw_handover",
    "withdraw_request",
]
