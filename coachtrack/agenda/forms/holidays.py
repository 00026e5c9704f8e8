"""The forms of school holidays and of a district's project: a name and days."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired

from coachtrack.forms import DayField, Form, LineField, choices, text_or_none
from coachtrack.schools.rules.subjects import HOLIDAY_REGION_LABELS


class HolidayForm(Form):
    """A holiday that stands already: its region stays."""

    name = LineField(_l("Name"), [DataRequired()], longest=50)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [InputRequired()])


class NewHolidayForm(HolidayForm):
    """A holiday of one region, or of all."""

    region = SelectField(
        _l("Region"),
        choices=choices(
            ((region, _l(label)) for region, label in HOLIDAY_REGION_LABELS.items()), none=_l("All regions")
        ),
        coerce=text_or_none,
    )


class ProjectForm(Form):
    """The weeks of a district's project."""

    name = LineField(_l("Name of the project"), [DataRequired()], longest=100)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [InputRequired()])
