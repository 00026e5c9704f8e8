"""School holidays of the regions: their usual names, which are doubled, and the weeks between two of them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.agenda.rules.school_days import NamedDays
from coachtrack.errors import N_, Refused

SPRING, MAY = "voorjaarsvakantie", "meivakantie"
USUAL_NAMES = ("herfstvakantie", "kerstvakantie", SPRING, MAY, "zomervakantie")
"""As the government calls them, in the order of a school year."""
A_DAY = timedelta(days=1)


def check_undoubled(name: str, starts_on: date, others: Iterable[NamedDays]) -> None:
    """Raise `Refused` when a region has a holiday of this name in the same school year already."""
    year = SchoolYear.of(starts_on)
    for other in others:
        if other.name.casefold() == name.casefold() and SchoolYear.of(other.first) == year:
            raise Refused(
                N_("“%(name)s” stands in this school year already: %(first)s. Change that one, or give another name."),
                field="name",
                name=other.name,
                first=other.first,
            )


def weeks_for_project(holidays: Iterable[NamedDays], is_closed: Callable[[date], bool], today: date) -> Days | None:
    """From the first school day after a spring holiday up to the last before the May holiday, the first yet to end."""
    known = sorted(holidays, key=lambda each: each.first)
    for spring in (each for each in known if each.name == SPRING):
        may = next((each for each in known if each.name == MAY and each.first > spring.last), None)
        if may is not None and may.first > today:
            return _school_days_between(spring.last, may.first, is_closed)
    return None


def _school_days_between(before: date, after: date, is_closed: Callable[[date], bool]) -> Days | None:
    days = [before + number * A_DAY for number in range(1, (after - before).days)]
    school_days = [day for day in days if not is_closed(day)]
    return Days(school_days[0], school_days[-1]) if school_days else None
