"""Forms of people: who someone is, posts, absences, roles, coaches, and the import of the staff file."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from coachtrack import text
from coachtrack.forms import CheckListField, DayField, Form, LineField, number_or_none, say, text_or_none
from coachtrack.people.rules.groups import parse_groups
from coachtrack.people.rules.names import parse_email
from coachtrack.sheets import Unclear


def seen(typed: str | None) -> str | None:
    """A name without what cannot be seen, such as marks that turn the direction of writing."""
    return typed and text.clean_name(typed)


class PersonForm(Form):
    """Who someone is."""

    first_name = LineField(_l("First name"), [DataRequired()], longest=100, filters=[seen])
    infix = LineField(_l("Infix"), [Optional()], longest=30, filters=[seen])
    last_name = LineField(_l("Surname"), [DataRequired()], longest=100, filters=[seen])
    email = LineField(_l("E-mail address"), [Optional()], longest=254)

    def validate_email(self, field: Any) -> None:
        """One address that mail can be sent to."""
        try:
            field.data = parse_email(field.data or "")
        except Unclear as unclear:
            raise ValidationError(say(unclear)) from unclear


class PostForm(Form):
    """What someone does at a school, and when."""

    school = SelectField(_l("School"), [InputRequired()], coerce=number_or_none)
    function = SelectField(_l("Function"), [InputRequired()])
    groups = LineField(_l("Groups"), [Optional()])
    working_days = CheckListField(_l("Working days"), [InputRequired()], coerce=int)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [Optional()])
    from_day = DayField(_l("This change holds from"), [Optional()])

    def validate_groups(self, field: Any) -> None:
        """Groups as they are written at schools: 3, 1/2, 5a."""
        try:
            groups, _remarks = parse_groups(field.data or "")
        except Unclear as unclear:
            raise ValidationError(say(unclear)) from unclear
        if len(", ".join(groups)) > 60:
            raise ValidationError(_l("These are too many groups for one post. Make it two posts."))

    @property
    def named_groups(self) -> str:
        """The groups in the one form in which they are kept."""
        return ", ".join(parse_groups(self.groups.data or "")[0])


class EndForm(Form):
    """The last day of something."""

    ends_on = DayField(_l("Last day"), [InputRequired()])


class AbsenceForm(Form):
    """From when until when someone is away."""

    kind = SelectField(_l("Kind"))
    starts_on = DayField(_l("First day away"), [InputRequired()])
    ends_on = DayField(_l("Last day away"), [Optional()])


class RoleForm(Form):
    """A role that is given."""

    role = SelectField(_l("Role"))
    school = SelectField(_l("School"), coerce=number_or_none)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [Optional()])


class CoachForm(Form):
    """The appointment of a coach; `disciplines` only where she is appointed."""

    institution = SelectField(_l("Employer"), [InputRequired()], coerce=number_or_none)
    weekly_hours = LineField(_l("Hours a week"), [InputRequired()], longest=10)
    starts_on = DayField(_l("Coach from"), [InputRequired()])
    ends_on = DayField(_l("Coach until"), [Optional()])
    disciplines = CheckListField(_l("Disciplines"))
    valid_until = DayField(_l("Disciplines valid until"), [Optional()])

    def validate_weekly_hours(self, field: Any) -> None:
        """Hours with or without a half: 8 or 4,5."""
        if not re.fullmatch(r"\d{1,2}([.,]\d{1,2})?", field.data or "") or self.weekly_minutes > 40 * 60:
            raise ValidationError(_l("Write the hours as a number between 0 and 40, for example 8 or 4,5."))

    @property
    def weekly_minutes(self) -> int:
        """The hours in minutes."""
        return round(float((self.weekly_hours.data or "0").replace(",", ".")) * 60)


class DisciplineForm(Form):
    """How long a coach may coach in a discipline."""

    discipline = SelectField(_l("Discipline"))
    starts_on = DayField(_l("Valid from"), [InputRequired()])
    ends_on = DayField(_l("Valid until"), [Optional()])


class QualificationForm(Form):
    """The course for coaching on the work floor."""

    course = LineField(_l("Course"), [InputRequired()])
    provider = SelectField(_l("Given by"), coerce=number_or_none)
    progress = SelectField(_l("How far"))
    obtained_on = DayField(_l("Finished on"), [Optional()])


class RosterForm(Form):
    """The staff file."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])
    municipality = SelectField(_l("Municipality of the schools"), coerce=text_or_none)


class ConfirmForm(Form):
    """Yes to what the preview shows; `leaving` are the posts that did end."""

    digest = HiddenField()
    leaving = SelectMultipleField(_l("These did leave"), coerce=int, validate_choice=False)
    left_on = DayField(_l("Their last day"), [Optional()])
