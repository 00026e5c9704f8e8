"""The form to make a calendar address."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from coachtrack.agenda.rules.feeds import FEED_LEVEL_LABELS, FeedLevel
from coachtrack.forms import Form, LineField, choices


class FeedAddressForm(Form):
    """A name to know the address by, and how much it tells."""

    name = LineField(
        _l("Where will you use it?"),
        [DataRequired(_l("Give it a name, such as “My phone”."))],
        longest=60,
        description=_l("For example: my phone, or the Outlook of school."),
    )
    level = RadioField(
        _l("What may it show?"),
        [InputRequired(_l("Choose what it may show."))],
        choices=choices((level, _l(label)) for level, label in FEED_LEVEL_LABELS.items()),
        coerce=FeedLevel,
        default=FeedLevel.STANDARD,
    )
