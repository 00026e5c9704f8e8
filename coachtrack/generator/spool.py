"""What happened, kept on disk by the week: told school by school, read back in the order in which it happened."""

import marshal
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from coachtrack.generator.days import A_DAY

WEEK = 7 * A_DAY
Event = tuple[Any, ...]
"""The moment first, then what decides the order within it."""


class Spool:
    """Events in a temporary folder, a file for each week; only one week is ever in memory."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="coachtrack-generate-")
        self._waiting: dict[int, list[Event]] = defaultdict(list)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._folder.cleanup()

    def add(self, event: Event) -> None:
        """Something that happened."""
        self._waiting[event[0] // WEEK].append(event)

    def flush(self) -> None:
        """Put what was added on disk."""
        for week, events in self._waiting.items():
            with self._file(week).open("ab") as file:
                marshal.dump(events, file)
        self._waiting.clear()

    @property
    def weeks(self) -> list[int]:
        """The weeks in which anything happened."""
        return sorted(int(file.name) for file in Path(self._folder.name).iterdir())

    def week(self, week: int) -> Iterator[Event]:
        """What happened in a week, in order."""
        events: list[Event] = []
        with self._file(week).open("rb") as file:
            while True:
                try:
                    events += marshal.load(file)  # noqa: S302 - written a moment ago, by this process
                except EOFError:
                    break
        events.sort(key=lambda event: event[:3])
        yield from events

    def _file(self, week: int) -> Path:
        return Path(self._folder.name) / str(week)
