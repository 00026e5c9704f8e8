"""The blueprint of self-assessments, and the words that its templates use."""

from flask import Blueprint
from flask_babel import gettext as _

from coachtrack.assessments.rules.questions import (
    ANSWERS,
    HINTS,
    MOMENT_LABELS,
    AssessmentMoment,
    Question,
    answer_labels,
    discipline_of,
    words_of,
)
from coachtrack.formatting import capital
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

bp = Blueprint("assessments", __name__)


def measure_word(measure: str, moment: AssessmentMoment) -> str:
    """What an answer is about: the sentence of the question, or growth in a discipline."""
    discipline = discipline_of(measure)
    if discipline is None:
        return str(_(words_of(Question(measure), moment)))
    return str(_("Growth in %(discipline)s", discipline=_(DISCIPLINE_LABELS[discipline])))


def answer_word(measure: str, answer: int) -> str:
    """One of the four answers in words."""
    return capital(str(_(answer_labels(measure)[answer - 1])))


def answer_words(measure: str) -> list[str]:
    """The four answers in words."""
    return [answer_word(measure, answer) for answer in ANSWERS]


def question_hint(question: str) -> str:
    """What to think of."""
    return str(_(HINTS[Question(question)]))


def moment_word(moment: AssessmentMoment) -> str:
    """When it was said."""
    return str(_(MOMENT_LABELS[moment]))


@bp.app_context_processor
def words() -> dict[str, object]:
    """What the templates of this room may say; those of talks as well, where counts are shown beside the goals."""
    return {
        "answer_word": answer_word,
        "answer_words": answer_words,
        "assessment_discipline": lambda each: str(_(DISCIPLINE_LABELS[Discipline(each)])),
        "measure_word": measure_word,
        "moment_word": moment_word,
        "question_hint": question_hint,
    }
