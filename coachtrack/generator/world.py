"""What the makers of rows share: where rows and events go, the days, the years, and who the programme is of."""

from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from coachtrack import text
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.demo import names
from coachtrack.generator.days import EVERY_DAY, OpenDays, iso, stamp
from coachtrack.generator.loading import Loader
from coachtrack.generator.spool import Spool

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Year:
    """A school year, first and last day."""

    first: int
    last: int

    @classmethod
    def of(cls, year: SchoolYear) -> "Year":
        """The same in numbers."""
        return cls(year.starts_on.toordinal(), year.ends_on.toordinal())


@dataclass(frozen=True)
class Period:
    """A funding period, by number, first and last day."""

    id: int
    first: int
    last: int


@dataclass(frozen=True)
class School:
    """A school, by number: where it lies and how much it takes to the programme."""

    id: int
    name: str
    place: str
    days: OpenDays
    eagerness: float
    begins: int
    """The day on which it takes part."""


@dataclass(slots=True)
class Post:
    """Someone at a school; `ends` is its last day."""

    id: int
    person: "Somebody"
    school: School
    function: str
    days: int
    starts: int
    ends: int | None = None

    def lasts_until(self, day: int) -> bool:
        """Whether it goes on up to and with that day."""
        return self.ends is None or self.ends >= day


@dataclass(slots=True)
class Somebody:
    """A person: when she is away, how keen she is, what is booked (a day and a place in it), from when she is free."""

    id: int
    keenness: float = 1.0
    away: list[Stretch] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    free_from: int = 0
    disciplines: list[str] = field(default_factory=list)
    days: int = EVERY_DAY

    def back_from(self, day: int) -> int:
        """This day, or the first after it on which she is not away."""
        for first, last in self.away:
            if first <= day <= last:
                day = last + 1
        return day


@dataclass(frozen=True)
class World:
    """Everything that a maker of rows needs besides its own district."""

    loader: Loader
    spool: Spool
    on: int
    now: int
    """The moment at which it is made: what is later has not happened yet."""
    years: tuple[Year, ...]
    periods: tuple[Period, ...]
    commission_id: int
    institution_ids: tuple[int, ...]

    def period_on(self, day: int) -> Period:
        """The funding period in which a day lies, or the first."""
        return next((each for each in reversed(self.periods) if each.first <= day), self.periods[0])

    def add_person(self, random: Random, since: int, domain: str) -> int:
        """Somebody with an invented name."""
        first, (infix, last) = random.choice(names.FIRST), random.choice(names.LAST)
        number = self.loader.number("person")
        key, local = _written(first, infix, last)
        address = f"{local}.{number}@{domain}"
        row = (number, first, infix, last, key, address, address, stamp(min(since, self.now)), None, 1)
        self.loader.add("person", row)
        self.loader.add("agenda_preference", (number, "feed", 0, 0, 1))
        return number

    def recorded(self, moment: int) -> tuple[str, int | None, None]:
        """The last columns of a fact that stands: when it was recorded, by whom, and that nothing came after it."""
        return stamp(min(moment, self.now)), self.commission_id, None

    def until(self, day: int | None) -> str | None:
        """A last day as the database has it."""
        return None if day is None else iso(day)


@lru_cache(maxsize=8192)
def _written(first: str, infix: str, last: str) -> tuple[str, str]:
    """How a name is sorted, and how an address begins with it."""
    return text.sort_key(last, infix, first), names.address(first, infix, last, "").rstrip("@")
