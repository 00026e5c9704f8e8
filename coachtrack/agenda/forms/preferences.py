"""The form to choose how to hear of appointments."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from coachtrack.agenda.rules.invitations import CHANNEL_LABELS, Channel, Preference
from coachtrack.forms import Form, choices


class PreferenceForm(Form):
    """By which way appointments come, and whether she is reminded of them."""

    channel = RadioField(
        _l("New, moved and cancelled appointments"),
        [InputRequired(_l("Choose one of these."))],
        choices=choices((channel, _l(label)) for channel, label in CHANNEL_LABELS.items()),
        coerce=Channel,
    )
    remind_before = BooleanField(_l("Mail me the day before"))
    remind_after = BooleanField(_l("Mail me afterwards"))

    def chosen(self, now_standing: Preference) -> Preference:
        """What was filled in; what is not asked of her stays as it was."""
        after = self.remind_after.data if self.remind_after else now_standing.remind_after
        return Preference(self.channel.data, self.remind_before.data, after)
