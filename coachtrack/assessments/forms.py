"""The form in which a teacher says what she finds of herself: every question can be skipped."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from coachtrack.assessments.rules.questions import (
    ANSWER_LABELS,
    GROWTH_LABELS,
    AssessmentMoment,
    Question,
    growth_in,
    words_of,
)
from coachtrack.formatting import capital
from coachtrack.forms import Form, choices, number_or_none
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

PREFIX = "growth_"


class AssessmentForm(Form):
    """Three questions; `form_for` adds a word of growth for each discipline that is asked about."""

    expertise = RadioField(validators=[Optional()], coerce=number_or_none)
    improvement = RadioField(validators=[Optional()], coerce=number_or_none)
    motivation = RadioField(validators=[Optional()], coerce=number_or_none)

    def ask(self, moment: AssessmentMoment) -> None:
        """Put the questions in the words of this moment, each with its answers and the way past it."""
        for question in Question:
            field: Any = self[question.value]
            field.label.text = _(words_of(question, moment))
            field.choices = _lines(ANSWER_LABELS)
        for field in self.growth_fields:
            field.label.text = capital(_(DISCIPLINE_LABELS[Discipline(field.name.removeprefix(PREFIX))]))
            field.choices = _lines(GROWTH_LABELS.values())

    @property
    def growth_fields(self) -> list[Any]:
        """The words of growth, by discipline."""
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]

    @property
    def answers(self) -> dict[str, int]:
        """What she answered; what she skipped is not in it."""
        given = {question.value: self[question.value].data for question in Question}
        given |= {growth_in(Discipline(field.name.removeprefix(PREFIX))): field.data for field in self.growth_fields}
        return {measure: answer for measure, answer in given.items() if answer is not None}


def form_for(
    moment: AssessmentMoment, discipline: Discipline | None, said: Mapping[str, int] | None = None
) -> AssessmentForm:
    """The form for one discipline, or for all of them where there is no particular one; filled with what was said."""
    kind = RadioField if discipline else SelectField
    fields = {
        f"{PREFIX}{each.value}": kind(validators=[Optional()], coerce=number_or_none)
        for each in ([discipline] if discipline else Discipline)
    }
    named = {measure.replace("growth:", PREFIX): answer for measure, answer in (said or {}).items()}
    form: AssessmentForm = type("AssessmentForm", (AssessmentForm,), fields)(**named)
    form.ask(moment)
    return form


def _lines(words: Iterable[str]) -> list[Any]:
    return choices([*((number, capital(_(each))) for number, each in enumerate(words, 1)), ("", _("Skip this"))])
