"""The form by which someone answers an invitation."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import AnyOf

from coachtrack.agenda.rules.appointments import Answer
from coachtrack.errors import N_, Refused
from coachtrack.forms import ClockField, DayField, Form, Optional, moment_of


class AnswerForm(Form):
    """I am coming, or I cannot and perhaps propose another moment."""

    answer = HiddenField(default=Answer.CANNOT.value, validators=[AnyOf(list(Answer))])
    day = DayField(_l("Another day"), validators=[Optional()])
    starts = ClockField(_l("From"), validators=[Optional()])

    @property
    def given(self) -> Answer:
        """The answer, once the form has been checked."""
        return Answer(self.answer.data)

    def proposed_at(self) -> datetime | None:
        """The moment that is proposed, if any. Raises `Refused` when half of it is missing or it does not exist."""
        if self.given is Answer.COMING or (self.day.data is None and self.starts.data is None):
            return None
        if self.day.data is None:
            raise Refused(N_("Say on which day, or leave the time empty too."), field="day")
        if self.starts.data is None:
            raise Refused(N_("Say from what time, or leave the day empty too."), field="starts")
        return moment_of(self.day.data, self.starts.data)
