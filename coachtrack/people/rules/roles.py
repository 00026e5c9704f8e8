"""The role in the product that follows from a function at a school."""

from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role

OTHER_THAN_TEACHER = {
    PostFunction.CULTURE_COORDINATOR: Role.CULTURE_COORDINATOR,
    PostFunction.SCHOOL_LEADER: Role.SCHOOL_LEADER,
    PostFunction.INTERNAL_SUPERVISOR: None,
}


def role_of(function: PostFunction) -> Role | None:
    """ICC'er and director follow from their functions, teacher from every function in front of a class."""
    return OTHER_THAN_TEACHER.get(function, Role.TEACHER)
