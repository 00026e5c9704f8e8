"""Roles in the product: how they are said, and which of them follows from a function at a school."""

from datetime import timedelta

from coachtrack.errors import N_
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role

ROLE_LABELS = {
    Role.ADMINISTRATOR: N_("administrator"),
    Role.COACH: N_("coach"),
    Role.TRAINER: N_("trainer"),
    Role.ADVISOR: N_("school advisor"),
    Role.TEACHER: N_("teacher"),
    Role.CULTURE_COORDINATOR: N_("culture coordinator"),
    Role.SCHOOL_LEADER: N_("school leader"),
    Role.COMMISSION: N_("commission member"),
}

OTHER_THAN_TEACHER = {
    PostFunction.CULTURE_COORDINATOR: Role.CULTURE_COORDINATOR,
    PostFunction.SCHOOL_LEADER: Role.SCHOOL_LEADER,
    PostFunction.INTERNAL_SUPERVISOR: None,
}
READS_FOR = timedelta(days=90)
"""So long can a teacher who left still read her own file; after that her account closes."""


def role_of(function: PostFunction) -> Role | None:
    """ICC'er and director follow from their functions, teacher from every function in front of a class."""
    return OTHER_THAN_TEACHER.get(function, Role.TEACHER)
