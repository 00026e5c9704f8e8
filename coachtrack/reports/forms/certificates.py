"""The form in which a teacher says of what she wants a certificate."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from coachtrack.forms import DayField, Form, choices
from coachtrack.reports.rules.certificates import Wanted
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline


class CertificateForm(Form):
    """One discipline, and from when until when."""

    discipline = SelectField(_l("Discipline"), validators=[InputRequired()])
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [InputRequired()])

    def fill_choices(self, disciplines: Iterable[str]) -> None:
        """Those in which she did something."""
        labelled = [(code, _(DISCIPLINE_LABELS[Discipline(code)])) for code in disciplines]
        self.discipline.choices = choices(sorted(labelled, key=lambda pair: pair[1]))

    @property
    def wanted(self) -> Wanted:
        """What was filled in."""
        return Wanted(self.discipline.data, self.starts_on.data, self.ends_on.data)
