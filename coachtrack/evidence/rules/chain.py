"""The chain: what each record is signed over, the signed head, and where a chain was broken.

Each record carries an HMAC over its predecessor's and over itself, with a key that is not in the database; the head
carries one over the count and the last value. What this cannot detect: a rewrite by someone who holds the key, and a
chain cut back together with an older head. Against the second a head that was written down earlier helps (`Mark`).
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from coachtrack.errors import N_
from coachtrack.marks import Mark

Value = str | int | date | datetime | None
NO_PREDECESSOR = ""


class Fault(StrEnum):
    """What was done to the chain, as far as it can be told."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"
    HEAD_MISSING = "head_missing"
    HEAD_FORGED = "head_forged"
    HEAD_BEHIND = "head_behind"
    REPLACED = "replaced"


FAULT_LABELS = {
    Fault.EDITED: N_("Link %(number)s was edited after it was written."),
    Fault.REMOVED: N_("Link %(number)s was removed."),
    Fault.INSERTED: N_("Link %(number)s was put in later; it does not belong to the chain."),
    Fault.REORDERED: N_("Link %(number)s is not the one that was written there; the order was changed."),
    Fault.CUT_OFF: N_("The chain ends too early: link %(number)s and what came after it are missing."),
    Fault.HEAD_MISSING: N_("The signed head of the chain is missing."),
    Fault.HEAD_FORGED: N_("The signed head of the chain was not written by this product."),
    Fault.HEAD_BEHIND: N_("The signed head of the chain is older than the chain; link %(number)s lies beyond it."),
    Fault.REPLACED: N_("Link %(number)s is another one than the one that was written down earlier."),
}
WHOLE = N_("The chain is whole: %(count)s links.")


@dataclass(frozen=True)
class Link:
    """One record as it is stored: every column but the signature, and the signature."""

    values: Mapping[str, Value]
    mac: str

    @property
    def number(self) -> int:
        """Its place in the chain, from 1."""
        return int(str(self.values["number"]))


@dataclass(frozen=True)
class Head:
    """The signed head as it is stored."""

    count: int
    last_mac: str
    mac: str


@dataclass(frozen=True)
class Verdict:
    """Whether the chain is whole. If not: the first fault, and the number of the link where it shows.

    `count` says how many links were found good, `head` what to write down to hold a later reading against.
    """

    count: int
    fault: Fault | None = None
    number: int | None = None
    head: Mark | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None

    @property
    def sentence(self) -> str:
        """The verdict in English words, for the command line."""
        return self.message % {"number": self.number, "count": self.count}

    @property
    def message(self) -> str:
        """The verdict as a message id, with places for `number` (the link) and `count`."""
        return FAULT_LABELS[self.fault] if self.fault else WHOLE


_LENGTHS = tuple(length.to_bytes(8, "big") for length in range(256))


def _piece(content: bytes) -> bytes:
    length = len(content)
    return (_LENGTHS[length] if length < len(_LENGTHS) else length.to_bytes(8, "big")) + content


def _bytes_of(value: Value) -> bytes:
    """A value with a letter for its type, so that 1 and "1" differ. A moment is one moment, whatever its zone."""
    if type(value) is str:  # what most are, first
        return b"s" + value.encode()
    if isinstance(value, int):
        return b"i%d" % value
    if isinstance(value, datetime):
        return b"m" + value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, date):
        return b"d" + value.isoformat().encode()
    return b"s" + str(value).encode()


@lru_cache(maxsize=64)
def _in_order(names: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """The names in order, each with its piece: the same few sets of names come back for every record."""
    return tuple((name, _piece(name.encode())) for name in sorted(names))


def canonical(values: Mapping[str, Value]) -> bytes:
    """The one way to write a record as bytes: names in order, every piece preceded by its length.

    What is empty (None) is left out, so that a column that is added later does not change what was signed before.
    """
    given = [(piece, values[name]) for name, piece in _in_order(tuple(values))]
    pieces = [piece + _piece(_bytes_of(value)) for piece, value in given if value is not None]
    return len(pieces).to_bytes(8, "big") + b"".join(pieces)


def _digest(key: str, purpose: bytes, *parts: bytes) -> str:
    content = b"".join([_piece(part) for part in (purpose, *parts)])
    return hmac.digest(key.encode(), content, "sha256").hex()


def mac_of(previous: str, values: Mapping[str, Value], key: str) -> str:
    """The signature of a record that follows on the one signed `previous`."""
    return _digest(key, b"coachtrack evidence record", previous.encode(), canonical(values))


def head_of(count: int, last_mac: str, key: str) -> Head:
    """The signed head of a chain of so many records."""
    mac = _digest(key, b"coachtrack evidence head", str(count).encode(), last_mac.encode())
    return Head(count, last_mac, mac)


def _fits(mac: str, previous: str, values: Mapping[str, Value], key: str) -> bool:
    return hmac.compare_digest(mac, mac_of(previous, values, key))


def verify(links: Iterable[Link], head: Head | None, key: str, *, expected: Mark | None = None) -> Verdict:
    """Read the chain from its beginning, in the order of the numbers, and name the first thing that is wrong."""
    previous, count = NO_PREDECESSOR, 0
    rest = iter(links)
    for link in rest:
        count += 1
        if link.number != count:
            return Verdict(count - 1, Fault.REMOVED, count)
        if not _fits(link.mac, previous, link.values, key):
            return Verdict(count - 1, _fault_at(link, previous, rest, head, key), count)
        if expected is not None and count == expected.count and link.mac != expected.mac:
            return Verdict(count - 1, Fault.REPLACED, count)
        previous = link.mac
    return _verdict_at_the_end(Mark(count, previous), head, key, expected)


def _fault_at(link: Link, previous: str, rest: Iterator[Link], head: Head | None, key: str) -> Fault:
    """What happened to the first link that does not fit: looked for in what comes after it."""
    place, last = link.number, link.number
    following: Link | None = None
    belongs_here = False
    for later in rest:
        following = following or later
        last = max(last, later.number)
        belongs_here = belongs_here or _fits(later.mac, previous, {**later.values, "number": place}, key)
    if belongs_here:
        return Fault.INSERTED if head is not None and last > head.count else Fault.REORDERED
    if head is not None and place > head.count:
        return Fault.INSERTED
    moved = following is not None and _fits(
        following.mac, link.mac, {**following.values, "number": following.number + 1}, key
    )
    return Fault.REMOVED if moved else Fault.EDITED


def _verdict_at_the_end(mark: Mark, head: Head | None, key: str, expected: Mark | None) -> Verdict:
    """All links fit; now the head, and the mark that was written down earlier."""
    fault: Fault | None = None
    number: int | None = None
    if head is None:
        fault = Fault.HEAD_MISSING if mark.count else None
    elif not hmac.compare_digest(head.mac, head_of(head.count, head.last_mac, key).mac):
        fault = Fault.HEAD_FORGED
    elif mark.count < head.count:
        fault, number = Fault.CUT_OFF, mark.count + 1
    elif mark.count > head.count:
        fault, number = Fault.HEAD_BEHIND, head.count + 1
    elif head.last_mac != mark.mac:
        fault = Fault.HEAD_FORGED
    if fault is None and expected is not None and mark.count < expected.count:
        fault, number = Fault.CUT_OFF, mark.count + 1
    return Verdict(mark.count, fault, number, mark)
