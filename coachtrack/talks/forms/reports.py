"""The forms of the report of a talk: what the school asks to change."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from coachtrack.forms import Form, TextField
from coachtrack.talks.rules.reports import LONGEST_REMARK


class AskChangeForm(Form):
    """What the school wants to see changed, in a few words."""

    remark = TextField(
        _l("What should change?"),
        [DataRequired(_l("Write in a few words what should change."))],
        longest=LONGEST_REMARK,
    )
