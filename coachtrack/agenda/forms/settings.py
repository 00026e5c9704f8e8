"""The form of the settings that hold for everyone's agenda."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from coachtrack.agenda.rules.settings import LAST_HOUR, LONGEST_TRAVEL, LONGEST_WAIT, Settings
from coachtrack.forms import Form, MinutesField


def _hour(label: Any) -> IntegerField:
    message = _l("Give an hour from 0 up to 23.")
    return IntegerField(label, [InputRequired(message), NumberRange(0, LAST_HOUR, message=message)])


class SettingsForm(Form):
    """Travel between schools, when people are reminded, and when it is quiet."""

    travel_minutes = MinutesField(_l("Travel between two schools"), [InputRequired()], most=LONGEST_TRAVEL)
    remind_at_hour = _hour(_l("On the day before, at"))
    ask_after_minutes = MinutesField(_l("After a session, ask how it went after"), [InputRequired()], most=LONGEST_WAIT)
    quiet_from_hour = _hour(_l("Quiet from"))
    quiet_until_hour = _hour(_l("Quiet until"))

    @property
    def settings(self) -> Settings:
        """What was filled in."""
        return Settings(**{name: self[name].data for name in Settings.__dataclass_fields__})
