"""The forms of trajectories and sessions: shape and syntax; what may be chosen comes from the views."""

from coachtrack.trajectories.forms.handovers import ContentAnswerForm, HandoverForm
from coachtrack.trajectories.forms.sessions import (
    CancelForm,
    DebriefForm,
    LogForm,
    MinutesForm,
    MomentForm,
    ReactionForm,
    SessionForm,
    UndoForm,
    UnplannedForm,
)
from coachtrack.trajectories.forms.trajectories import (
    AgreementForm,
    AskForm,
    BaselineForm,
    ChangeGoalForm,
    ConfirmationForm,
    GoalForm,
    GrowthForm,
    ProposeForm,
    StartForm,
    StopForm,
)

__all__ = [
    "AgreementForm",
    "AskForm",
    "BaselineForm",
    "CancelForm",
    "ChangeGoalForm",
    "ConfirmationForm",
    "ContentAnswerForm",
    "DebriefForm",
    "GoalForm",
    "GrowthForm",
    "HandoverForm",
    "LogForm",
    "MinutesForm",
    "MomentForm",
    "ProposeForm",
    "ReactionForm",
    "SessionForm",
    "StartForm",
    "StopForm",
    "UndoForm",
    "UnplannedForm",
]
