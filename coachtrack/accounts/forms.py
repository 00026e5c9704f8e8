"""Forms to sign in, to ask for a new password, and to choose one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length

from coachtrack import text
from coachtrack.forms import CheckListField, Form


def seen(typed: str | None) -> str | None:
    """What was typed, without what cannot be seen."""
    return typed and text.clean(typed)


class KeylessForm(Form):
    """A form that may be sent twice: the answer carries the cookie of a new session, which a first sending may lose."""

    def __init__(self, *args: Any, **defaults: Any) -> None:
        super().__init__(*args, **defaults)
        del self.form_key


class SignInForm(KeylessForm):
    """Who you are."""

    email = EmailField(
        _l("E-mail address"), [DataRequired(_l("Fill in your e-mail address.")), Length(max=320)], filters=[seen]
    )
    password = PasswordField(_l("Password"), [DataRequired(_l("Fill in your password.")), Length(max=1000)])


class ForgotPasswordForm(KeylessForm):
    """The address to which the link goes."""

    email = EmailField(
        _l("E-mail address"), [DataRequired(_l("Fill in your e-mail address.")), Length(max=320)], filters=[seen]
    )


class ChoosePasswordForm(KeylessForm):
    """A password for an invitation, or in the place of a forgotten one."""

    password = PasswordField(_l("New password"), [DataRequired(_l("Choose a password."))])


class ChangePasswordForm(KeylessForm):
    """Another password, by whoever knows the present one."""

    current_password = PasswordField(
        _l("Present password"), [DataRequired(_l("Fill in your present password.")), Length(max=1000)]
    )
    password = PasswordField(_l("New password"), [DataRequired(_l("Choose a password."))])


class InviteForm(Form):
    """Who of a team are invited."""

    people = CheckListField(
        _l("Who"),
        [DataRequired(_l("Choose at least one person."))],
        coerce=int,
    )
