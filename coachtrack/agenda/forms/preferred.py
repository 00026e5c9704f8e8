"""The form of the times at which a teacher likes to be coached."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from coachtrack.agenda.rules.preferred import MOST_LINES, PreferredLine
from coachtrack.forms import ClockField, Form, choices
from coachtrack.schools.rules.times import WEEKDAYS

TIME = _l("Fill in the time.")


class PreferredLineForm(PlainForm):
    """A weekday, from and until."""

    weekday = SelectField(_l("Day"), coerce=int, choices=choices((day, _l(name)) for day, name in WEEKDAYS.items()))
    starts = ClockField(_l("From what time"), [InputRequired(TIME)])
    ends = ClockField(_l("Until what time"), [InputRequired(TIME)])

    drop = BooleanField(_l("Take this time out"))

    def validate(self, extra_validators: object = None) -> bool:
        """What is taken out may be anything."""
        return bool(self.drop.data or super().validate(extra_validators))

    def line(self) -> PreferredLine:
        """What was filled in."""
        return PreferredLine(self.weekday.data, self.starts.data, self.ends.data)


class PreferredForm(Form):
    """Lines of weekday, from and until; none at all is an answer too."""

    lines = FieldList(FormField(PreferredLineForm), max_entries=MOST_LINES)

    def told(self) -> dict[int, PreferredLine]:
        """The lines that stay, by their number."""
        return {number: entry.form.line() for number, entry in enumerate(self.lines) if not entry.form.drop.data}
