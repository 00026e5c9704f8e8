"""Figures made of verdicts and evidence: how many stand where, and what a lesson costs a teacher."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.agenda.rules.appointments import LESSON_KINDS
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, RequirementStatus
from coachtrack.evidence.rules.records import Activity, Fact

FEWEST = 5
"""An average over fewer people than this is not shown."""
POINTS = 6
"""Of how many days the line of the programme is drawn, the last one being the reference date."""


@dataclass(frozen=True)
class Tally:
    """How many people stand where."""

    counts: dict[RequirementStatus, int]

    @property
    def met(self) -> int:
        """How many are reached."""
        return self.counts[RequirementStatus.MET]

    @property
    def asked(self) -> int:
        """Of how many it is asked: the denominator."""
        return sum(self.counts[status] for status in COUNTED_STATUSES)

    @property
    def share(self) -> float | None:
        """Reached as a share of 1; None where it is asked of nobody."""
        return self.met / self.asked if self.asked else None

    @property
    def parts(self) -> list[tuple[RequirementStatus, int]]:
        """The denominator, part by part, for a stacked bar."""
        return [(status, self.counts[status]) for status in COUNTED_STATUSES]


def tally(statuses: Iterable[RequirementStatus]) -> Tally:
    """Count where people stand; every status has a number."""
    counted = Counter(statuses)
    return Tally({status: counted[status] for status in RequirementStatus})


@dataclass(frozen=True)
class LessonFigures:
    """Lessons held in coaching, by what they were, and what one costs a teacher on average.

    `extra_minutes` is preparation and debrief together per lesson; None with fewer than five teachers.
    """

    regular_lessons: int
    cultural_encounters: int
    teachers: int
    extra_minutes: float | None


def lesson_figures(facts: Iterable[Fact]) -> LessonFigures:
    """What the lessons among these facts say."""
    lessons = [fact for fact in facts if fact.activity is Activity.COACHING and fact.kind in LESSON_KINDS]
    encounters = sum(fact.lesson_context == "cultural_encounter" for fact in lessons)
    teachers = len({fact.person_id for fact in lessons})
    extra = sum(fact.prep_minutes + fact.debrief_minutes for fact in lessons)
    return LessonFigures(
        regular_lessons=len(lessons) - encounters,
        cultural_encounters=encounters,
        teachers=teachers,
        extra_minutes=extra / len(lessons) if teachers >= FEWEST else None,
    )


def days_to_draw(starts_on: date, on: date, points: int = POINTS) -> list[date]:
    """The ends of months within a period up to a day, and that day: evenly chosen, at most so many."""
    ends = []
    first = starts_on.replace(day=1)
    while first <= on:
        after = (first + timedelta(days=31)).replace(day=1)
        ends.append(after - timedelta(days=1))
        first = after
    before = [day for day in ends if starts_on <= day < on]
    step = max(1, -(-len(before) // (points - 1)))
    chosen = before[::-1][::step][::-1]
    return [*chosen, on] if starts_on <= on else []
