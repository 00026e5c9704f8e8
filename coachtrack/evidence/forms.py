"""Forms of evidence: a sheet of what was done before, and yes to its preview."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from coachtrack.forms import Form


class PastForm(Form):
    """A sheet of past trainings with attendance, and of past coaching hours."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])


class ConfirmForm(Form):
    """Yes to what the preview shows."""

    digest = HiddenField()
