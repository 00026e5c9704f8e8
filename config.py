"""Read the environment once. No other file looks at `os.environ`; production refuses to start without its secrets."""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
VERSION = "0.5.0"
REQUIRED = ("DATABASE_URL", "SECRET_KEY", "CONTENT_KEYS", "EVIDENCE_KEY", "BASE_URL", "MAIL_URL", "TRUSTED_HOSTS")

SHORTEST_KEY = 32
FEWEST_DIFFERENT = 10
MOST_PROXIES = 5
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsRefused(RuntimeError):
    """The environment is not one to start with; the message says what to set."""


@dataclass(frozen=True)
class Provider:
    """A sign-in provider (OpenID Connect): its name on the button, its issuer, and who we are to it."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything the product takes from outside.

    `content_keys`: Fernet keys, newest first; the first one encrypts, all of them open.
    `mail_url`: `smtp://user:password@host:port`, `smtps://…`, or `outbox:` (mail stays in the app, demo only).
    `proxy_hops`: how many proxies in front add an `X-Forwarded-For`; 0 believes no header.
    `password_cost`: (time, memory in KiB, parallelism) of argon2id.
    `second_factor`: whether those who see everyone must have one; in the demo only when asked for.
    `oidc`: providers at which people may sign in.
    `erasures`: the list of what was erased of whom, beside the database, for after a restore.
    `security_contact`: where to report a hole (`mailto:…` or `https://…`); without one the page about privacy.
    """

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    content_keys: tuple[str, ...] = field(repr=False)
    evidence_key: str = field(repr=False)
    base_url: str
    mail_url: str = field(default="outbox:", repr=False)
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    demo: bool = False
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    password_cost: tuple[int, int, int] = (2, 19456, 1)
    testing: bool = field(default=False)
    second_factor: bool = True
    oidc: tuple["Provider", ...] = ()
    erasures: Path = INSTANCE / "erasures.jsonl"
    security_contact: str = ""

    @property
    def https(self) -> bool:
        """Whether people reach the product over https, so that cookies may be `Secure` and `__Host-`."""
        return urlsplit(self.base_url).scheme == "https"

    def flask_config(self) -> dict[str, object]:
        """These settings in the words that Flask and its extensions use."""
        return {
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # what was in a statement is for no log
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "CONTENT_KEYS": self.content_keys,
            "EVIDENCE_KEY": self.evidence_key,
            "BASE_URL": self.base_url.rstrip("/"),
            "MAIL_URL": self.mail_url,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            "PROXY_HOPS": self.proxy_hops,
            "PASSWORD_COST": self.password_cost,
            "DEMO": self.demo,
            "SECOND_FACTOR": self.second_factor,
            "OIDC": self.oidc,
            "ERASURES": self.erasures,
            "SECURITY_CONTACT": self.security_contact,
            "TESTING": self.testing,
            "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 500,
            "SESSION_COOKIE_NAME": "__Host-coachtrack" if self.https else "coachtrack",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SEND_FILE_MAX_AGE_DEFAULT": 60 * 60,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,  # our pages send no Referer; Origin and Sec-Fetch-Site are checked instead
            "VERSION": VERSION,
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
            "BOOTSTRAP_SERVE_LOCAL": True,
        }


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment: those of production, or of the demo when asked for or when nothing is set.

    Raises `SettingsRefused` when production lacks a setting or one of them cannot be used.
    """
    given = os.environ if environment is None else environment
    if given.get("COACHTRACK_DEMO") == "1" or not any(given.get(name) for name in REQUIRED):
        return _demo(given)
    missing = [name for name in REQUIRED if not given.get(name)]
    if given.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        raise SettingsRefused("Take FLASK_DEBUG away: it shows everyone what is inside.")
    if missing:
        raise SettingsRefused(f"Set {', '.join(missing)}, or COACHTRACK_DEMO=1 for a demo with keys of its own.")
    return _checked(
        Settings(
            database_url=_database_url(given),
            secret_key=given["SECRET_KEY"],
            secret_key_fallbacks=_listed(given.get("SECRET_KEY_FALLBACKS", "")),
            content_keys=_listed(given["CONTENT_KEYS"]),
            evidence_key=given["EVIDENCE_KEY"],
            base_url=given["BASE_URL"],
            mail_url=given["MAIL_URL"],
            trusted_hosts=_listed(given["TRUSTED_HOSTS"]),
            proxy_hops=_hops(given.get("PROXY_HOPS", "0")),
            oidc=_providers(given),
            erasures=_erasures(given),
            security_contact=given.get("SECURITY_CONTACT", "").strip(),
        )
    )


def bare_environment() -> dict[str, str]:
    """For a process of its own: no setting and no secret, only what Windows starts nothing without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def database_environment() -> dict[str, str]:
    """For the programs of PostgreSQL: what they look at themselves (`PG…`, the home folder), and no setting of ours."""
    wanted = ("HOME", "PATH", "LANG", "TMPDIR")
    return bare_environment() | {name: os.environ[name] for name in os.environ if name in wanted or name[:2] == "PG"}


def _demo(given: Mapping[str, str]) -> Settings:
    """The demo: SQLite, mail kept in the app, and keys that it makes itself in `instance/`."""
    INSTANCE.mkdir(exist_ok=True)
    port = given.get("PORT", "5000")
    return Settings(
        database_url=_database_url(given),
        secret_key=given.get("SECRET_KEY") or _own_key("secret_key", lambda: secrets.token_urlsafe(32)),
        content_keys=_listed(given.get("CONTENT_KEYS", ""))
        or (_own_key("content_key", lambda: Fernet.generate_key().decode()),),
        evidence_key=given.get("EVIDENCE_KEY") or _own_key("evidence_key", lambda: secrets.token_urlsafe(32)),
        base_url=given.get("BASE_URL") or f"http://127.0.0.1:{port}",
        mail_url=given.get("MAIL_URL") or "outbox:",
        trusted_hosts=_listed(given.get("TRUSTED_HOSTS", "")),
        proxy_hops=_hops(given.get("PROXY_HOPS", "0")),
        demo=True,
        second_factor=given.get("SECOND_FACTOR") == "1",
        oidc=_providers(given),
        erasures=_erasures(given),
        security_contact=given.get("SECURITY_CONTACT", "").strip(),
    )


def _erasures(given: Mapping[str, str]) -> Path:
    return Path(given.get("ERASURES") or INSTANCE / "erasures.jsonl")


def _providers(given: Mapping[str, str]) -> tuple[Provider, ...]:
    """Those that `OIDC` names; of each `<NAME>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET` and `_LABEL`."""
    return tuple(_provider(name, given) for name in _listed(given.get("OIDC", "")))


def _provider(name: str, given: Mapping[str, str]) -> Provider:
    parts = {
        part: given.get(f"{name.upper()}_{part}", "") for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL")
    }
    missing = [f"{name.upper()}_{part}" for part, value in parts.items() if not value and part != "LABEL"]
    if missing or not name.isidentifier():
        raise SettingsRefused(f"OIDC names {name}: set {', '.join(missing) or 'a name of letters and digits'}.")
    issuer = urlsplit(parts["ISSUER"])
    if issuer.scheme != "https" and issuer.hostname not in THIS_MACHINE:
        raise SettingsRefused(f"{name.upper()}_ISSUER must begin with https://, as the provider itself writes it.")
    return Provider(name, parts["LABEL"] or name, parts["ISSUER"], parts["CLIENT_ID"], parts["CLIENT_SECRET"])


def _checked(settings: Settings) -> Settings:
    for check in (_check_keys, _check_addresses, _check_mail, _check_file):
        check(settings)
    return settings


def _check_keys(settings: Settings) -> None:
    for key in (settings.secret_key, settings.evidence_key, *settings.secret_key_fallbacks):
        if len(key) < SHORTEST_KEY:
            raise SettingsRefused(f"SECRET_KEY and EVIDENCE_KEY need at least {SHORTEST_KEY} characters each.")
        if len(set(key)) < FEWEST_DIFFERENT:
            raise SettingsRefused("SECRET_KEY and EVIDENCE_KEY have too few different characters: make them at random.")
    if settings.secret_key == settings.evidence_key:
        raise SettingsRefused("SECRET_KEY and EVIDENCE_KEY must differ.")
    if not settings.content_keys:
        raise SettingsRefused("CONTENT_KEYS holds no key: give one Fernet key, or several with commas, newest first.")
    try:
        for key in settings.content_keys:
            Fernet(key)
    except ValueError as error:
        raise SettingsRefused("CONTENT_KEYS holds a key that is no Fernet key (44 characters, url-safe).") from error


def _check_addresses(settings: Settings) -> None:
    base = urlsplit(settings.base_url)
    if base.scheme not in {"http", "https"} or not base.hostname or base.path.strip("/") or base.query:
        raise SettingsRefused("BASE_URL must be a whole address without a path, such as https://coachtrack.example.")
    if base.scheme == "http" and base.hostname not in THIS_MACHINE:
        raise SettingsRefused("BASE_URL must begin with https:// (plain http is for this machine only).")
    if not any(_is_under(base.hostname, host) for host in settings.trusted_hosts):
        raise SettingsRefused(f"TRUSTED_HOSTS must name the host of BASE_URL, {base.hostname}.")
    if settings.security_contact and not settings.security_contact.startswith(("mailto:", "https://")):
        raise SettingsRefused("SECURITY_CONTACT must begin with mailto: or https://.")
    if settings.proxy_hops > MOST_PROXIES:
        raise SettingsRefused(f"PROXY_HOPS must be at most {MOST_PROXIES}: how many proxies stand in front.")


def _check_file(settings: Settings) -> None:
    """A database that is a file must be one that can be written; one on a server may be away for a while."""
    if not settings.database_url.startswith("sqlite"):
        return
    path = settings.database_url.partition(":///")[2]
    file = Path(path)
    if not path or not os.access(file if file.exists() else file.parent, os.W_OK):
        raise SettingsRefused(
            f"DATABASE_URL names {path or 'no file'}, which cannot be written. Make its folder first."
        )


def _is_under(hostname: str, trusted: str) -> bool:
    name = trusted.partition(":")[0]
    return hostname == name or (name.startswith(".") and hostname.endswith(name))


def _check_mail(settings: Settings) -> None:
    mail = urlsplit(settings.mail_url)
    if mail.scheme not in {"smtp", "smtps", "outbox"}:
        raise SettingsRefused("MAIL_URL must begin with smtp:// or smtps://, or be outbox: to switch sending off.")
    if mail.scheme != "outbox" and not mail.hostname:
        raise SettingsRefused("MAIL_URL must name a mail server, such as smtp://mail.example:587.")


def _database_url(given: Mapping[str, str]) -> str:
    url = given.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'coachtrack.sqlite'}"
    scheme, _colon, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    if scheme not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsRefused("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    return url


def _hops(value: str) -> int:
    if not value.isdecimal():
        raise SettingsRefused("PROXY_HOPS must be a whole number: how many proxies stand in front.")
    return int(value)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _own_key(name: str, make: Callable[[], str]) -> str:
    """A key of this installation, made once (also when two processes start together), readable by its owner only."""
    path = INSTANCE / name
    if not path.exists():
        draft = INSTANCE / f"{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
