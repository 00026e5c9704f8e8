"""The form of the times at which a teacher likes to be coached."""

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, SelectField
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

    def line(self) -> PreferredLine:
        """What was filled in."""
        return PreferredLine(self.weekday.data, self.starts.data, self.ends.data)


class PreferredForm(Form):
    """Lines of weekday, from and until; none at all is an answer too."""

    lines = FieldList(FormField(PreferredLineForm), max_entries=MOST_LINES)

    def drop(self, number: int) -> None:
        """Take one line out; the others keep what was typed in them."""
        kept = [entry.data for place, entry in enumerate(self.lines) if place != number]
        while self.lines.entries:
            self.lines.pop_entry()
        for data in kept:
            self.lines.append_entry(data)

    def told(self) -> list[PreferredLine]:
        """The lines that were filled in."""
        return [entry.form.line() for entry in self.lines]
