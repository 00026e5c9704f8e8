"""What an advisor has at hand before a talk: the checklist, and Evi results."""

from enum import StrEnum

from coachtrack.errors import N_


class ChecklistItem(StrEnum):
    """What stands ready before the talk, in the order of the preparation."""

    EARLIER_RESULTS = "earlier_results"
    ORIENTATION_REPORT = "orientation_report"
    EVI_RESULT = "evi_result"
    ACTIVITIES = "activities"
    PLANNING_FORM = "planning_form"
    TRAINING_CATALOGUE = "training_catalogue"
    TALKING_AID = "talking_aid"
    PREPARATION_MAIL = "preparation_mail"


class EviPillar(StrEnum):
    """The four pillars that Evi, the school's own evaluation of its culture education, speaks of."""

    VISION = "vision"
    EXPERTISE = "expertise"
    PROGRAMME = "programme"
    COOPERATION = "cooperation"


PILLAR_LABELS = {
    EviPillar.VISION: N_("vision"),
    EviPillar.EXPERTISE: N_("expertise"),
    EviPillar.PROGRAMME: N_("programme"),
    EviPillar.COOPERATION: N_("cooperation"),
}
