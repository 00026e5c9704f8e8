"""A school's own calendar: which of its whole days are days of the school itself, by the words that schools use."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from coachtrack import text
from coachtrack.agenda.rules.busy import CalendarEvent
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import SATURDAY, SchoolDays, public_holidays
from coachtrack.schools.rules.subjects import ClosureKind

ZONE = ZoneInfo("Europe/Amsterdam")
A_DAY = timedelta(days=1)
LONGEST_NAME = 100
MOST_LINES = 300

_NOT = re.compile(r"\b((laatste|eerste) (\w+ )?(school|les)?dag|(school|les)dag voor|start|begin|tot) ?")
_WORDS = (
    (ClosureKind.STAFF_DAY, re.compile(r"\b(studie|team|scholings|ontwikkel|nascholings)-? ?dag(en)?\b")),
    (ClosureKind.SPARE_DAY, re.compile(r"\b(marge|lucht|brug|rooster)-? ?dag(en)?\b|\b(les|rooster)-? ?vrij")),
    (ClosureKind.HOLIDAY, re.compile(r"vakantie\b")),
    (ClosureKind.SPARE_DAY, re.compile(r"\bvrij\b|\bvrije dag(en)?\b|\bhemelvaart|\bpasen\b|\bpinkster")),
    (ClosureKind.OTHER, re.compile(r"\b(gesloten|dicht|geen (school|les))\b")),
)


class Standing(StrEnum):
    """What is known of a line already; only new ones are proposed."""

    NEW = "new"
    UNSURE = "unsure"
    OFFICIAL = "official"
    THERE = "there"


@dataclass(frozen=True)
class CalendarLine:
    """Whole days of a school's calendar: as what they would be taken over, and whether that is proposed."""

    name: str
    days: Days
    kind: ClosureKind
    standing: Standing


def kind_in(title: str) -> ClosureKind | None:
    """What a title says that the school has on these days; None for the rest of what stands in a calendar."""
    said = text.fold(title)
    if _NOT.search(said):
        return None
    return next((kind for kind, words in _WORDS if words.search(said)), None)


def calendar_lines(events: Iterable[CalendarEvent], known: SchoolDays) -> tuple[CalendarLine, ...]:
    """The whole days of a calendar in order, each once. Of lines that share a day only the first is proposed."""
    lines: list[CalendarLine] = []
    proposed: list[Days] = []
    for name, days in sorted(set(_whole_days(events)), key=lambda each: (each[1].first, each[1].last, each[0])):
        kind = kind_in(name)
        standing = _standing(days, kind, known)
        if standing is Standing.NEW and any(days.shares(other) for other in proposed):
            standing = Standing.UNSURE
        if standing is Standing.NEW:
            proposed.append(days)
        lines.append(CalendarLine(name, days, kind or ClosureKind.OTHER, standing))
    if len(lines) > MOST_LINES:
        lines = [line for line in lines if line.standing is not Standing.UNSURE]
    return tuple(lines[:MOST_LINES])


def _whole_days(events: Iterable[CalendarEvent]) -> Iterator[tuple[str, Days]]:
    for event in events:
        starts, ends = event.starts.astimezone(ZONE), event.ends.astimezone(ZONE)
        name = text.clean(event.summary)[:LONGEST_NAME].strip()
        days = Days(starts.date(), ends.date() - A_DAY)
        if name and starts.time() == ends.time() == time(0) and any(_weekdays(days)):
            yield name, days


def _standing(days: Days, kind: ClosureKind | None, known: SchoolDays) -> Standing:
    if any(days.shares(own) for own in (*known.closures, *known.openings)):
        return Standing.THERE
    if all(_is_official(day, known) for day in _weekdays(days)):
        return Standing.OFFICIAL
    return Standing.UNSURE if kind is None else Standing.NEW


def _is_official(day: date, known: SchoolDays) -> bool:
    return day in public_holidays(day.year) or any(stretch.has(day) for stretch in known.holidays)


def _weekdays(days: Days) -> Iterator[date]:
    for number in range((days.last - days.first).days + 1):
        day = days.first + number * A_DAY
        if day.weekday() < SATURDAY:
            yield day
