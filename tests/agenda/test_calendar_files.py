"""A calendar file is read beside the app, in a process without secrets that can spend little and write nothing."""

import os
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import pytest

import config
from coachtrack.agenda.queries import calendar_files
from coachtrack.agenda.queries.calendar_files import LARGEST_FILE, SECONDS, events_in, read_calendar
from coachtrack.errors import Refused
from tests.support.calendars import ENDS, HOSTILE, STARTS, calendar, event, ordinary, repeated

FIRST, LAST = date(2026, 11, 24), date(2027, 11, 24)
CANARY = "Kanarievogel-8261"


def said(file: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Refused) as refusal:
        read_calendar(file, first=FIRST, last=LAST, with_titles=False)
    assert refusal.value.field == "file"
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    return str(refusal.value)


def test_an_ordinary_calendar_is_read():
    file = read_calendar(ordinary(), first=FIRST, last=LAST, with_titles=False)
    assert (len(file.events), file.unread, file.zone) == (67, 0, "Europe/Amsterdam")
    assert all(each.starts.utcoffset() is not None for each in file.events)


def test_titles_come_only_when_they_are_asked_for():
    file = calendar(event(STARTS, ENDS, f"SUMMARY:{CANARY}"))
    assert [each.summary for each in events_in(file, first=FIRST, last=LAST)] == [CANARY]
    assert CANARY not in repr(read_calendar(file, first=FIRST, last=LAST, with_titles=False))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "not a calendar file"),
        (b" \r\n", "not a calendar file"),
        (b"PK\x03\x04takeout.ics", "zip file. Unpack it"),
        (b"<html>", "not a calendar file"),
        (repeated("FREQ=DAILY")[:-30], "damaged"),
        (b"BEGIN:VCALENDAR" + b"x" * LARGEST_FILE, "larger than 3 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_on(file, words):
    assert words in said(file)


@pytest.mark.parametrize(
    "name",
    [
        "every second of a year, by lists",
        "half a million levels deep",
        "one line of three megabytes",
        "any bytes",
    ],
)
def test_a_file_made_to_do_harm_is_refused_in_time(name):
    began = time.perf_counter()
    assert said(HOSTILE[name]())
    assert time.perf_counter() - began < SECONDS + 4


@pytest.mark.skipif(sys.platform == "win32", reason="there the clock is the limit")
def test_the_reader_holds_itself_to_little_memory_and_writes_no_file(tmp_path):
    left = tmp_path / "left"
    code = textwrap.dedent(
        f"""
        import runpy, sys
        reader = runpy.run_path({str(calendar_files.READER)!r})
        reader["limit_itself"]()
        try:
            memory = len(bytearray(reader["MOST_MEMORY"]))
        except MemoryError:
            memory = 0
        try:
            with open({str(left)!r}, "wb") as file:
                file.write(b"x" * 100)
            wrote = True
        except OSError:
            wrote = False
        print(memory, wrote)
        """
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["0", "False"]


def test_the_reader_gets_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", CANARY)
    assert CANARY not in repr(config.bare_environment())
    assert set(config.bare_environment()) <= {"SYSTEMROOT"}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at the process itself")
def test_the_process_that_reads_has_an_empty_environment_and_a_bare_command(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", CANARY)
    seen = []

    def look(command, **options):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=options["env"])  # noqa: S603
        time.sleep(0.5)
        seen.append(Path(f"/proc/{process.pid}/environ").read_bytes())
        seen.append(Path(f"/proc/{process.pid}/cmdline").read_bytes())
        out, _errors = process.communicate(options["input"])
        return subprocess.CompletedProcess(command, process.returncode, out)

    monkeypatch.setattr(calendar_files.subprocess, "run", look)
    assert read_calendar(ordinary(), first=FIRST, last=LAST, with_titles=False).events
    environment, command = seen
    assert environment == b""
    assert b"-I" in command.split(b"\0")


def test_a_process_that_says_nothing_is_a_refusal(monkeypatch, tmp_path):
    silent = tmp_path / "silent.py"
    silent.write_text("import sys; sys.stdin.buffer.read(); sys.exit(3)")
    monkeypatch.setattr(calendar_files, "READER", silent)
    assert "more in this file" in said(ordinary())


def test_a_process_that_hangs_is_ended(monkeypatch, tmp_path):
    hanging = tmp_path / "hanging.py"
    hanging.write_text(f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    monkeypatch.setattr(calendar_files, "READER", hanging)
    monkeypatch.setattr(calendar_files, "SECONDS", 1)
    assert "more in this file" in said(ordinary())
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_no_more_files_are_read_at_once_than_the_machine_bears(monkeypatch):
    monkeypatch.setattr(calendar_files, "SECONDS", 0.05)
    places = calendar_files._places
    for _ in range(calendar_files.AT_ONCE):
        places.acquire()
    try:
        assert "Try again in a minute" in said(ordinary())
    finally:
        places.release(calendar_files.AT_ONCE)
