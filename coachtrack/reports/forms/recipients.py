"""The form of who got a report."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from coachtrack.forms import DayField, Form, LineField


class RecipientForm(Form):
    """To whom a report went, and when."""

    name = LineField(_l("Who got it"), [InputRequired()])
    sent_on = DayField(_l("On"), [InputRequired()])
