"""The tables of talks and contacts."""

from coachtrack.talks.models.contacts import ContactMoment, DirectorOpinion
from coachtrack.talks.models.preparation import (
    ChecklistTick,
    EviResult,
    PreparationMail,
    PreparationQuestionnaire,
    TalkPaper,
)
from coachtrack.talks.models.talks import (
    Talk,
    TalkAgreement,
    TalkAnswer,
    TalkGuide,
    TalkParticipant,
    TalkReport,
    TalkResult,
)

__all__ = [
    "ChecklistTick",
    "ContactMoment",
    "DirectorOpinion",
    "EviResult",
    "PreparationMail",
    "PreparationQuestionnaire",
    "Talk",
    "TalkAgreement",
    "TalkAnswer",
    "TalkGuide",
    "TalkPaper",
    "TalkParticipant",
    "TalkReport",
    "TalkResult",
]
