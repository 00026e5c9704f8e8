"""What comes of a training: for which agreement it counts, and who finished the coach course."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from coachtrack.forms import CheckListField, DayField, Form, number_or_none


class CountForForm(Form):
    """The agreement for which a training counts."""

    agreement = SelectField(_l("Counts for the agreement"), coerce=number_or_none)


class FinishersForm(Form):
    """Who finished the course, and when."""

    finished = CheckListField(_l("Finished the course"), coerce=int)
    obtained_on = DayField(_l("Finished on"), [InputRequired(_l("Choose a day."))])
