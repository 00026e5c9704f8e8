"""Forms of schools, their days and times, what stands around them, and the import of the national register."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, Regexp

from coachtrack.forms import (
    CheckListField,
    ClockField,
    DayField,
    Form,
    LineField,
    choices,
    number_or_none,
    text_or_none,
)
from coachtrack.schools.rules.subjects import ATTENTION_LABELS, CLOSURE_LABELS, AttentionKind, ClosureKind
from coachtrack.schools.rules.times import WEEKDAYS, Times


class SchoolForm(Form):
    """A school that is not in the national register."""

    name = LineField(_l("Name of the school"), [InputRequired()])
    street = LineField(_l("Street"), [Optional()])
    house_number = LineField(_l("Number"), [Optional()], longest=20)
    postcode = LineField(
        _l("Postcode"),
        [Optional(), Regexp(r"^\d{4} ?[A-Za-z]{2}$", message=_l("Write a postcode as four digits and two letters."))],
    )
    place = LineField(_l("Place"), [InputRequired()], longest=100)
    municipality = LineField(_l("Municipality"), [InputRequired()], longest=100)
    phone = LineField(_l("Telephone"), [Optional()], longest=20)
    holiday_region = SelectField(_l("Holiday region"))


class PlacementForm(Form):
    """What the register does not say about a school: its part of town, its board where it has none."""

    name = LineField(_l("Name of the school"), [InputRequired()])
    board = SelectField(_l("Board"), coerce=number_or_none)
    district = SelectField(_l("District"), coerce=number_or_none)


class ClosingForm(Form):
    """The last day of a school."""

    closed_on = DayField(_l("Last day"), [InputRequired()])


class BoardForm(Form):
    """The name of a board."""

    name = LineField(_l("Name of the board"), [Optional()])


class DistrictForm(Form):
    """A part of town."""

    name = LineField(_l("Name of the district"), [InputRequired()], longest=100)


class InstitutionForm(Form):
    """Another organisation."""

    name = LineField(_l("Name of the institution"), [InputRequired()])
    kind = SelectField(_l("What it is"))
    place = LineField(_l("Place"), [Optional()], longest=100)
    ended_on = DayField(_l("Last day"), [Optional()])


class MaterialForm(Form):
    """A method or source book."""

    title = LineField(_l("Title"), [InputRequired()])
    kind = SelectField(_l("What it is"))
    discipline = SelectField(_l("Discipline"), coerce=text_or_none)


class ClosureForm(Form):
    """Days on which a school does otherwise than its region."""

    kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose what it is."))],
        choices=choices((kind, _l(label)) for kind, label in CLOSURE_LABELS.items()),
        coerce=ClosureKind,
    )
    name = LineField(_l("Name"), [Optional()], longest=100)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [Optional()])


class AttentionForm(Form):
    """What to reckon with at a school, and on which days."""

    kind = RadioField(
        _l("What is it about?"),
        [InputRequired(_l("Choose what it is about."))],
        choices=choices((kind, _l(label)) for kind, label in ATTENTION_LABELS.items()),
        coerce=AttentionKind,
    )
    note = LineField(_l("What to reckon with"), [Optional()], longest=300)
    starts_on = DayField(_l("From"), [InputRequired()])
    ends_on = DayField(_l("Up to and with"), [Optional()])

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, for the actions."""
        days = {name: self[name].data for name in ("kind", "starts_on", "ends_on")}
        return days | {"note": self.note.data or ""}


class TimesForm(Form):
    """From when until when a school is open, for each day of the week: `from_0` and `until_0` are Monday's."""

    @property
    def times(self) -> Times:
        """What was filled in; a day of which one of the two is empty has a message at that one."""
        given = {weekday: (self[f"from_{weekday}"], self[f"until_{weekday}"]) for weekday in WEEKDAYS}
        return {weekday: (starts.data, ends.data) for weekday, (starts, ends) in given.items() if starts.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Both times of a day, or neither."""
        fits = bool(super().validate(extra_validators))
        for weekday in WEEKDAYS:
            pair = [self[f"from_{weekday}"], self[f"until_{weekday}"]]
            empty = [field for field in pair if field.data is None and not field.errors]
            if len(empty) == 1:
                empty[0].errors = [_("Fill this in too, or leave both empty when the school is closed.")]
                fits = False
        return fits


for _weekday in WEEKDAYS:
    setattr(TimesForm, f"from_{_weekday}", ClockField(_l("Open from"), [Optional()]))
    setattr(TimesForm, f"until_{_weekday}", ClockField(_l("Closes at"), [Optional()]))


class RegisterForm(Form):
    """The file of the national register."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])


class ChoiceForm(Form):
    """Which schools of the register."""

    municipality = SelectField(_l("Municipality"), coerce=text_or_none)
    board = SelectField(_l("Board"), coerce=text_or_none)


class ConfirmForm(Form):
    """Yes to what the preview shows."""

    digest = HiddenField()
    closing = CheckListField(
        _l("These did close"),
        coerce=int,
        validate_choice=False,
    )
