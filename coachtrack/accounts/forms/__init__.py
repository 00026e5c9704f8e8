"""What is asked of people at the door: who they are, and how they want to get in."""

from coachtrack.accounts.forms.factors import CodeForm, NewCodesForm, PasskeyForm, ProvePasswordForm
from coachtrack.accounts.forms.inviting import InviteForm
from coachtrack.accounts.forms.keyless import KeylessForm, seen
from coachtrack.accounts.forms.signing_in import (
    BackForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    ForgotPasswordForm,
    SignInForm,
    SignInLinkForm,
    UseLinkForm,
)

__all__ = [
    "BackForm",
    "ChangePasswordForm",
    "ChoosePasswordForm",
    "CodeForm",
    "ForgotPasswordForm",
    "InviteForm",
    "KeylessForm",
    "NewCodesForm",
    "PasskeyForm",
    "ProvePasswordForm",
    "SignInForm",
    "SignInLinkForm",
    "UseLinkForm",
    "seen",
]
