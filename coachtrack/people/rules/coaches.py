"""What makes a person a coach, why someone is away, and whether a coach's course was finished."""

from enum import StrEnum

from coachtrack.errors import N_


class AbsenceKind(StrEnum):
    """Why someone is away, in words that say nothing medical."""

    LEAVE = "leave"
    PARENTAL_LEAVE = "parental_leave"
    AWAY = "away"


ABSENCE_LABELS = {
    AbsenceKind.LEAVE: N_("leave"),
    AbsenceKind.PARENTAL_LEAVE: N_("parental leave"),
    AbsenceKind.AWAY: N_("away"),
}


class QualificationStatus(StrEnum):
    """How far a coach is with the course for coaching on the work floor."""

    FOLLOWING = "following"
    OBTAINED = "obtained"


QUALIFICATION_LABELS = {
    QualificationStatus.FOLLOWING: N_("follows the course"),
    QualificationStatus.OBTAINED: N_("finished the course"),
}
