"""The forms of a hand-over: who takes it over, and what she may read of before."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from coachtrack.forms import Form, number_or_none
from coachtrack.trajectories.rules.handovers import ContentAnswer


class HandoverForm(Form):
    """Which coach is asked."""

    coach_id = RadioField(
        _l("Who is asked to take it over?"), [InputRequired(_l("Choose a coach."))], coerce=number_or_none
    )


class ContentAnswerForm(Form):
    """What the next coach may read."""

    answer = RadioField(_l("What may she read?"), [InputRequired(_l("Choose one of these."))], coerce=ContentAnswer)
