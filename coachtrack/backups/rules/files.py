"""What a backup begins with: words of ours, a manifest on one line and the signature of both, read in that order."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from coachtrack.errors import N_, Refused

MAGIC = b"CoachTrack backup 1\n"
LONGEST = 200_000
"""Bytes that a manifest has at most: nothing longer is looked at."""
SIGNATURE = 64
NOT_OURS = N_(
    "This is no backup of this installation, or it was changed or cut off. "
    "Is EVIDENCE_KEY the one that it was made with? Nothing was changed."
)


class Kind(StrEnum):
    """What the body of a backup is: a packed SQLite database, or an archive of pg_dump."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, so that it can be told whether all of it is there.

    `size` and `digest` are of the body, `unpacked` is the size of the database; `head` is that of the evidence as
    "count:value"; `probe` is a text that only the content keys of the installation open.
    """

    kind: Kind
    version: str
    made_at: datetime
    revision: str
    size: int
    digest: str
    unpacked: int
    rows: Mapping[str, int]
    head: str
    probe: str


def signed(manifest: Manifest, key: str) -> bytes:
    """The beginning of a backup with this manifest."""
    values = asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    begin = MAGIC + json.dumps(values, sort_keys=True).encode() + b"\n"
    return begin + _signature(begin, key) + b"\n"


def opened(begin: bytes, key: str) -> tuple[Manifest, int]:
    """The manifest at the beginning of a backup, and where its body begins. Raises `Refused`.

    Nothing is read before the signature fits; what was signed is ours.
    """
    line_end = begin.find(b"\n", len(MAGIC))
    told, rest = begin[: line_end + 1], begin[line_end + 1 : line_end + 2 + SIGNATURE]
    if not begin.startswith(MAGIC) or line_end < 0 or not hmac.compare_digest(rest, _signature(told, key) + b"\n"):
        raise Refused(NOT_OURS)
    values = json.loads(told[len(MAGIC) :])
    made_at, kind = datetime.fromisoformat(values.pop("made_at")), Kind(values.pop("kind"))
    return Manifest(made_at=made_at, kind=kind, **values), len(told) + len(rest)


def _signature(begin: bytes, key: str) -> bytes:
    """Made with a key of its own, which the one of the evidence leads to and not the other way round."""
    own = hmac.digest(key.encode(), b"coachtrack backup", "sha256")
    return hmac.digest(own, begin, "sha256").hex().encode()
