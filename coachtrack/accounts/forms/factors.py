"""Forms of a second factor: a code, and a name to know it by."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from coachtrack.accounts.forms.keyless import KeylessForm
from coachtrack.forms import LineField


class CodeForm(KeylessForm):
    """A code: of an app, on paper, or from a mail."""

    factor_code = LineField(_l("Code"), [DataRequired(_l("Fill in the code."))], longest=40)


class ProvePasswordForm(KeylessForm):
    """Her password once more, before something that matters."""

    current_password = PasswordField(
        _l("Your password"), [DataRequired(_l("Fill in your password.")), Length(max=1000)]
    )


class PasskeyForm(KeylessForm):
    """A new passkey: what she calls it, and what her device answered."""

    name = LineField(_l("Name"), [DataRequired(_l("Give it a name, so that you know it again."))], longest=60)
    credential = HiddenField()


class NewCodesForm(KeylessForm):
    """New codes on paper: whatever was sent twice, the codes that are shown are those that work."""
