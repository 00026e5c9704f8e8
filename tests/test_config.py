"""The environment is read once; one that cannot work is refused with words that say what to set."""

import pytest

import config
from config import SettingsRefused

GOOD = {
    "DATABASE_URL": "postgresql://coachtrack@db/coachtrack",
    "SECRET_KEY": "s" * 16 + "ecret-of-this-installation",
    "CONTENT_KEYS": "Y29hY2h0cmFjay10ZXN0cy1jb250ZW50LWtleS0wMDE=,Y29hY2h0cmFjay10ZXN0cy1jb250ZW50LWtleS0wMDI=",
    "EVIDENCE_KEY": "e" * 16 + "vidence-of-this-installation",
    "BASE_URL": "https://coachtrack.example/",
    "MAIL_URL": "smtps://user:p%40ss@mail.example:465",
    "TRUSTED_HOSTS": "coachtrack.example, www.coachtrack.example",
    "PROXY_HOPS": "1",
}


ENTRA = {
    "OIDC": "entra",
    "ENTRA_ISSUER": "https://login.example/tenant/v2.0",
    "ENTRA_CLIENT_ID": "a-client",
    "ENTRA_CLIENT_SECRET": "a-secret",
}


def test_a_whole_environment_is_accepted():
    settings = config.read(GOOD)
    assert settings.database_url == "postgresql+psycopg://coachtrack@db/coachtrack"
    assert settings.trusted_hosts == ("coachtrack.example", "www.coachtrack.example")
    assert len(settings.content_keys) == 2
    assert (settings.proxy_hops, settings.https, settings.demo) == (1, True, False)
    assert settings.flask_config()["BASE_URL"] == "https://coachtrack.example"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"CONTENT_KEYS": "", "EVIDENCE_KEY": ""}, "Set CONTENT_KEYS, EVIDENCE_KEY"),
        ({"BASE_URL": ""}, "Set BASE_URL"),
        ({"MAIL_URL": ""}, "Set MAIL_URL"),
        ({"TRUSTED_HOSTS": ""}, "Set TRUSTED_HOSTS"),
        ({"DATABASE_URL": ""}, "Set DATABASE_URL"),
        ({"SECRET_KEY": "short"}, "at least 32 characters"),
        ({"EVIDENCE_KEY": "short"}, "at least 32 characters"),
        ({"SECRET_KEY": "dev" * 12}, "too few different"),
        ({"EVIDENCE_KEY": GOOD["SECRET_KEY"]}, "must differ"),
        ({"CONTENT_KEYS": "not-a-key"}, "CONTENT_KEYS holds a key"),
        ({"CONTENT_KEYS": " , "}, "CONTENT_KEYS holds no key"),
        ({"BASE_URL": "coachtrack.example"}, "BASE_URL must be a whole address"),
        ({"BASE_URL": "ftp://coachtrack.example"}, "BASE_URL must be a whole address"),
        ({"BASE_URL": "https://coachtrack.example/path"}, "BASE_URL must be a whole address"),
        ({"BASE_URL": "http://coachtrack.example"}, "BASE_URL must begin with https"),
        ({"BASE_URL": "https://elsewhere.example"}, "TRUSTED_HOSTS must name"),
        ({"TRUSTED_HOSTS": "*"}, "TRUSTED_HOSTS must name"),
        ({"MAIL_URL": "mail.example"}, "MAIL_URL must begin with"),
        ({"MAIL_URL": "smtp://"}, "MAIL_URL must name a mail server"),
        ({"PROXY_HOPS": "one"}, "PROXY_HOPS must be"),
        ({"PROXY_HOPS": "-1"}, "PROXY_HOPS must be"),
        ({"PROXY_HOPS": "12"}, "PROXY_HOPS must be"),
        ({"DATABASE_URL": "mysql://db/coachtrack"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all/coachtrack.sqlite"}, "cannot be written"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL must begin with|cannot be written"),
        ({"FLASK_DEBUG": "1"}, "Take FLASK_DEBUG away"),
        ({"OIDC": "entra"}, "set ENTRA_ISSUER, ENTRA_CLIENT_ID, ENTRA_CLIENT_SECRET"),
        (ENTRA | {"OIDC": "en-tra"}, "OIDC names en-tra"),
        (ENTRA | {"ENTRA_ISSUER": "http://login.example"}, "ENTRA_ISSUER must begin with https"),
    ],
)
def test_what_cannot_work_is_refused_with_words(changes, words):
    with pytest.raises(SettingsRefused, match=words):
        config.read(GOOD | changes)


@pytest.mark.parametrize("host", ["http://127.0.0.1:5000", "http://localhost:8000"])
def test_on_this_machine_plain_http_will_do(host):
    trusted = {"BASE_URL": host, "TRUSTED_HOSTS": "localhost,127.0.0.1"}
    assert config.read(GOOD | trusted).https is False


def test_with_nothing_set_it_is_the_demo_with_keys_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")
    settings = config.read({"PORT": "5005"})
    assert (settings.demo, settings.mail_url, settings.base_url) == (True, "outbox:", "http://127.0.0.1:5005")
    assert config.read({}).content_keys == settings.content_keys
    keys = sorted(path for path in (tmp_path / "instance").iterdir())
    assert [path.stat().st_mode & 0o077 for path in keys] == [0, 0, 0]


def test_half_a_production_is_not_taken_for_the_demo():
    with pytest.raises(SettingsRefused, match="Set SECRET_KEY"):
        config.read({"DATABASE_URL": GOOD["DATABASE_URL"]})


def test_secrets_do_not_show_when_settings_are_printed():
    shown = repr(config.read(GOOD))
    assert not [value for name, value in GOOD.items() if name.endswith(("KEY", "KEYS")) and value[:20] in shown]
    assert "p%40ss" not in shown


def test_sign_in_providers_are_read_by_name_and_never_shown_with_their_secret():
    (provider,) = config.read(GOOD | ENTRA | {"ENTRA_LABEL": "Microsoft"}).oidc
    assert (provider.name, provider.label, provider.issuer) == ("entra", "Microsoft", ENTRA["ENTRA_ISSUER"])
    assert (provider.client_id, provider.client_secret) == ("a-client", "a-secret")
    assert "a-secret" not in repr(provider)
