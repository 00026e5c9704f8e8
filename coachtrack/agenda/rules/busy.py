"""Busy times from someone's own calendar: what is read of an event, and the stretches that are kept of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coachtrack.agenda.rules.appointments import Span

MONTHS_KEPT = 12
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


def within(spans: Iterable[Span], from_: datetime, until: datetime) -> Sequence[Span]:
    """What of these stretches lies between two moments."""
    cut = (Span(max(span.starts_at, from_), min(span.ends_at, until)) for span in spans)
    return [span for span in cut if span.starts_at < span.ends_at]


def is_old(uploaded_at: datetime, now: datetime) -> bool:
    """Whether so much may have changed since that the busy times can be out of date."""
    return now - uploaded_at > OLD_AFTER
