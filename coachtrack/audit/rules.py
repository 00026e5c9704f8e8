"""The signatures of the log: of each entry, of each sealed stretch, and what was done to them where they do not fit.

An entry carries an HMAC over itself, so that many may write at the same time; a seal carries one over all entries of a
stretch and over the seal before. What this cannot detect: a rewrite by someone who holds the key; that entries which no
seal holds yet were removed; and that the last seals were removed together with all that they held. Against the last of
these a head that was written down earlier helps (`Mark`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from coachtrack.marks import Mark

SALT, MAC_LENGTH = 16, 64
SHORTEST_TERM = 2
"""Years for which what is in the log stays there, whatever is set."""


class Fault(StrEnum):
    """What was done to the log, as far as it can be told."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    COPIED = "copied"
    REORDERED = "reordered"
    SEAL_EDITED = "seal_edited"
    SEAL_REMOVED = "seal_removed"
    REPLACED = "replaced"
    CUT_OFF = "cut_off"


SENTENCES = {
    Fault.EDITED: "Entry {first} is not as it was written, or was put in later.",
    Fault.REMOVED: "Something was removed between entries {first} and {last}.",
    Fault.INSERTED: "Something was put in between entries {first} and {last}.",
    Fault.COPIED: "Entry {first} is a copy of an earlier one.",
    Fault.REORDERED: "The order of entries {first} to {last} was changed.",
    Fault.SEAL_EDITED: "The seal on entries {first} to {last} is not as it was written.",
    Fault.SEAL_REMOVED: "A seal is missing before the one on entries {first} to {last}.",
    Fault.REPLACED: "The seal on entries {first} to {last} is another one than was written down earlier.",
    Fault.CUT_OFF: "The log ends too early: what came after entry {last} is missing.",
}


@dataclass(frozen=True)
class Entry:
    """One act as it is stored; `number` is given by the database and not signed with it."""

    at: datetime
    person_id: int | None
    act: str
    thing: str | None
    detail: str | None
    address: str | None
    number: int = 0
    mac: str | None = None


@dataclass(frozen=True)
class Seal:
    """A sealed stretch as it is stored."""

    number: int
    first_id: int
    last_id: int
    count: int
    sealed_at: datetime
    digest: str
    mac: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole: what was found good, the head to write down, and the first fault with its place."""

    sealed: int
    unsealed: int
    head: Mark
    fault: Fault | None = None
    first: int = 0
    last: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None

    @property
    def sentence(self) -> str:
        """The verdict in words, for the command line."""
        if self.fault is None:
            return f"The log is whole: {self.sealed} entries sealed, {self.unsealed} not yet."
        return SENTENCES[self.fault].format(first=self.first, last=self.last)


def _line(*values: object) -> bytes:
    """Values as bytes, in one way only: a moment is one moment, whatever its zone."""
    return json.dumps(
        [value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
         for value in values]
    ).encode()  # fmt: skip


def _signed(entry: Entry) -> bytes:
    return _line(entry.at, entry.person_id, entry.act, entry.thing, entry.detail, entry.address)


def mac_of(entry: Entry, key: bytes, salt: str) -> str:
    """The signature of one entry; it begins with its salt, so that no two are the same and a copy shows."""
    return salt + hmac.digest(key, b"entry" + salt.encode() + _signed(entry), "sha256").hex()[: MAC_LENGTH - SALT]


def digest_of(entries: Iterable[Entry]) -> str:
    """What stands for these entries, in this order and with these numbers."""
    found = hashlib.sha256()
    for entry in entries:
        found.update(_line(entry.number, entry.mac) + _signed(entry) + b"\n")
    return found.hexdigest()


def sealed(seal: Seal, previous: str, key: bytes) -> str:
    """The signature of a seal that follows on the one signed `previous`."""
    said = _line(previous, seal.number, seal.first_id, seal.last_id, seal.count, seal.sealed_at, seal.digest)
    return hmac.digest(key, b"seal" + said, "sha256").hex()


def verify(
    seals: Iterable[Seal], entries: Iterable[Entry], key: bytes, *, now: datetime, expected: Mark | None = None
) -> Verdict:
    """Read the log from its beginning, in the order of its numbers, and name the first thing that is wrong."""
    chain = list(seals)
    head = Mark(len(chain), chain[-1].mac if chain else "")
    fault = _fault_of_seals(chain, key, expected)
    count = unsealed = 0
    salts: set[str] = set()
    for seal, stretch in _stretches(chain, entries):
        fault = fault or (_fault_in(seal, stretch, key, now) if seal else _fault_after(stretch, key, bool(chain)))
        fault = fault or _copy_in(stretch, salts)
        if fault:
            return Verdict(count, unsealed, head, *fault)
        count, unsealed = (count + len(stretch), 0) if seal else (count, len(stretch))
    return Verdict(count, unsealed, head, *(fault or ()))


Found = tuple[Fault, int, int]


def _fault_of_seals(chain: list[Seal], key: bytes, expected: Mark | None) -> Found | None:
    previous = ""
    for place, seal in enumerate(chain, start=1):
        where = (seal.first_id, seal.last_id)
        if seal.number != place:
            return (Fault.SEAL_REMOVED, *where)
        if not hmac.compare_digest(seal.mac, sealed(seal, previous, key)):
            return (Fault.SEAL_EDITED, *where)
        if expected and place == expected.count and seal.mac != expected.mac:
            return (Fault.REPLACED, *where)
        previous = seal.mac
    if expected and len(chain) < expected.count:
        return Fault.CUT_OFF, 0, chain[-1].last_id if chain else 0
    return None


def _stretches(chain: list[Seal], entries: Iterable[Entry]) -> Iterator[tuple[Seal | None, list[Entry]]]:
    """Each seal with the entries of its stretch, and in the end what no seal holds yet."""
    rest = iter(entries)
    waiting = next(rest, None)
    for seal in chain:
        stretch = []
        while waiting is not None and waiting.number <= seal.last_id:
            stretch.append(waiting)
            waiting = next(rest, None)
        yield seal, stretch
    yield None, [*([waiting] if waiting else []), *rest]


def _fault_in(seal: Seal, stretch: list[Entry], key: bytes, now: datetime) -> Found | None:
    """What was done to the entries of a stretch; that they are all gone is well when they are old enough."""
    if digest_of(stretch) == seal.digest or (not stretch and has_run_out(seal, now)):
        return None
    for entry in stretch:
        if entry.mac is not None and not _fits(entry, key):
            return Fault.EDITED, entry.number, entry.number
    kinds = {-1: Fault.REMOVED, 0: Fault.REORDERED, 1: Fault.INSERTED}
    order = (len(stretch) > seal.count) - (len(stretch) < seal.count)
    return kinds[order], seal.first_id, seal.last_id


def _fault_after(stretch: list[Entry], key: bytes, is_sealed: bool) -> Found | None:
    """What was done to an entry that no seal holds; one without a signature is from before there were any."""
    for entry in stretch:
        if not _fits(entry, key) and (is_sealed or entry.mac is not None):
            return Fault.EDITED, entry.number, entry.number
    return None


def _copy_in(stretch: list[Entry], salts: set[str]) -> Found | None:
    """The first entry that is the same as one before it; `salts` are those seen so far."""
    for entry in stretch:
        if entry.mac is not None:
            if entry.mac[:SALT] in salts:
                return Fault.COPIED, entry.number, entry.number
            salts.add(entry.mac[:SALT])
    return None


def _fits(entry: Entry, key: bytes) -> bool:
    given = entry.mac or ""
    return hmac.compare_digest(given.encode(), mac_of(entry, key, given[:SALT]).encode())


def has_run_out(seal: Seal, now: datetime) -> bool:
    """Whether what it sealed is so old that it may be gone."""
    return seal.sealed_at <= years_before(now, SHORTEST_TERM)


def years_before(moment: datetime, years: int) -> datetime:
    """The same moment so many years earlier; the day before where that year has no 29 February."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)
