"""The forms by which a moment, or a series of them, is found and planned."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from coachtrack.agenda.forms.clashes import AboutEach, Unheeded, WarnedForm, say
from coachtrack.agenda.forms.openings import SearchForm
from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.series import MOST_TIMES, Planned
from coachtrack.clock import AMSTERDAM
from coachtrack.errors import Refused
from coachtrack.forms import ClockField, DayField, LineField, moment_of
from coachtrack.trajectories.forms.sessions import DAY, TIME


class FindForm(SearchForm):
    """A moment for a session of a kind, perhaps in place of one that did not go on (`na`)."""

    kind = SelectField(_l("Kind"), coerce=AppointmentKind, default=AppointmentKind.CO_TEACHING)
    na = HiddenField()


class SessionLineForm(PlainForm):
    """One session of a series; what is not ticked is not planned."""

    take = BooleanField(_l("Plan this one"))
    day = DayField(_l("Day"), [InputRequired(DAY)])
    starts = ClockField(_l("Begins at"), [InputRequired(TIME)])
    ends_at = ClockField(_l("Ends at"), [InputRequired(TIME)])

    def validate(self, extra_validators: object = None) -> bool:
        """What is not ticked may be anything."""
        return not self.take.data or bool(super().validate(extra_validators))

    def span(self) -> Span:
        """The moment, as filled in. Raises `Refused` for the hour that the clock skips."""
        return Span(moment_of(self.day.data, self.starts.data), moment_of(self.day.data, self.ends_at.data))


class SeriesForm(WarnedForm):
    """All sessions of a series, each with its day and times."""

    lines = FieldList(FormField(SessionLineForm), max_entries=MOST_TIMES)
    place = LineField(_l("Room or address"), longest=200)

    @staticmethod
    def data_of(series: Iterable[Planned]) -> list[dict[str, object]]:
        """The lines of a series to begin with."""
        lines: list[dict[str, object]] = []
        for each in series:
            starts, ends = (moment.astimezone(AMSTERDAM) for moment in (each.span.starts_at, each.span.ends_at))
            lines.append({"take": True, "day": starts.date(), "starts": starts.time(), "ends_at": ends.time()})
        return lines

    def spans(self) -> dict[int, Span]:
        """The moments that are ticked, by the number of their line. Raises `Refused` at the line that cannot be."""
        found = {}
        for number, entry in enumerate(self.lines):
            if entry.form.take.data:
                try:
                    found[number] = entry.form.span()
                except Refused as refusal:
                    refusal.field = f"lines-{number}-starts"
                    raise
        return found

    def heed_lines(self, numbers: Sequence[int], about_each: AboutEach) -> None:
        """Raise `Unheeded` when there is something to warn of; each line tells its own."""
        try:
            self.heed(about_each)
        except Unheeded:
            for number, (_appointment, warnings) in zip(numbers, about_each, strict=True):
                self.told[number] = [say(each) for each in warnings]
            raise

    def __init__(self, *args: object, **defaults: object) -> None:
        super().__init__(*args, **defaults)
        self.told: dict[int, list[str]] = {}
