"""What a teacher is asked about herself: three questions and a word of growth per discipline, and until when."""

from datetime import date
from enum import StrEnum

from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.subjects import Discipline


class AssessmentMoment(StrEnum):
    """When a teacher looks at herself."""

    START = "start"
    END = "end"
    PERIOD = "period"


MOMENT_LABELS = {
    AssessmentMoment.START: N_("At the start of coaching"),
    AssessmentMoment.END: N_("After the coaching"),
    AssessmentMoment.PERIOD: N_("In this period"),
}


class GrowthLevel(StrEnum):
    """How far a teacher says she is, in four steps."""

    EXPLORE = "explore"
    TRY_OUT = "try_out"
    APPLY = "apply"
    OWN = "own"


GROWTH_LABELS = {
    GrowthLevel.EXPLORE: N_("explore"),
    GrowthLevel.TRY_OUT: N_("try out"),
    GrowthLevel.APPLY: N_("apply"),
    GrowthLevel.OWN: N_("make it my own"),
}


class Question(StrEnum):
    """What is asked about culture education: the first is the third goal of CmK, the second the fourth."""

    EXPERTISE = "expertise"
    IMPROVEMENT = "improvement"
    MOTIVATION = "motivation"


BEFORE = {
    Question.EXPERTISE: N_("I find myself skilled in culture education."),
    Question.IMPROVEMENT: N_("Culture education in my class is going well."),
    Question.MOTIVATION: N_("I begin a culture lesson with confidence and pleasure."),
}
"""At the start of a trajectory she says how it is."""
SINCE = {
    Question.EXPERTISE: N_("I find myself more skilled in culture education than before."),
    Question.IMPROVEMENT: N_("Culture education in my class has got better."),
    Question.MOTIVATION: N_("I have more confidence and pleasure in culture lessons than before."),
}
"""Later on she says what has changed."""
HINTS = {
    Question.EXPERTISE: N_(
        "Think of subjects such as dance or heritage, a creative process, links with other lessons."
    ),
    Question.IMPROVEMENT: N_(
        "Think of attention to the process, more subjects, materials, lessons that build on each other."
    ),
    Question.MOTIVATION: N_("Think of how you look forward to it, and of what you dare to do."),
}
ANSWER_LABELS = (N_("not really"), N_("a little"), N_("mostly"), N_("completely"))
"""The four answers to a question, from 1 to 4."""
ANSWERS = range(1, 5)
GROWTH = "growth:"


def words_of(question: Question, moment: AssessmentMoment) -> str:
    """The sentence of which she says how far it holds."""
    return (BEFORE if moment is AssessmentMoment.START else SINCE)[question]


def growth_in(discipline: Discipline) -> str:
    """What an answer about growth is about."""
    return f"{GROWTH}{discipline.value}"


def discipline_of(measure: str) -> Discipline | None:
    """The discipline of which a word of growth tells; None for an answer to a question."""
    return Discipline(measure.removeprefix(GROWTH)) if measure.startswith(GROWTH) else None


def measures() -> list[str]:
    """All that an answer can be about, in the order in which it is shown."""
    return [*Question, *(growth_in(each) for each in Discipline)]


def answer_labels(measure: str) -> tuple[str, ...]:
    """The words of the four answers."""
    return tuple(GROWTH_LABELS.values()) if measure.startswith(GROWTH) else ANSWER_LABELS


def check_open(starts_on: date, ends_on: date, today: date) -> None:
    """Raise `Refused` when the period is over, or has not begun: answers are given and changed while it runs."""
    if today > ends_on:
        raise Refused(N_("This period is over. What you said stays as it is; you can still remove it."))
    if today < starts_on:
        raise Refused(N_("This period has not begun yet. Come back on %(day)s."), day=starts_on)


def is_open(starts_on: date, ends_on: date, today: date) -> bool:
    """Whether answers can be given and changed."""
    return starts_on <= today <= ends_on
