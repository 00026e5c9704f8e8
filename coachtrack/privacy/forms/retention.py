"""The forms of retention and erasure: another term with its reason, and that something is to be erased for good."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired

from coachtrack.forms import Form, TextField

LONGEST_REASON = 500


class TermForm(Form):
    """How long one kind of thing is kept, and why."""

    months = IntegerField(_l("Months"), [InputRequired(_l("Give a whole number of months."))])
    reason = TextField(_l("Why"), [InputRequired(_l("Say why: everyone can read it."))], longest=LONGEST_REASON)


class ErasureForm(Form):
    """That she is erased: it cannot be undone, so it is said twice."""

    is_sure = BooleanField(_l("I know that this cannot be undone"), [InputRequired(_l("Tick this to erase her data."))])
