"""How long things are kept: the terms and their bounds, when something is due, announced, and carried out."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coachtrack.errors import N_, Refused
from coachtrack.people.rules.roles import READS_FOR

ANNOUNCED = timedelta(days=30)
"""So long before it goes, somebody is told that something of hers goes."""
DEVICE_KEPT = timedelta(days=400)
"""A browser that was not used for longer is no longer known: whoever comes twice a year keeps hers."""


class Kept(StrEnum):
    """What is kept for a while, and then goes."""

    CONTENT = "content"
    EVIDENCE = "evidence"
    NAME = "name"
    AUDIT = "audit"
    READING = "reading"
    MAIL = "mail"
    SESSION = "session"


@dataclass(frozen=True)
class Bounds:
    """How long a kind of thing is kept when nobody said otherwise, and between what it may be set."""

    months: int
    least: int
    most: int
    because: str


BOUNDS: Mapping[Kept, Bounds] = {
    Kept.CONTENT: Bounds(24, 1, 60, N_("Two years is long enough to build on, and no longer than that.")),
    Kept.EVIDENCE: Bounds(84, 84, 120, N_("Who gives the subsidy can ask for the accounts for seven years.")),
    Kept.NAME: Bounds(24, 1, 60, N_("After two years nobody needs to know any more who somebody was who left.")),
    Kept.AUDIT: Bounds(24, 24, 84, N_("What went wrong is often found late; two years covers that.")),
    Kept.READING: Bounds(24, 24, 84, N_("So that you can see for two years who read something of yours.")),
    Kept.MAIL: Bounds(3, 1, 24, N_("To see whether a mail arrived, when somebody asks.")),
    Kept.SESSION: Bounds(3, 1, 24, N_("So that you can see from where your account was used.")),
}
LABELS = {
    Kept.CONTENT: N_("Goals, starting points, growth and debriefs"),
    Kept.EVIDENCE: N_("What took place, reports, certificates and contacts with schools"),
    Kept.NAME: N_("Name and address of who left"),
    Kept.AUDIT: N_("The log of who did what"),
    Kept.READING: N_("The log of who read what"),
    Kept.MAIL: N_("That a mail was sent"),
    Kept.SESSION: N_("Ended sessions and used links"),
}
COUNTED_FROM = {
    Kept.CONTENT: N_("after the coaching ends or she leaves, whichever is first"),
    Kept.EVIDENCE: N_("after the funding period ends"),
    Kept.NAME: N_("after she left"),
    Kept.AUDIT: N_("after it happened"),
    Kept.READING: N_("after it was read"),
    Kept.MAIL: N_("after it was sent"),
    Kept.SESSION: N_("after they ended"),
}
LEAVING = "leaving"
"""An announcement of another kind: that she left, and when her account closes."""
NOTICE_LABELS: Mapping[str, str] = {
    Kept.CONTENT: N_("what was written in a trajectory is erased"),
    Kept.NAME: N_("the name becomes an invented one"),
    LEAVING: N_("the account closes"),
}
IN_DAYS = frozenset({Kept.MAIL, Kept.SESSION})
"""Of these a month is thirty days: a promise of ninety days must not depend on February."""
MONTH_OF_DAYS = timedelta(days=30)


def check_term(kind: Kept, months: int, reason: str) -> None:
    """Raise `Refused` for a term that is shorter or longer than it may be, or that has no reason."""
    bounds = BOUNDS[kind]
    if not bounds.least <= months <= bounds.most:
        raise Refused(
            N_("This is kept for at least %(least)s and at most %(most)s months. Choose a number between those."),
            field="months",
            least=bounds.least,
            most=bounds.most,
        )
    if not reason.strip():
        raise Refused(N_("Say why: everyone can read it on the page about privacy."), field="reason")


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month; months may be less than nought."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_term(kind: Kept, since: date, months: int) -> date:
    """The first day on which something may go that is kept since a day."""
    return since + months * MONTH_OF_DAYS if kind in IN_DAYS else add_months(since, months)


def start_of_term(kind: Kept, today: date, months: int) -> date:
    """What is from before this day is kept long enough today."""
    return today - months * MONTH_OF_DAYS if kind in IN_DAYS else add_months(today, -months)


def content_since(closed_on: date | None, left_on: date | None) -> date | None:
    """From when the term of what coach and teacher wrote runs: closed, or she left, whichever is first."""
    return min((day for day in (closed_on, left_on) if day is not None), default=None)


def is_to_announce(end: date, today: date) -> bool:
    """Whether it is time to tell her that something goes when its term ends."""
    return today >= end - ANNOUNCED


def goes_on(end: date, today: date) -> date:
    """The day of going to announce today: at the end of its term, and never within thirty days."""
    return max(end, today + ANNOUNCED)


def is_due(announced_for: date, end: date, today: date) -> bool:
    """Whether something goes today: it was announced for a day that came, and its term still ends by now."""
    return today >= announced_for and today >= end


def last_day_of_reading(left_on: date) -> date:
    """Until when who left can read her own file."""
    return left_on + READS_FOR
