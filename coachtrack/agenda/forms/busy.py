"""The form to hand in one's own calendar."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from coachtrack.forms import Form


class BusyForm(Form):
    """A calendar file."""

    file = FileField(_l("Calendar file"), [FileRequired(_l("Choose the file first."))])
