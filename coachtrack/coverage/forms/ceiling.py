"""The form of the ceiling for team meetings."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from coachtrack.forms import Form
from coachtrack.trainings.models import MeetingCeiling

MINUTES_IN_HOUR = 60
MOST_MEETINGS_ASKED = 60
MOST_HOURS_ASKED = 200


class CeilingForm(Form):
    """The most team meetings that a school wants in a school year."""

    meetings = IntegerField(_l("Team meetings at most"), [Optional(), NumberRange(0, MOST_MEETINGS_ASKED)])
    hours = IntegerField(_l("Hours of team meetings at most"), [Optional(), NumberRange(0, MOST_HOURS_ASKED)])

    @classmethod
    def of(cls, ceiling: MeetingCeiling | None) -> "CeilingForm":
        """Filled with how it stands."""
        if ceiling is None:
            return cls()
        hours = ceiling.minutes // MINUTES_IN_HOUR if ceiling.minutes is not None else None
        return cls(meetings=ceiling.meetings, hours=hours, version=str(ceiling.version))

    @property
    def minutes(self) -> int | None:
        """The hours in minutes."""
        return self.hours.data * MINUTES_IN_HOUR if self.hours.data is not None else None
