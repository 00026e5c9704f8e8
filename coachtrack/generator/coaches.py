"""The coaches of a district: in what they coach, how long a week, and who of them has room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from coachtrack.generator.days import EVERY_DAY, at, iso
from coachtrack.generator.world import Somebody, World
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role

SCHOOLS_EACH = 2.5
"""One coach for so many schools."""
WEEKLY = (480, 720, 960, 1200)
WEIGHTS = {
    Discipline.MUSIC: 24, Discipline.VISUAL_ARTS: 20, Discipline.DRAMA: 16, Discipline.DANCE: 15,
    Discipline.HERITAGE: 9, Discipline.LITERATURE: 8, Discipline.MEDIA_ART: 8,
}  # fmt: skip
FREE_DAYS = (EVERY_DAY, 0b11110, 0b01111, 0b11011, 0b10111)


@dataclass
class Coach:
    """A coach, and the sessions that she has so far."""

    person: Somebody
    disciplines: tuple[str, ...]
    weekly_minutes: int
    load: float = field(default=0.0)


class Coaches:
    """Those of one district. Every discipline has at least one."""

    def __init__(self, world: World, random: Random, schools: int) -> None:
        self.world, self.random = world, random
        names = [each.value for each in WEIGHTS]
        random.shuffle(names)
        count = max(3, round(schools / SCHOOLS_EACH))
        self.all: Sequence[Coach] = [self._coach(tuple(names[place::count])) for place in range(count)]
        self.by_discipline = {
            name: [coach for coach in self.all if name in coach.disciplines] for name in names
        }  # fmt: skip

    def _coach(self, own: tuple[str, ...]) -> Coach:
        more = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=2)
        disciplines = tuple(dict.fromkeys((*own, *(each.value for each in more))))
        first = self.world.years[0].first
        recorded = self.world.recorded(at(first, 500))
        person = Somebody(self.world.add_person(self.random, at(first, 500), "kunst.example"))
        person.days = self.random.choice(FREE_DAYS)
        weekly, loader = self.random.choice(WEEKLY), self.world.loader
        employer = self.random.choice(self.world.institution_ids)
        number = loader.number("coach_appointment")
        loader.add("coach_appointment", (number, person.id, employer, weekly, iso(first), None, *recorded))
        for each in disciplines:
            number = loader.number("coach_discipline")
            loader.add("coach_discipline", (number, person.id, each, iso(first), None, *recorded))
        number = loader.number("role_grant")
        loader.add("role_grant", (number, person.id, Role.TRAINER.value, None, iso(first), None, *recorded))
        return Coach(person, disciplines, weekly)

    def with_room(self, discipline: str) -> Coach:
        """Who coaches this and has most room, by her hours a week."""
        coach = min(self.by_discipline[discipline], key=lambda each: each.load / each.weekly_minutes)
        coach.load += 1
        return coach
