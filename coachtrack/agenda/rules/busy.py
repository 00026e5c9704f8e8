"""Busy times from someone's own calendar: what is read of an event, and the stretches that are kept of all of them."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.days import Days

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OLD_AFTER = timedelta(weeks=4)
"""From then on it is said that the busy times may be out of date."""


@dataclass(frozen=True)
class CalendarEvent:
    """One occurrence in a calendar file, in UTC. An all-day event lasts from midnight to midnight in Amsterdam."""

    starts: datetime
    ends: datetime
    is_all_day: bool
    is_busy: bool
    summary: str


def merged(spans: Iterable[Span]) -> Sequence[Span]:
    """The same time in as few stretches as possible, in order: those that overlap or touch become one."""
    stretches: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.starts_at, each.ends_at)):
        if span.ends_at <= span.starts_at:
            continue
        if stretches and span.starts_at <= stretches[-1].ends_at:
            last = stretches.pop()
            span = Span(last.starts_at, max(last.ends_at, span.ends_at))
        stretches.append(span)
    return stretches


def is_old(uploaded_at: datetime, now: datetime) -> bool:
    """Whether so much may have changed since that the busy times can be out of date."""
    return now - uploaded_at > OLD_AFTER


def year_from(today: date) -> date:
    """The last day of which busy times are kept: the same day in a year."""
    return date(today.year + 1, today.month, min(today.day, monthrange(today.year + 1, today.month)[1]))


def keeps_dutch_time(zone: str, today: date) -> bool:
    """Whether clocks in this zone show what they show here, in winter and in summer; so does a file that names none."""
    noons = (datetime(today.year + 1, month, 1, 12) for month in (1, 7))  # noqa: DTZ001 - noon in either zone
    return not zone or all(
        noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() == noon.replace(tzinfo=AMSTERDAM).utcoffset() for noon in noons
    )


def whole_days(span: Span) -> Days | None:
    """The days that a stretch fills from midnight to midnight; None where it does not."""
    starts, ends = span.starts_at.astimezone(AMSTERDAM), span.ends_at.astimezone(AMSTERDAM)
    if starts.time() != time(0) or ends.time() != time(0):
        return None
    return Days(starts.date(), ends.date() - timedelta(days=1))
