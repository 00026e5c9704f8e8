"""Whether coaches have the time for what is asked: their minutes until the end, against what people still need."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from coachtrack.coverage.rules.assumptions import SESSION_MINUTES
from coachtrack.schools.rules.subjects import Discipline


@dataclass(frozen=True)
class CoachTime:
    """A coach: the minutes a week that the commission reckons with, and what is booked until the end of the period.

    `weekly_minutes` 0: nobody said how much; then nothing is limited by her.
    """

    person_id: int
    weekly_minutes: int
    booked_minutes: int
    disciplines: frozenset[Discipline]

    def left(self, weeks: int) -> int:
        """The minutes that are not booked in so many weeks."""
        return max(0, self.weekly_minutes * weeks - self.booked_minutes)


@dataclass(frozen=True)
class Supply:
    """The time of the coaches of a discipline (None: of all together) against what is still needed, in minutes."""

    discipline: Discipline | None
    coaches: int
    minutes_left: int
    minutes_needed: float
    is_known: bool

    @property
    def share(self) -> float:
        """What part of what is needed fits, at most 1; 1 where nobody said how much time there is."""
        if not self.is_known or self.minutes_needed <= 0:
            return 1.0
        return min(1.0, self.minutes_left / self.minutes_needed)

    @property
    def is_short(self) -> bool:
        """Whether there is less time than is needed."""
        return self.share < 1.0


@dataclass(frozen=True)
class Capacity:
    """The coaches of the programme, the weeks they have, and how many sessions people still need by discipline."""

    coaches: tuple[CoachTime, ...] = ()
    weeks: int = 0
    sessions_needed: float = 0.0
    session_minutes: float = SESSION_MINUTES

    def of(self, discipline: Discipline | None, share_of_need: float = 1.0) -> Supply:
        """The time for one discipline, or for all; `share_of_need`: which part of what is needed is of this one.

        A coach of two disciplines has her time once: it is shown with both, and the total counts it once.
        """
        mine = [each for each in self.coaches if discipline is None or discipline in each.disciplines]
        return Supply(
            discipline=discipline,
            coaches=len(mine),
            minutes_left=sum(each.left(self.weeks) for each in mine),
            minutes_needed=self.sessions_needed * self.session_minutes * share_of_need,
            is_known=bool(mine) and all(each.weekly_minutes > 0 for each in mine),
        )


def shares_of_need(wanted: Mapping[Discipline, int]) -> dict[Discipline, float]:
    """How what is needed divides over disciplines, by what is under way or asked for; evenly where nothing is."""
    total = sum(wanted.values())
    if not total:
        return {discipline: 1 / len(Discipline) for discipline in Discipline}
    return {discipline: wanted.get(discipline, 0) / total for discipline in Discipline}


def weeks_in_common(counts: Collection[int]) -> int:
    """The school weeks that coaches have: as most schools do."""
    return sorted(counts)[len(counts) // 2] if counts else 0


def coaches_in(coaches: Iterable[CoachTime], disciplines: Collection[str]) -> list[CoachTime]:
    """The coaches who may coach in one of these disciplines; all of them where none is told."""
    return [each for each in coaches if not disciplines or not each.disciplines.isdisjoint(disciplines)]
