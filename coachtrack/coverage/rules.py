"""The training requirement: what it asks, who counts, and the verdict on one person with its explanation."""

from enum import StrEnum

from coachtrack.errors import N_


class ExemptionReason(StrEnum):
    """Why someone need not meet the requirement; never anything medical."""

    EARLIER_TRAINING = "earlier_training"
    SUBJECT_SPECIALIST = "subject_specialist"
    LONG_ABSENCE = "long_absence"
    LEAVING_SOON = "leaving_soon"
    OTHER = "other"


EXEMPTION_LABELS = {
    ExemptionReason.EARLIER_TRAINING: N_("trained before"),
    ExemptionReason.SUBJECT_SPECIALIST: N_("is a specialist in the arts"),
    ExemptionReason.LONG_ABSENCE: N_("away for a long time"),
    ExemptionReason.LEAVING_SOON: N_("leaves soon"),
    ExemptionReason.OTHER: N_("another reason"),
}
