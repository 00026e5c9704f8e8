"""Who may read and change what a teacher says of herself (she alone), who sees counts, and who asks teachers."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.assessments.models import SelfAssessment

COUNT_ROLES = (Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
OF_A_SCHOOL = (Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


def may_see_assessment(viewer: Viewer, assessment: "SelfAssessment") -> bool:
    """Nobody but herself: not her coach either, with whom she shares goals and growth."""
    return viewer.person_id == assessment.person_id


def may_assess_at(viewer: Viewer, school_id: int) -> bool:
    """A teacher of the school, of herself."""
    return school_id in viewer.school_ids(Role.TEACHER)


def may_see_counts_of(viewer: Viewer, school_id: int) -> bool:
    """The commission, and of their own schools the advisor, the director and the ICC'er."""
    return viewer.has(Role.COMMISSION) or school_id in viewer.school_ids(*OF_A_SCHOOL)


def may_ask_teachers(viewer: Viewer) -> bool:
    """The commission everywhere, an advisor at her own schools."""
    return viewer.has(Role.COMMISSION, Role.ADVISOR)


def may_ask_teachers_at(viewer: Viewer, school_id: int) -> bool:
    """The commission everywhere, an advisor at her own schools."""
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id)
