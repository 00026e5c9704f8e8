"""The forms by which days are taken over from a school's own calendar: the file, and a line for each of its days."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from coachtrack.agenda.rules.school_calendar import LONGEST_NAME, MOST_LINES, CalendarLine, Standing
from coachtrack.forms import DayField, Form, LineField, choices
from coachtrack.schools.rules.subjects import CLOSURE_LABELS, ClosureKind

KINDS = [(kind, _l(label)) for kind, label in CLOSURE_LABELS.items()]


class SchoolCalendarForm(Form):
    """The calendar of a school."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])


class DayLineForm(PlainForm):
    """Days that may be taken over."""

    take = BooleanField(_l("Take over"))
    name = LineField(_l("Name"), longest=LONGEST_NAME)
    kind = SelectField(_l("What is it?"), choices=choices(KINDS), coerce=ClosureKind)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [InputRequired()])


class DayLinesForm(Form):
    """All lines of a calendar that may be taken over."""

    lines = FieldList(FormField(DayLineForm), max_entries=MOST_LINES)

    @classmethod
    def proposing(cls, lines: Iterable[CalendarLine]) -> "DayLinesForm":
        """The form with these lines; those that are new are ticked."""
        form = cls(ImmutableMultiDict())
        for line in lines:
            form.lines.append_entry(
                {
                    "take": line.standing is Standing.NEW,
                    "name": line.name,
                    "kind": line.kind,
                    "starts_on": line.days.first,
                    "ends_on": line.days.last,
                }
            )
        return form

    @property
    def taken(self) -> "dict[int, DayLineForm]":
        """The lines that are ticked, by their number."""
        return {number: entry.form for number, entry in enumerate(self.lines) if entry.form.take.data}
