"""The rules of backups: how one is signed, what it is called, how old it may be, and how much room it needs."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from coachtrack.backups.rules.files import MAGIC, Kind, Manifest, opened, signed
from coachtrack.errors import N_, Refused

LATE = timedelta(hours=26)
"""A backup a day, and two hours for one that began late: after that it is said in red."""
KEPT = timedelta(days=35)
"""So long a backup is kept: what somebody had erased is gone from all of them by then."""
ROOM = 2.5
"""A copy, what it is packed into and the copy that it is read back into, against the size of the database."""
NAME = re.compile(r"coachtrack-(\d{8}T\d{6})Z(?:-\d+)?\.backup")

__all__ = [
    "KEPT",
    "LATE",
    "MAGIC",
    "NAME",
    "ROOM",
    "Kind",
    "Manifest",
    "check_room",
    "is_late",
    "made_in",
    "name_of",
    "old_among",
    "opened",
    "signed",
]


def name_of(now: datetime, turn: int = 1) -> str:
    """What a backup of this moment is called; `turn` tells those of the same second apart."""
    again = f"-{turn}" if turn > 1 else ""
    return f"coachtrack-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z{again}.backup"


def made_in(name: str) -> datetime | None:
    """The moment in the name of a backup; None for what is called otherwise, and so is not ours."""
    found = NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def old_among(names: Iterable[str], now: datetime) -> list[str]:
    """Those of the files with these names that are backups and were kept long enough."""
    return sorted(name for name in names if (made_at := made_in(name)) and made_at < now - KEPT)


def is_late(made_at: datetime | None, now: datetime) -> bool:
    """Whether the last backup that was found whole is too long ago, or there is none."""
    return made_at is None or now - made_at > LATE


def check_room(size: int, free: int) -> None:
    """Refuse where a folder has no room for two and a half times the database."""
    if free < size * ROOM:
        raise Refused(
            N_("There is too little room there: %(needed)d MB is needed, %(free)d MB is free. Nothing was changed."),
            needed=-(-int(size * ROOM) // 1_000_000),
            free=free // 1_000_000,
        )
