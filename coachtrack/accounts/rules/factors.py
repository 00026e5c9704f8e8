"""What a second factor asks: codes of an app, codes on paper, who must have one, and how long a proof holds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

import pyotp

from coachtrack.accounts.rules import Limit
from coachtrack.viewer import Role, Viewer

STEP = 30
"""Seconds that a code of an app is shown."""
STEPS_OFF = 1
"""How many steps the clock of a phone may be ahead or behind."""
HALF_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=15)
CODES_ON_PAPER = 10
PAPER_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another one: i and 1, l, o and 0."""
PAPER_LENGTH = 10
MAILED_LENGTH = 8

CODES = (
    Limit(5, 40, timedelta(minutes=5)),
    Limit(20, 160, timedelta(hours=1)),
    Limit(50, 400, timedelta(days=1)),
)
"""How often one may be wrong with a code: a guess at three of a million that are right."""


class Code(StrEnum):
    """Where a code came from."""

    APP = "app"
    PAPER = "paper"


def must_have_factor(viewer: Viewer) -> bool:
    """Whether a password alone does not do: she sees everyone, or lets people in."""
    return viewer.has(Role.ADMINISTRATOR, Role.COMMISSION)


def step_of(secret: str, typed: str, *, now: datetime, last_step: int | None) -> int | None:
    """The time step of which this is the code, later than the last one that was used; None where there is none."""
    app, present = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP
    for step in range(present - STEPS_OFF, present + STEPS_OFF + 1):
        if (last_step is None or step > last_step) and pyotp.utils.strings_equal(app.generate_otp(step), typed):
            return step
    return None


def address_for_app(secret: str, *, name: str) -> str:
    """What the picture says that an authenticator app reads."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=name, issuer_name="CoachTrack")


def in_fours(secret: str) -> str:
    """A key as somebody copies it by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def as_typed(typed: str | None) -> str:
    """A code without the spaces and dashes that people put in it, and without capitals."""
    return "".join(sign for sign in (typed or "").casefold() if sign.isalnum())


def is_of_app(code: str) -> bool:
    """Whether this looks like the code of an app, not like one on paper."""
    return len(code) == 6 and code.isascii() and code.isdecimal()


def is_on_paper(code: str) -> bool:
    """Whether this looks like a code on paper."""
    return len(code) == PAPER_LENGTH and set(code) <= set(PAPER_LETTERS)


def code_on_paper(choose: Callable[[str], str]) -> str:
    """A code to print: two groups of five letters, each chosen by `choose`."""
    letters = "".join(choose(PAPER_LETTERS) for _ in range(PAPER_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def proof_holds(proved_at: datetime | None, *, now: datetime) -> bool:
    """Whether she proved lately enough that it is her."""
    return proved_at is not None and timedelta(0) <= now - proved_at <= PROOF_LASTS


def passkey_host(base_url: str) -> str | None:
    """The host for which a passkey is made; None where there can be none, because it is a bare number."""
    host = urlsplit(base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host or None
    return None
