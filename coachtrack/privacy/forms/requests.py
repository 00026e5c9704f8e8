"""The forms of requests about data: what somebody asks, and what is answered."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from coachtrack.forms import Form, TextField
from coachtrack.privacy.models import RequestKind, RequestOutcome

CHOOSE = _l("Choose one of these.")
LONGEST = 4_000


class AskForm(Form):
    """What she asks about her own data."""

    kind = RadioField(_l("What do you ask?"), [InputRequired(CHOOSE)], coerce=RequestKind)
    words = TextField(_l("What is it about?"), longest=LONGEST)


class AnswerForm(Form):
    """What became of it, and why."""

    outcome = RadioField(_l("What became of it?"), [InputRequired(CHOOSE)], coerce=RequestOutcome)
    answer = TextField(_l("Your answer, with the reason"), longest=LONGEST)
