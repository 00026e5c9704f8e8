"""On which days and at which times things happen in the demo: school days, outside holidays, when people work."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.clock import AMSTERDAM
from coachtrack.schools.rules.subjects import HolidayRegion

STARTS = (time(8, 45), time(10, 15), time(11, 15), time(13, 15), time(14, 15))
AFTER_SCHOOL = time(15, 30)
FRIDAY, AUGUST = 4, 8


def moment(day: date, clock_time: time) -> datetime:
    """A moment of a day in the Netherlands."""
    return datetime.combine(day, clock_time, AMSTERDAM)


class Diary:
    """The school days of two school years, and who is busy when."""

    def __init__(self, today: date, random: Random) -> None:
        self.today = today
        self.random = random
        self.this_year = SchoolYear.of(today)
        self.last_year = SchoolYear(self.this_year.first - 1)
        holidays = holidays_between(HolidayRegion.NORTH, self.last_year.starts_on, self.this_year.ends_on)
        self._closed = [(row.starts_on, row.ends_on) for row in holidays]
        self._busy: dict[tuple[date, time], set[int]] = defaultdict(set)

    def is_school_day(self, day: date) -> bool:
        """Whether schools are open: no weekend, no holiday, and not in August."""
        in_holiday = any(first <= day <= last for first, last in self._closed)
        return day.weekday() <= FRIDAY and not in_holiday and day.month != AUGUST

    def first_school_day(self, from_: date, working_days: int = 31) -> date:
        """The first day from `from_` on which schools are open and someone with these working days works."""
        day = from_
        while not (self.is_school_day(day) and working_days >> day.weekday() & 1):
            day += timedelta(days=1)
        return day

    def free_afternoon(self, from_: date, person_id: int) -> date:
        """The first school day on which this person has nothing else after school; from then on she is busy."""
        day = self.first_school_day(from_)
        while person_id in self._busy[day, AFTER_SCHOOL]:
            day = self.first_school_day(day + timedelta(days=1))
        self._busy[day, AFTER_SCHOOL].add(person_id)
        return day

    def free_slot(self, from_: date, working_days: int, people: Iterable[int]) -> datetime:
        """The first time from a day at which all these people are free; from then on they are busy."""
        wanted = set(people)
        day = self.first_school_day(from_, working_days)
        while True:
            times = list(STARTS)
            self.random.shuffle(times)
            for start in times:
                if not self._busy[day, start] & wanted:
                    self._busy[day, start] |= wanted
                    return moment(day, start)
            day = self.first_school_day(day + timedelta(days=1), working_days)
