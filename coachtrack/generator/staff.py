"""Who works at the schools of a district over the years: who comes, goes, changes posts, shares a group, is away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.generator.days import EVERY_DAY, HOUR, at, iso, stamp
from coachtrack.generator.world import Post, School, Somebody, World
from coachtrack.people.rules.coaches import AbsenceKind
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role

GROUPS = ("1/2", "3", "4", "5", "6", "7", "8")
PART_TIME = (0b00111, 0b11100, 0b01011, 0b11010, 0b01111, 0b11110, 0b10011)
JOB_SHARES = ((0b00011, 0b11100), (0b00111, 0b11000), (0b00111, 0b11100))
FUNCTIONS = (
    (PostFunction.CLASS_TEACHER, 70), (PostFunction.TEACHING_ASSISTANT, 10), (PostFunction.TEACHER_SUPPORT, 5),
    (PostFunction.SUBJECT_TEACHER, 5), (PostFunction.SUBSTITUTE_TEACHER, 3), (PostFunction.CAREER_SWITCHER, 2),
    (PostFunction.TRAINEE_TEACHER, 2), (PostFunction.INTERNAL_SUPERVISOR, 3),
)  # fmt: skip
LEAST, MOST = 5, 45
LEAVE_IN_SUMMER, LEAVE_IN_WINTER, GO_NEAR = 0.10, 0.025, 0.25
"""The chance that somebody leaves after a school year, or halfway; and that she then goes to a school nearby."""
CHANGES_POST, TWO_SCHOOLS, SHARES_GROUP, WORKS_PART_TIME = 0.06, 0.04, 0.16, 0.4
AWAY, EXEMPT, NEVER = 0.06, 0.015, 0.15
"""A year, of everyone; and who will have no coaching at all."""
HALFWAY = 184
LONGEST_AWAY = 210
GROUP = {PostFunction.CLASS_TEACHER, PostFunction.CAREER_SWITCHER, PostFunction.TRAINEE_TEACHER}


@dataclass(frozen=True)
class Place:
    """What somebody does at a school."""

    school: School
    function: PostFunction
    group: str
    days: int = EVERY_DAY


class Staff:
    """The people of the schools of one district."""

    def __init__(self, world: World, random: Random, schools: Sequence[School]) -> None:
        self.world, self.random, self.schools = world, random, schools
        self.posts: list[Post] = []
        self._first, self._last = world.years[0].first, world.years[-1].last

    def fill(self) -> list[Post]:
        """Everyone, over all the years. Returns their posts in order."""
        for school in self.schools:
            for place in self._places(school):
                self._hold(place)
        return self.posts

    def _places(self, school: School) -> Iterator[Place]:
        """The posts of a school, whoever has them."""
        yield Place(school, PostFunction.SCHOOL_LEADER, "")
        count = max(LEAST, min(MOST, round(self.random.gammavariate(4, 3.5)))) - 1
        functions, weights = zip(*FUNCTIONS, strict=True)
        for place, function in enumerate(self.random.choices(functions, weights, k=count)):
            group = GROUPS[place % len(GROUPS)] if function in GROUP else ""
            if group and self.random.random() < SHARES_GROUP:
                for days in self.random.choice(JOB_SHARES):
                    yield Place(school, function, group, days)
            else:
                part = self.random.random() < WORKS_PART_TIME
                yield Place(school, function, group, self.random.choice(PART_TIME) if part else EVERY_DAY)

    def _hold(self, place: Place) -> None:
        """Somebody has a post until she leaves, then the next one has it."""
        person, starts = self._somebody(self._first), self._first
        leads = place.function in GROUP and self.random.random() < 1 / len(GROUPS)
        for turn, is_summer in self._turns():
            if self.random.random() < (LEAVE_IN_SUMMER if is_summer else LEAVE_IN_WINTER):
                self._post(person, place, starts, turn - 1, leads=leads)
                if self.random.random() < GO_NEAR:
                    self._post(person, replace(place, school=self.random.choice(self.schools)), turn, None)
                person, starts, leads = self._somebody(turn), turn, False
            elif is_summer and self.random.random() < CHANGES_POST:
                self._post(person, place, starts, turn - 1, leads=leads)
                place, starts = replace(place, group=self._other_group(place)), turn
        self._post(person, place, starts, self._announced(), leads=leads)
        if place.function in GROUP and self.random.random() < TWO_SCHOOLS:
            self._post_elsewhere(person, place, starts)

    def _post_elsewhere(self, person: Somebody, place: Place, starts: int) -> None:
        """On the other days of the week at another school."""
        other = self.random.choice(self.schools)
        if other is not place.school:
            days = EVERY_DAY & ~place.days or EVERY_DAY
            self._post(person, replace(place, school=other, days=days), starts, None)

    def _turns(self) -> Iterator[tuple[int, bool]]:
        """The days on which people come and go as far as today, and whether it is between two school years."""
        for year in self.world.years:
            for day in (year.first, year.first + HALFWAY):
                if self._first < day <= self.world.on:
                    yield day, day == year.first

    def _announced(self) -> int | None:
        """Of a few it is known that they leave after this year."""
        return self._last if self.random.random() < LEAVE_IN_SUMMER / 4 else None

    def _other_group(self, place: Place) -> str:
        return self.random.choice(GROUPS) if place.group else ""

    def _somebody(self, since: int) -> Somebody:
        person = Somebody(self.world.add_person(self.random, at(since, 540), "school.example"))
        person.keenness = 0.0 if self.random.random() < NEVER else self.random.uniform(0.4, 1.8)
        self._absences(person, since)
        return person

    def _post(self, person: Somebody, place: Place, starts: int, ends: int | None, *, leads: bool = False) -> None:
        """A post as it was recorded, and a second one beside it for who leads culture at her school."""
        number = self._record(person, place, starts, ends)
        self.posts.append(Post(number, person, place.school, place.function.value, place.days, starts, ends))
        if leads:
            self._record(person, replace(place, function=PostFunction.CULTURE_COORDINATOR, group=""), starts, ends)

    def _record(self, person: Somebody, place: Place, starts: int, ends: int | None) -> int:
        """One that ended was first known without an end. Returns the number of the first row."""
        loader, number = self.world.loader, self.world.loader.number("post")
        recorded = at(starts, 540) - self.random.randint(-15, 20) * 24 * HOUR
        cells = (person.id, place.school.id, place.function.value, place.group, place.days, None, iso(starts))
        known, by, _ = self.world.recorded(recorded)
        if ends is None:
            loader.add("post", (number, *cells, None, known, by, None))
            return number
        told = at(ends, 540) - self.random.randint(-10, 40) * 24 * HOUR
        changed = stamp(min(max(told, recorded + HOUR), self.world.now))
        loader.add("post", (number, *cells, None, known, by, changed))
        loader.add("post", (loader.number("post"), *cells, iso(ends), changed, by, None))
        return number

    def _absences(self, person: Somebody, since: int) -> None:
        for year in self.world.years:
            if year.last < since or self.random.random() >= AWAY:
                continue
            first = max(since, year.first) + self.random.randint(20, 250)
            last = first + self.random.randint(21, LONGEST_AWAY)
            if first <= self.world.on and person.back_from(first) == first:
                person.away.append((first, last))
                kind = self.random.choice(list(AbsenceKind)).value
                recorded = self.world.recorded(at(first, 540) + self.random.randint(0, 6) * 24 * HOUR)
                number = self.world.loader.number("absence")
                self.world.loader.add("absence", (number, person.id, kind, iso(first), iso(last), *recorded))

    def exempt(self) -> None:
        """A few people need not meet the requirement, for some time."""
        period = self.world.period_on(self.world.on)
        reasons = [each.value for each in ExemptionReason]
        for post in self.posts:
            if post.lasts_until(self.world.on) and self.random.random() < EXEMPT:
                first = max(post.starts, period.first, self.world.on - self.random.randint(30, 500))
                last = min(period.last, first + self.random.choice((365, 730, 1460)))
                number = self.world.loader.number("exemption")
                cells = (number, post.person.id, period.id, self.random.choice(reasons), iso(first), iso(last))
                self.world.loader.add("exemption", (*cells, *self.world.recorded(at(first, 600))))


def commission_role(world: World, person_id: int) -> None:
    """Somebody is in the commission, from the first day."""
    first = world.years[0].first
    number = world.loader.number("role_grant")
    cells = (number, person_id, Role.COMMISSION.value, None, iso(first), None)
    world.loader.add("role_grant", (*cells, *world.recorded(at(first, 480))))
