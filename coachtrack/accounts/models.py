"""Tables of accounts, their second factors, sessions, devices, links, tries to sign in, and forms kept for later."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.accounts.rules import has_expired
from coachtrack.crypto import EncryptedText
from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person


class Account(Versioned, Model):
    """The way in of a person. Without a password she was invited and has not come yet."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    locale: Mapped[str] = mapped_column(sa.String(5), default="nl")
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Way(StrEnum):
    """By what somebody signed in."""

    PASSWORD = "password"  # noqa: S105 - a name, not a password
    LINK = "link"
    PROVIDER = "provider"
    PASSKEY = "passkey"


class SignInSession(Model):
    """A session on the server, known by the hash of its token.

    `proved_at`: when she last proved that it is her, by signing in or when asked again. `trusted_until`: on a device
    that she trusts the session outlives idle hours and the working day, until this moment.
    """

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str | None] = mapped_column(sa.String(100))
    way: Mapped[Way] = mapped_column(default=Way.PASSWORD)
    proved_at: Mapped[datetime | None]
    trusted_until: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class FactorKind(StrEnum):
    """What a second factor is."""

    TOTP = "totp"
    PASSKEY = "passkey"


class SecondFactor(Model):
    """An authenticator app or a passkey; it counts once it was confirmed, until it is removed.

    `last_step` is the time step of the last code of an app that was accepted: no code works twice.
    """

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[FactorKind]
    name: Mapped[str] = mapped_column(sa.String(60))
    secret: Mapped[str | None] = mapped_column(EncryptedText)
    last_step: Mapped[int | None]
    credential_id: Mapped[str | None] = mapped_column(sa.String(1400), unique=True)
    credential: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int | None]
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class RecoveryCode(Model):
    """A code on paper for when the second factor is lost: known by its hash, works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class HalfSignIn(Model):
    """Somebody who gave the first half and not yet the second, or a passkey that is being asked: minutes, one use."""

    __tablename__ = "half_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    way: Mapped[Way]
    target: Mapped[str] = mapped_column(sa.Text, default="")
    challenge: Mapped[str | None] = mapped_column(sa.Text)
    wants_trust: Mapped[bool] = mapped_column(default=False)
    begun_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class KnownDevice(Model):
    """A browser in which this account was signed in before: others who guess do not lock her out of it."""

    __tablename__ = "known_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    first_used_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class ProviderIdentity(Model):
    """Who somebody is at a sign-in provider (OpenID Connect): joined on issuer and subject, never on an address."""

    __tablename__ = "provider_identity"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(300))
    joined_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class LinkKind(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a name, not a password
    SIGN_IN = "sign_in"


class SingleUseLink(Model):
    """An invitation or a link to sign in or choose a password: works once, until it expires or a newer one was sent.

    `browser_hash`: of a link to sign in, the browser that asked for it. `target`: the page that she was going to.
    """

    __tablename__ = "single_use_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[LinkKind]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    browser_hash: Mapped[str | None] = mapped_column(sa.String(64))
    target: Mapped[str | None] = mapped_column(sa.Text)

    account: Mapped[Account] = relationship()

    def is_over(self, now: datetime) -> bool:
        """Whether it works no more, because of the time."""
        return has_expired(sent_at=self.sent_at, expires_at=self.expires_at, now=now)


class SignInAttempt(Model):
    """A try to sign in or to get a mail: counted per address typed and per network address, shared by all workers."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        sa.Index("ix_sign_in_attempt_account", "kind", "account_key", "at"),
        sa.Index("ix_sign_in_attempt_address", "kind", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime]
    account_key: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(sa.String(64))
    succeeded: Mapped[bool] = mapped_column(default=False)


class KeptForm(Model):
    """A form that arrived when its session had ended: sealed, and given back to the same account after signing in."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    path: Mapped[str] = mapped_column(sa.Text)
    fields: Mapped[str] = mapped_column(EncryptedText)
    kept_at: Mapped[datetime]
