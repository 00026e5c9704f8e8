"""The head of a chain, to be written down outside the database: against it a chain that was cut short shows."""

import hashlib
from dataclasses import dataclass

from coachtrack.errors import N_, Refused


@dataclass(frozen=True)
class Mark:
    """The head of a chain at some moment: so many links, ending in this value."""

    count: int
    mac: str

    @classmethod
    def parse(cls, text: str) -> "Mark":
        """Read "count:value" as it was printed. Raises `Refused`."""
        count, _, mac = text.strip().partition(":")
        if not count.isdecimal() or (int(count) > 0) != (len(mac) == hashlib.sha256().digest_size * 2):
            raise Refused(N_("Give the head as it was printed: a number, a colon and 64 characters."))
        return cls(int(count), mac)

    def __str__(self) -> str:
        return f"{self.count}:{self.mac}"
