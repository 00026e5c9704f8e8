"""What the programme asks of the time of teachers: coaching in three parts, training, and one against the other."""

from dataclasses import dataclass
from datetime import date

from coachtrack.coverage.rules.figures import LessonFigures


@dataclass(frozen=True)
class TimeSpent:
    """Minutes of teachers: preparation, lesson and debrief in coaching, and training together; of so many people."""

    prep_minutes: int = 0
    lesson_minutes: int = 0
    debrief_minutes: int = 0
    training_minutes: int = 0
    people: int = 0

    @property
    def coaching_minutes(self) -> int:
        """The three parts of coaching together."""
        return self.prep_minutes + self.lesson_minutes + self.debrief_minutes

    @property
    def individual_share(self) -> float | None:
        """Coaching as a share of all the time, from 0 to 1; None where none was spent."""
        spent = self.coaching_minutes + self.training_minutes
        return self.coaching_minutes / spent if spent else None


@dataclass(frozen=True)
class YearOfTime:
    """A school year or calendar year with the time that was spent in it, and what its lessons cost on average."""

    starts_on: date
    ends_on: date
    spent: TimeSpent
    lessons: LessonFigures

    @property
    def is_calendar_year(self) -> bool:
        """Whether it runs from January: the fund asks for those, schools live by the others."""
        return self.starts_on.month == 1


def stretches_around(starts_on: date, ends_on: date) -> list[tuple[date, date]]:
    """The school year between these days, and the two calendar years in which it lies."""
    return [(starts_on, ends_on), *((date(year, 1, 1), date(year, 12, 31)) for year in (starts_on.year, ends_on.year))]
