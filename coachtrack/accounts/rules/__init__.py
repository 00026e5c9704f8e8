"""What a password must be, how often one may try, how long sessions and links live, and where a visitor may be sent."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coachtrack.errors import N_, Refused
from coachtrack.text import fold
from coachtrack.viewer import Role, Viewer

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
LEFT_OVER = 6
CLOCKS_DIFFER = timedelta(minutes=2)
"""So much may the clocks of two machines differ, or one clock be put right by a little."""
SESSION_LASTS = timedelta(hours=8)
IDLE = timedelta(minutes=30)
IDLE_WITH_WIDE_RIGHTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=30)
RESET_LASTS = timedelta(hours=2)
SIGN_IN_LINK_LASTS = timedelta(minutes=10)
TRUSTED_FOR = timedelta(days=30)
OPEN_ON_TRUST = timedelta(days=30)
DEVICE_KNOWN_FOR = timedelta(days=365)
KEPT_FOR = timedelta(hours=24)
KEPT_MOST = 500_000
NOT_KEPT = frozenset({"csrf_token", "form_key", "form_page"})

COMMON = (
    "wachtwoord", "welkom", "password", "qwertyuiop", "qwerty", "azerty", "asdfghjkl", "iloveyou", "letmein", "geheim",
    "123456789", "1234567890", "987654321", "0987654321", "abcdefghijkl", "abcdefgh", "abc123", "hallo", "admin",
    "voorjaar", "zomer", "herfst", "winter", "lente", "januari", "februari", "september", "oktober", "november",
    "december", "nederland", "hengelo", "amsterdam", "feyenoord", "leerkracht", "juffrouw", "school", "coachtrack",
)  # fmt: skip
LOOKS_LIKE = str.maketrans("@013$57!", "aoiesst ")


@dataclass(frozen=True)
class Limit:
    """So many tries within so long, for one account and from one network address."""

    per_account: int
    per_address: int
    within: timedelta


@dataclass(frozen=True)
class Often:
    """So many times within so long, for one person."""

    times: int
    within: timedelta


SIGN_IN = Limit(10, 30, timedelta(minutes=5))
MAILS = Limit(3, 20, timedelta(hours=1))
OFTEN = {"export": Often(10, timedelta(minutes=10)), "search": Often(60, timedelta(minutes=1))}
"""What may not be asked too often by who is in: files that take work and leave the house, and searching."""


def check_password(password: str, context: Iterable[str]) -> None:
    """Refuse a password that is too short, too long, or easily guessed. `context`: her names, address, schools."""
    if len(password) < SHORTEST:
        raise Refused(
            N_("Choose at least %(count)s characters. A short sentence works well."), field="password", count=12
        )
    if len(password) > LONGEST:
        raise Refused(N_("Choose at most %(count)s characters."), field="password", count=LONGEST)
    if len(set(password.casefold())) < FEWEST_DIFFERENT:
        raise Refused(N_("This has too few different characters. Choose a few words of your own."), field="password")
    words = sorted({*COMMON, *_words(context)}, key=lambda word: (-len(word), word))
    if any(len(_without(words, reading)) < LEFT_OVER for reading in _readings(password)):
        raise Refused(
            N_("Others would guess this: it is made of a name, a school or a well-known word. Add words of your own."),
            field="password",
        )


def _words(context: Iterable[str]) -> set[str]:
    """The parts of names and addresses that somebody who knows her would try."""
    parts = {part for text in context for part in re.split(r"[\W_]+", fold(text))}
    return {part for part in parts if len(part) >= 3}


def _readings(password: str) -> tuple[str, str]:
    """A password as it stands, and with the signs that people put in the place of letters read as those letters."""
    plain = fold(password)
    return plain, plain.translate(LOOKS_LIKE)


def _without(words: Iterable[str], password: str) -> str:
    left = re.sub(r"[\W_]", "", password)
    for word in words:
        left = left.replace(word, "")
    return left.strip("0123456789")


def rights_of(viewer: Viewer) -> str:
    """Her roles and schools as one short word, to see whether they are still the same."""
    held = sorted(f"{held.role}:{held.school_id or ''}" for held in viewer.roles)
    return hashlib.sha256(" ".join(held).encode()).hexdigest()[:16]


def idle_limit(viewer: Viewer) -> timedelta:
    """How long a session may lie unused: shorter for those who see everyone."""
    return IDLE_WITH_WIDE_RIGHTS if viewer.has(Role.ADMINISTRATOR, Role.COMMISSION) else IDLE


def may_trust_device(viewer: Viewer) -> bool:
    """Whether she may stay signed in on a device of her own: not those who see everyone."""
    return not viewer.has(Role.ADMINISTRATOR, Role.COMMISSION)


def is_from_later(moment: datetime, now: datetime) -> bool:
    """Whether something bears a moment that has yet to come: the clock was set back, so it is older than it seems."""
    return moment > now + CLOCKS_DIFFER


def has_expired(*, sent_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether what was sent then works no more."""
    return now >= expires_at or is_from_later(sent_at, now)


def is_over(
    *,
    started_at: datetime,
    last_used_at: datetime,
    now: datetime,
    idle: timedelta,
    trusted_until: datetime | None = None,
) -> bool:
    """Whether a session is too old or lay unused too long. On a trusted device only the end of the trust counts.

    One that was used later than now is over as well: the clock was set back, and nobody lives longer by that.
    """
    if is_from_later(last_used_at, now):
        return True
    if trusted_until is not None:
        return now >= trusted_until
    return now - last_used_at > idle or now - started_at > SESSION_LASTS


def asks_for_proof(*, trusted_until: datetime | None, written_at: datetime, now: datetime) -> bool:
    """Whether something of that day opens on a trusted device only after she proved again that it is her."""
    return trusted_until is not None and now - written_at > OPEN_ON_TRUST


def is_local_path(target: str | None) -> bool:
    """Whether a visitor may be sent there: a path of this site, nothing that a browser could read as another host."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return False
    return "\\" not in target and target.isprintable() and not any(sign.isspace() for sign in target)


def fields_to_keep(fields: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """What is kept of a form whose session had ended: all that was typed, but no keys and no passwords."""
    return {name: values for name, values in fields if name not in NOT_KEPT and "password" not in name}


_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """A browser and the machine it runs on in two words, for a list of sessions: "Firefox, Android"."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)
