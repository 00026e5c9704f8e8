"""The mails of accounts, each in the language of whoever gets it."""

from datetime import datetime

from flask import current_app, render_template
from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coachtrack.accounts.models import Account, HalfSignIn, RecoveryCode, SecondFactor, SingleUseLink
from coachtrack.accounts.rules.factors import HALF_LASTS
from coachtrack.outbox import Message
from coachtrack.people.models import Person

WARNING = "address_changed:"
"""How the keys begin of mails to an address that is hers no more; they go out whatever is done to her account."""


def invitation(account: Account, inviter: Person | None, link: SingleUseLink, address: str) -> Message:
    """Come in: who invites, what for, and the link that sets a password."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("You are invited to CoachTrack"),
            body=render_template(
                "accounts/mails/invitation.txt",
                person=account.person,
                inviter=inviter,
                address=address,
                expires_at=link.expires_at,
            ),
            key=f"invitation:{link.id}",
        )


def password_reset(account: Account, link: SingleUseLink, address: str) -> Message:
    """The link to choose a new password."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("Choose a new password for CoachTrack"),
            body=render_template(
                "accounts/mails/password_reset.txt",
                person=account.person,
                address=address,
                expires_at=link.expires_at,
            ),
            key=f"password_reset:{link.id}",
        )


def address_changed(account: Account, old: str, now: datetime) -> Message:
    """To the old address: you sign in with another one from now on; say so if it was not you."""
    with force_locale(account.locale):
        return Message(
            to=old,
            subject=_("Your e-mail address for CoachTrack was changed"),
            body=render_template("accounts/mails/address_changed.txt", person=account.person, changed_at=now),
            key=f"{WARNING}{account.id}:{now.timestamp():.6f}",
        )


def password_changed(account: Account, now: datetime) -> Message:
    """Your password was changed; say so if it was not you."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("Your password for CoachTrack was changed"),
            body=render_template(
                "accounts/mails/password_changed.txt",
                person=account.person,
                changed_at=now,
                address=current_app.config["BASE_URL"],
            ),
            key=f"password_changed:{account.id}:{now.timestamp():.0f}",
        )


def factor_added(account: Account, factor: SecondFactor, now: datetime) -> Message:
    """From now on you sign in with this as well; say so if it was not you."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("Something was added with which you sign in to CoachTrack"),
            body=render_template(
                "accounts/mails/factor_added.txt",
                person=account.person,
                factor=factor,
                changed_at=now,
                address=current_app.config["BASE_URL"],
            ),
            key=f"factor_added:{factor.id}",
        )


def recovery_code_used(account: Account, code: RecoveryCode, left: int, now: datetime) -> Message:
    """One of your codes on paper was used, and so many are left; say so if it was not you."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("A recovery code of yours was used for CoachTrack"),
            body=render_template(
                "accounts/mails/recovery_code_used.txt",
                person=account.person,
                left=left,
                changed_at=now,
                address=current_app.config["BASE_URL"],
            ),
            key=f"recovery_code_used:{code.id}:{now.timestamp():.0f}",
        )


def proof_code(account: Account, half: HalfSignIn, code: str) -> Message:
    """The code with which she proves that it is her."""
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=_("Your code for CoachTrack"),
            body=render_template(
                "accounts/mails/proof_code.txt", person=account.person, code=code, until=half.begun_at + HALF_LASTS
            ),
            key=f"proof_code:{half.id}",
        )


def factor_removed(account: Account, now: datetime) -> Message:
    """Something with which you signed in was removed; say so if it was not you."""
    return _factors(
        account,
        "accounts/mails/factor_removed",
        _l("Something with which you signed in to CoachTrack was removed"),
        now,
    )


def factors_taken_away(account: Account, now: datetime) -> Message:
    """The administrator took your second step away, because you had lost it."""
    return _factors(
        account, "accounts/mails/factors_taken_away", _l("Your second step for CoachTrack was taken away"), now
    )


def _factors(account: Account, name: str, subject: LazyString, now: datetime) -> Message:
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=str(subject),
            body=render_template(
                f"{name}.txt",
                person=account.person,
                changed_at=now,
                address=current_app.config["BASE_URL"],
            ),
            key=f"{name.rpartition('/')[2]}:{account.id}:{now.timestamp():.0f}",
        )


def sign_in_link(account: Account, link: SingleUseLink, address: str, device: str) -> Message:
    """The link by which she signs in, for which page, and from where it was asked."""
    with force_locale(account.locale):
        page = (link.target or "").partition("?")[0]
        return Message(
            to=str(account.person.email),
            subject=_("Sign in to CoachTrack"),
            body=render_template(
                "accounts/mails/sign_in_link.txt",
                person=account.person,
                address=address,
                page=page.strip("/") and current_app.config["BASE_URL"] + page,
                device=device,
                link=link,
            ),
            key=f"sign_in_link:{link.id}",
        )


def provider_joined(account: Account, provider: str, now: datetime) -> Message:
    """From now on you can sign in by this provider; say so if it was not you."""
    return _about_provider(
        "accounts/mails/provider_joined", _l("You can sign in to CoachTrack in another way"), account, provider, now
    )


def provider_left(account: Account, provider: str, now: datetime) -> Message:
    """From now on you cannot sign in by this provider; say so if it was not you."""
    return _about_provider(
        "accounts/mails/provider_left", _l("A way to sign in to CoachTrack was taken away"), account, provider, now
    )


def _about_provider(name: str, subject: LazyString, account: Account, provider: str, now: datetime) -> Message:
    with force_locale(account.locale):
        return Message(
            to=str(account.person.email),
            subject=str(subject),
            body=render_template(
                f"{name}.txt",
                person=account.person,
                provider=provider,
                changed_at=now,
                address=current_app.config["BASE_URL"],
            ),
            key=f"{name.rpartition('/')[2]}:{account.id}:{now.timestamp():.0f}",
        )
