"""Sealed text opens with its keys only; of a token just enough is kept to know it again."""

import dataclasses

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from coachtrack import create_app, crypto
from coachtrack.database import Model
from coachtrack.database import db as database
from tests.support.running import settings_for


@pytest.fixture
def app_with(backend):
    """Makes apps with other content keys."""
    made = []

    def make(*keys):
        made.append(create_app(dataclasses.replace(settings_for(backend.url), content_keys=keys)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            database.engine.dispose()


@pytest.mark.parametrize("text", ["", "Meer durven", "🎭 regel\ntwee\x00", "x" * 10_000])
def test_what_was_sealed_opens_again_and_is_sealed_differently_each_time(app, text):
    sealed = crypto.encrypt(text)
    assert crypto.decrypt(sealed) == text
    assert crypto.encrypt(text) != sealed
    assert len(text) < 5 or text not in sealed


def test_the_newest_key_seals_and_older_ones_still_open(app_with):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with app_with(old).app_context():
        sealed = crypto.encrypt("geheim")
    with app_with(new, old).app_context():
        assert crypto.decrypt(sealed) == "geheim"
        resealed = crypto.reseal(sealed)
    with app_with(new).app_context():
        assert crypto.decrypt(resealed) == "geheim"
        with pytest.raises(InvalidToken):
            crypto.decrypt(sealed)


def test_text_that_was_tampered_with_does_not_open(app):
    sealed = crypto.encrypt("geheim")
    with pytest.raises(InvalidToken):
        crypto.decrypt(sealed[:-8] + "AAAAAAA=")


def test_a_rotation_finds_every_sealed_column(app):
    found = {(column.table.name, column.name) for column in crypto.encrypted_columns(Model.metadata)}
    assert found >= {
        ("outbox_mail", "body"),
        ("kept_form", "fields"),
        ("debrief", "learnt"),
        ("development_goal", "goal"),
    }


def test_nothing_sealed_is_nothing(db):
    assert crypto.EncryptedText().process_bind_param(None, db.connection().dialect) is None
    assert crypto.EncryptedText().process_result_value(None, db.connection().dialect) is None
    assert isinstance(crypto.EncryptedText().impl, sa.Text)


def test_tokens_are_long_and_different_and_their_hashes_fixed():
    tokens = {crypto.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(len(token) for token in tokens) >= 43
    assert crypto.token_hash("a") == crypto.token_hash("a") != crypto.token_hash("b")
    assert len(crypto.token_hash("a")) == 64
