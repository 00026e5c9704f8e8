"""What someone does at a school, and on which days: the functions of a post and the working days of a week."""

from enum import IntFlag, StrEnum

from coachtrack.errors import N_


class PostFunction(StrEnum):
    """What someone does at a school."""

    CLASS_TEACHER = "class_teacher"
    SUBJECT_TEACHER = "subject_teacher"
    TEACHING_ASSISTANT = "teaching_assistant"
    TEACHER_SUPPORT = "teacher_support"
    SUBSTITUTE_TEACHER = "substitute_teacher"
    CAREER_SWITCHER = "career_switcher"
    TRAINEE_TEACHER = "trainee_teacher"
    CULTURE_COORDINATOR = "culture_coordinator"
    SCHOOL_LEADER = "school_leader"
    INTERNAL_SUPERVISOR = "internal_supervisor"


FUNCTION_LABELS = {
    PostFunction.CLASS_TEACHER: N_("class teacher"),
    PostFunction.SUBJECT_TEACHER: N_("subject teacher"),
    PostFunction.TEACHING_ASSISTANT: N_("teaching assistant"),
    PostFunction.TEACHER_SUPPORT: N_("teacher support"),
    PostFunction.SUBSTITUTE_TEACHER: N_("substitute teacher"),
    PostFunction.CAREER_SWITCHER: N_("career switcher"),
    PostFunction.TRAINEE_TEACHER: N_("trainee teacher"),
    PostFunction.CULTURE_COORDINATOR: N_("culture coordinator"),
    PostFunction.SCHOOL_LEADER: N_("school leader"),
    PostFunction.INTERNAL_SUPERVISOR: N_("internal supervisor"),
}

IN_FRONT_OF_THE_CLASS = frozenset(
    {
        PostFunction.CLASS_TEACHER,
        PostFunction.SUBJECT_TEACHER,
        PostFunction.TEACHING_ASSISTANT,
        PostFunction.TEACHER_SUPPORT,
        PostFunction.SUBSTITUTE_TEACHER,
        PostFunction.CAREER_SWITCHER,
        PostFunction.TRAINEE_TEACHER,
    }
)
"""The functions that come with groups of pupils; who of them counts is a switch of the requirement's rule."""


class WorkingDays(IntFlag):
    """The days of the week on which someone works, as the bit mask that a post stores."""

    NONE = 0
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 4
    THURSDAY = 8
    FRIDAY = 16
    ALL = 31


DAY_LABELS = {
    WorkingDays.MONDAY: N_("Mon"),
    WorkingDays.TUESDAY: N_("Tue"),
    WorkingDays.WEDNESDAY: N_("Wed"),
    WorkingDays.THURSDAY: N_("Thu"),
    WorkingDays.FRIDAY: N_("Fri"),
}
