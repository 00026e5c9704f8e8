"""The form to invite several people."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from coachtrack.forms import CheckListField, Form


class InviteForm(Form):
    """Who of a team are invited."""

    people = CheckListField(
        _l("Who"),
        [DataRequired(_l("Choose at least one person."))],
        coerce=int,
    )
