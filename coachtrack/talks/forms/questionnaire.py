"""The form that a school fills in before a talk, made of the questions as they stand."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from coachtrack.forms import Form, LineField, TextField, choices, text_or_none
from coachtrack.talks.rules.questionnaire import LONGEST_ANSWER, QUESTIONS, AnswerKind, Question


class QuestionnaireForm(Form):
    """Who fills it in, and an answer to each question; all of those may stay empty."""

    answered_by = LineField(_l("Your name"), [InputRequired(_l("Fill in your name."))], longest=100)

    @property
    def answers(self) -> dict[str, str]:
        """What was filled in, by question."""
        given = {question.key: self[question.key].data for question in QUESTIONS}
        return {key: answer for key, answer in given.items() if answer}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Question and answer in words, so that what can no longer be sent can be copied."""
        chosen = {question.key: dict(question.options) for question in QUESTIONS}
        return [
            (str(self[key].label.text), str(_l(chosen[key].get(answer, answer)) if chosen[key] else answer))
            for key, answer in self.answers.items()
        ]


def _field(question: Question) -> Any:
    hint = _l(question.hint) if question.hint else ""
    if question.kind is AnswerKind.TEXT:
        return TextField(_l(question.label), [Optional()], longest=LONGEST_ANSWER, description=hint)
    listed = choices((value, _l(label)) for value, label in question.options)
    return RadioField(_l(question.label), [Optional()], choices=listed, coerce=text_or_none, description=hint)


for _question in QUESTIONS:
    setattr(QuestionnaireForm, _question.key, _field(_question))
