"""The form of an exemption."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from coachtrack.coverage.rules.requirement import EXEMPTION_LABELS, ExemptionReason
from coachtrack.forms import DayField, Form, choices


class ExemptionForm(Form):
    """Why someone need not meet the requirement, and until when."""

    reason = SelectField(_l("Reason"), coerce=ExemptionReason)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [Optional()])

    def fill_choices(self) -> None:
        """The reasons."""
        self.reason.choices = choices((reason.value, _(EXEMPTION_LABELS[reason])) for reason in ExemptionReason)
