"""Secrets: encrypted columns with several keys at once, and tokens that are kept only as a hash."""

import hashlib
import secrets
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

EXTENSION = "coachtrack.content_keys"


def register(app: Flask) -> None:
    """Give the app its content keys: the first encrypts, all of them open."""
    app.extensions[EXTENSION] = MultiFernet([Fernet(key) for key in app.config["CONTENT_KEYS"]])


def _keys() -> MultiFernet:
    return cast(MultiFernet, current_app.extensions[EXTENSION])


def encrypt(text: str) -> str:
    """The text, unreadable without a content key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """The text again. Raises `InvalidToken` when no content key opens it."""
    return _keys().decrypt(sealed.encode()).decode()


def reseal(sealed: str) -> str:
    """The same text under the newest content key."""
    return _keys().rotate(sealed.encode()).decode()


class EncryptedText(sa.types.TypeDecorator[str]):
    """Text of coach and teacher: readable in the app, unreadable in a copy of the database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Seal the text on its way in."""
        return None if value is None else encrypt(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Open the text on its way out."""
        return None if value is None else decrypt(value)


class EncryptedBytes(sa.types.TypeDecorator[bytes]):
    """A file with names in it that is kept for a short while; too short to be sealed anew with a newer key."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: sa.Dialect) -> bytes | None:
        """Seal the file on its way in."""
        return None if value is None else _keys().encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> bytes | None:
        """Open the file on its way out."""
        return None if value is None else _keys().decrypt(value)


def encrypted_columns(metadata: sa.MetaData) -> list[sa.Column[Any]]:
    """Every column that holds sealed text, so that a rotation misses none."""
    return [
        column for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, EncryptedText)
    ]


def new_token() -> str:
    """A secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


@lru_cache(maxsize=16)
def derived_key(secret: str, purpose: str) -> bytes:
    """A key for one purpose, made of a secret that serves several."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
