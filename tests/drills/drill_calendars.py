"""Thousands of calendar files that went wrong or are made to do harm: read or refused, soon, and in little memory."""

import random
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from coachtrack.agenda.queries import calendar_files
from coachtrack.agenda.queries.calendar_files import SECONDS, read_calendar
from coachtrack.agenda.rules.calendar_file import MOST_MEMORY, MOST_OCCURRENCES
from coachtrack.errors import Refused
from tests.support.calendars import HOSTILE, calendar, event, ordinary, rules_at_random
from tests.support.workbooks import broken

MUTATED = 1_500
GENERATED = 600
LARGE = 40
WAITING = 1.5
"""Seconds that a process may need beside its reading, to begin and to be ended, on a machine with other work."""


def outcome(file: bytes) -> tuple[str, float]:
    """Whether a file is read or refused, and how long that takes."""
    began = time.perf_counter()
    try:
        found = read_calendar(file, first=date(2026, 11, 24), last=date(2027, 11, 24), with_titles=True)
        assert len(found.events) <= MOST_OCCURRENCES
        said = "read"
    except Refused as refusal:
        said = str(refusal).split(".")[0]
    return said, time.perf_counter() - began


class Watched:
    """In the place of `subprocess.run`: it looks how much memory the process takes while it runs, in kilobytes."""

    def __init__(self) -> None:
        self.most = 0

    def __call__(self, command, *, timeout, check, **options):
        given = options.pop("input")
        with subprocess.Popen(command, stdin=subprocess.PIPE, **options) as process:  # noqa: S603 - as the app asks it
            done = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(process.pid, done))
            watcher.start()
            try:
                out, _none = process.communicate(given, timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            finally:
                done.set()
                watcher.join()
        return subprocess.CompletedProcess(command, process.returncode, out)

    def _watch(self, pid: int, done: threading.Event) -> None:
        status = Path(f"/proc/{pid}/status")
        while not done.wait(0.01):
            try:
                lines = status.read_text().splitlines()
            except OSError:  # it just ended
                continue
            peak = [line.split() for line in lines if line.startswith("VmHWM")]
            if peak and "python" in lines[0]:
                self.most = max(self.most, int(peak[0][1]))


@pytest.fixture
def memory(monkeypatch):
    if not Path("/proc/self/status").exists():
        pytest.skip("looks at the memory of a process as Linux tells it")
    watched = Watched()
    monkeypatch.setattr(calendar_files.subprocess, "run", watched)
    return watched


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_in_bounded_time_and_memory(name, memory):
    file = HOSTILE[name]()
    said, seconds = outcome(file)
    print(f"\n{name}: {len(file) / 1e6:.2f} MB, {seconds:.2f} s, {memory.most // 1000} MB of memory: {said}")
    assert seconds < SECONDS + WAITING
    assert memory.most * 1024 < MOST_MEMORY


def many(files, what: str) -> dict[str, int]:
    """What became of many files, read two at a time; prints how long the slowest took."""
    outcomes: dict[str, int] = {}
    slowest = 0.0
    with ThreadPoolExecutor(calendar_files.AT_ONCE) as pool:
        for said, seconds in pool.map(outcome, files):
            outcomes[said] = outcomes.get(said, 0) + 1
            slowest = max(slowest, seconds)
    print(f"\n{what}: {outcomes}, slowest {slowest:.2f} s")
    assert slowest < SECONDS + WAITING
    return outcomes


def test_calendars_that_went_wrong_are_read_or_refused():
    outcomes = many(broken(ordinary(), MUTATED, seed=2026), "went wrong")
    assert outcomes["read"] > 0
    assert sum(outcomes.values()) == MUTATED


def test_rules_without_sense_are_read_or_refused():
    outcomes = many(rules_at_random(random.Random(2026).randrange, GENERATED), "rules at random")
    assert outcomes["read"] > 0
    assert sum(outcomes.values()) == GENERATED


def test_large_calendars_that_went_wrong_are_read_or_refused():
    whole = calendar(
        *(
            event(
                f"DTSTART;TZID=Europe/Amsterdam:2026{month:02}{day:02}T{hour:02}0000",
                "DURATION:PT45M",
                "SUMMARY:Les",
                "DESCRIPTION:" + "Lang verhaal. " * 60,
                uid=f"{month}-{day}-{hour}",
            )
            for month in range(1, 13)
            for day in range(1, 29)
            for hour in range(9, 17)
        )
    )
    outcomes = many(broken(whole, LARGE, seed=7), f"large, {len(whole) / 1e6:.1f} MB")
    assert sum(outcomes.values()) == LARGE
