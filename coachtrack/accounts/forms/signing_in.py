"""Forms to sign in, by password or by a link, to ask for a new password, and to choose one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from coachtrack.accounts.forms.keyless import KeylessForm, seen


class AddressForm(KeylessForm):
    """Her mail address."""

    email = EmailField(
        _l("E-mail address"), [DataRequired(_l("Fill in your e-mail address.")), Length(max=320)], filters=[seen]
    )


class SignInForm(AddressForm):
    """Who you are."""

    password = PasswordField(_l("Password"), [DataRequired(_l("Fill in your password.")), Length(max=1000)])
    trust = BooleanField(_l("This is my own phone or computer"))


class SignInLinkForm(AddressForm):
    """The address to which a link to sign in goes."""


class UseLinkForm(KeylessForm):
    """Signing in by a link that came by mail."""

    trust = BooleanField(_l("This is my own phone or computer"))


class BackForm(UseLinkForm):
    """What a provider sent along; it goes back to us by a form, so that looking at the page does nothing."""

    code = HiddenField()
    state = HiddenField()
    iss = HiddenField()

    def __init__(self, *args: Any, **defaults: Any) -> None:
        super().__init__(*args, **defaults)
        del self.form_page  # its address holds the code


class ForgotPasswordForm(AddressForm):
    """The address to which the link goes."""


class ChoosePasswordForm(KeylessForm):
    """A password for an invitation, or in the place of a forgotten one."""

    password = PasswordField(_l("New password"), [DataRequired(_l("Choose a password."))])


class ChangePasswordForm(KeylessForm):
    """Another password, by whoever knows the present one."""

    current_password = PasswordField(
        _l("Present password"), [DataRequired(_l("Fill in your present password.")), Length(max=1000)]
    )
    password = PasswordField(_l("New password"), [DataRequired(_l("Choose a password."))])
