"""The mails of accounts, each in the language of whoever gets it."""

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack.accounts.models import Account, SingleUseLink
from coachtrack.outbox import Message
from coachtrack.people.models import Person


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
            key=f"address_changed:{account.id}:{now.timestamp():.0f}",
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
