"""Days of a school's own and of its district: which stretches make sense and stand beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.errors import N_, Refused

LONGEST = timedelta(weeks=10)
BACK, AHEAD = timedelta(days=366), timedelta(days=4 * 366)


@dataclass(frozen=True)
class Taken:
    """Days that something has already, and what that is called."""

    name: object
    starts_on: date
    ends_on: date


def check_days(starts_on: date, ends_on: date, *, today: date) -> None:
    """Raise `Refused` for days that end before they begin, last too long, or lie far away: a slip of the pen."""
    if ends_on < starts_on:
        raise Refused(N_("The last day lies before the first. Choose a later last day."), field="ends_on")
    if ends_on - starts_on >= LONGEST:
        raise Refused(
            N_("This is longer than ten weeks. Is the year right? Choose an earlier last day."), field="ends_on"
        )
    if starts_on < today - BACK:
        raise Refused(N_("This lies more than a year back. Is the year right? Choose a later day."), field="starts_on")
    if ends_on > today + AHEAD:
        raise Refused(
            N_("This lies more than four years ahead. Is the year right? Choose an earlier day."), field="ends_on"
        )


def check_untaken(starts_on: date, ends_on: date, taken: Iterable[Taken]) -> None:
    """Raise `Refused` when some of these days have something already."""
    for other in taken:
        if other.starts_on <= ends_on and starts_on <= other.ends_on:
            raise Refused(
                N_("“%(name)s” stands there already: %(first)s up to %(last)s. Choose other days, or change that one."),
                field="starts_on",
                name=other.name,
                first=other.starts_on,
                last=other.ends_on,
            )
