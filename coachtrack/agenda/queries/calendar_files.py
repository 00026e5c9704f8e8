"""What stands in a calendar file that someone hands in, read in a process of its own that can do no harm.

A calendar says in a line that something happens every second for ten thousand years. So the file is never opened here:
a process without secrets, with limits on time and memory, reads it, and what it does not finish is refused. Nothing of
the file is written anywhere, nor said in an error.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import config
from coachtrack.agenda import rules
from coachtrack.agenda.rules.busy import CalendarEvent
from coachtrack.errors import N_, Refused

MEGABYTE = 1_000_000
LARGEST_FILE = 3 * MEGABYTE
SECONDS = 8
"""Time by the clock; the process gives itself less time of the processor."""
AT_ONCE = 2
READER = Path(rules.__file__).with_name("calendar_file.py")

_places = BoundedSemaphore(AT_ONCE)
_TOO_LARGE = N_("The file is larger than %(megabytes)s MB. Save a shorter period of your calendar, such as one year.")
_ZIPPED = N_("This is a zip file. Unpack it first, and then choose the file in it that ends in .ics.")
_NOT_A_CALENDAR = N_("This is not a calendar file. Choose the file that ends in .ics.")
_BROKEN = N_("The file is damaged: it cannot be read to its end. Save your calendar again and try once more.")
_TOO_MUCH = N_(
    "There is more in this file than we can read at once. Save a shorter period of your calendar, such as one year."
)
_CROWDED = N_("Others are handing in a calendar at this moment. Try again in a minute.")
_WORDS = {"too_large": _TOO_LARGE, "not_a_calendar": _NOT_A_CALENDAR, "broken": _BROKEN, "too_many": _TOO_MUCH}


@dataclass(frozen=True)
class CalendarFile:
    """What was read: occurrences in order, how many events nobody could make sense of, the zone of most times."""

    events: Sequence[CalendarEvent]
    unread: int
    zone: str


def read_calendar(file: bytes, *, first: date, last: date, with_titles: bool) -> CalendarFile:
    """What takes place from the first day up to and with the last; without titles nothing but times. Raises `Refused`.

    What began earlier or ends later is cut off at these days.
    """
    if len(file) > LARGEST_FILE:
        raise _refusal(_TOO_LARGE)
    if file.startswith(b"PK\x03\x04"):
        raise _refusal(_ZIPPED)
    if not file.strip():
        raise _refusal(_NOT_A_CALENDAR)
    answer = _ask(file, first, last, "titles" if with_titles else "times")
    if "refused" in answer:
        raise _refusal(_WORDS[answer["refused"]])
    events = tuple(
        CalendarEvent(datetime.fromisoformat(starts), datetime.fromisoformat(ends), is_all_day, is_busy, summary)
        for starts, ends, is_all_day, is_busy, summary in answer["events"]
    )
    return CalendarFile(events, answer["unread"], answer["zone"])


def events_in(file: bytes, *, first: date, last: date) -> Sequence[CalendarEvent]:
    """What takes place in these days, with its titles, in order of time. Raises `Refused`."""
    return read_calendar(file, first=first, last=last, with_titles=True).events


def _ask(file: bytes, first: date, last: date, words: str) -> Mapping[str, Any]:
    if not _places.acquire(timeout=2 * SECONDS):
        raise _refusal(_CROWDED)
    try:
        said = _run([sys.executable, "-I", "-B", "-X", "utf8", str(READER), f"{first}", f"{last}", words], file)
    finally:
        _places.release()
    answer: Mapping[str, Any] = json.loads(said) if said else {"refused": "too_many"}
    return answer


def _run(command: Sequence[str], file: bytes) -> bytes:
    """What the process says; nothing when it was stopped. What the file says is in no error: there is none."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; of the person there is only what it reads
            command,
            input=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=config.bare_environment(),
            close_fds=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def _refusal(message: str) -> Refused:
    if message == _TOO_LARGE:
        return Refused(message, field="file", megabytes=LARGEST_FILE // MEGABYTE)
    return Refused(message, field="file")
