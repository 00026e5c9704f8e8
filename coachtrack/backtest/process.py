"""Invented school years: how sessions get planned, and all that keeps them from going on.

Nothing here is shared with the forecast. What falls through does so in waves of flu, in weeks before a holiday, in
project weeks of a school, while a coach is ill or someone is on leave: never one by one and independently, as the
forecast supposes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

WEEKS = 52
SCHOOLS = 16
SPRING = 34
"""From this week on those who are behind are pressed."""


@dataclass(frozen=True)
class Terms:
    """The weeks of a school year, numbered from the first Monday of August: those with school."""

    starts_on: date
    open_weeks: tuple[int, ...]

    def day(self, week: int, weekday: int) -> date:
        """A day of a week."""
        return self.starts_on + timedelta(weeks=week, days=weekday)

    def is_open(self, week: int) -> bool:
        """Whether there is school in this week."""
        return week in self.open_weeks

    def is_last_before_holiday(self, week: int) -> bool:
        """Whether a holiday begins after this week."""
        return self.is_open(week) and not self.is_open(week + 1)


@dataclass
class Coach:
    """Someone who coaches; `away`: the weeks in which she is ill."""

    away: set[int] = field(default_factory=set)


@dataclass
class School:
    """A school: how readily it plans, how often it calls off, its project weeks, and how flu goes round in it."""

    number: int
    drive: float
    calls_off: float
    project_weeks: set[int] = field(default_factory=set)
    flu: dict[int, float] = field(default_factory=dict)
    outcomes: list[tuple[int, bool]] = field(default_factory=list)


@dataclass
class Teacher:
    """Someone who needs so many sessions in a year; weeks are counted from the start of the first year."""

    school: School
    coach: Coach
    weekday: int
    target: int
    drive: float
    starts: int
    ahead: int
    in_series: bool
    away: set[int] = field(default_factory=set)
    held: list[int] = field(default_factory=list)
    planned: set[int] = field(default_factory=set)
    opened: int | None = None
    open_weeks: list[int] = field(default_factory=list)
    waiting_weeks: list[int] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)

    def held_since(self, week: int) -> int:
        """How many sessions were held from a week on."""
        return sum(each >= week for each in self.held)


@dataclass(frozen=True)
class Moment:
    """A teacher at the start of a week, before anything of it: all that a forecast may know, and nothing more."""

    teacher: Teacher
    week: int
    held: int
    planned: tuple[int, ...]
    weeks_open: int | None


@dataclass(frozen=True)
class Year:
    """A measured year: its weeks, the year before it, and everyone at the moments at which was looked."""

    terms: Terms
    before: Terms
    teachers: Sequence[Teacher]
    moments: Sequence[Moment]
    pasts: dict[tuple[int, int], tuple[int, ...]]

    def came_of(self, teacher: Teacher) -> int:
        """How many sessions a teacher had in the measured year."""
        return teacher.held_since(WEEKS)


def make_terms(random: Random, first_year: int) -> Terms:
    """A school year with its holidays, each a week earlier or later now and then."""
    first = date(first_year, 8, 1)
    starts_on = first + timedelta(days=(7 - first.weekday()) % 7)
    closed = {*range(random.choice((2, 3, 4)))}
    autumn, winter, spring, may = (base + random.choice((-1, 0, 0)) for base in (11, 21, 29, 39))
    closed |= {autumn, winter, winter + 1, spring, may, may + 1, *range(49, WEEKS + 2)}
    return Terms(starts_on, tuple(week for week in range(WEEKS) if week not in closed))


def simulate(random: Random, first_year: int, looks_at: Sequence[int]) -> Year:
    """Two school years at the same schools: one to get to know them by, and the one that is measured."""
    terms = [make_terms(random, first_year), make_terms(random, first_year + 1)]
    schools = [_school(random, number, terms) for number in range(SCHOOLS)]
    teachers = [teacher for school in schools for teacher in _team(random, school, terms)]
    moments: list[Moment] = []
    pasts: dict[tuple[int, int], tuple[int, ...]] = {}
    for week in range(2 * WEEKS):
        year, number = divmod(week, WEEKS)
        if number == 0:
            _begin_year(random, teachers, week)
        if year == 1 and number in looks_at:
            moments += [_moment(teacher, week) for teacher in teachers]
            pasts |= {(school.number, week): _past(school, teachers, week) for school in schools}
        if terms[year].is_open(number):
            _live(random, teachers, terms[year], week)
    return Year(terms[1], terms[0], teachers, moments, pasts)


def _moment(teacher: Teacher, week: int) -> Moment:
    open_for = None if teacher.opened is None else sum(each >= WEEKS for each in teacher.open_weeks)
    return Moment(teacher, week, teacher.held_since(WEEKS), tuple(sorted(teacher.planned)), open_for)


def _past(school: School, teachers: Sequence[Teacher], week: int) -> tuple[int, ...]:
    """Of a year: sessions held, of how many that is known, weeks in coaching, who began, and weeks of waiting."""
    known = [was_held for when, was_held in school.outcomes if when >= week - WEEKS]
    team = [teacher for teacher in teachers if teacher.school is school]
    weeks, begun, waited = (
        sum(each >= week - WEEKS for teacher in team for each in lived(teacher))
        for lived in (lambda one: one.open_weeks, lambda one: one.begun, lambda one: one.waiting_weeks)
    )
    return sum(known), len(known), weeks, begun, waited


def _school(random: Random, number: int, terms: Sequence[Terms]) -> School:
    school = School(number, drive=random.betavariate(4, 4), calls_off=random.betavariate(2, 24))
    for year, of_year in enumerate(terms):
        school.project_weeks |= {year * WEEKS + each for each in random.sample(of_year.open_weeks, 2)}
        for _ in range(random.choice((1, 1, 2))):
            height, middle, width = random.uniform(0.1, 0.5), random.gauss(25, 5), random.uniform(1, 2.5)
            for week in range(WEEKS):
                wave = height * 2.718 ** -(((week - middle) / width) ** 2)
                school.flu[year * WEEKS + week] = max(school.flu.get(year * WEEKS + week, 0.0), wave)
    return school


def _team(random: Random, school: School, terms: Sequence[Terms]) -> Iterator[Teacher]:
    """The people of a school, with two coaches between them; both can be ill, and anyone can be on leave for long."""
    coaches = [Coach(_ill(random, 0.012, (1, 1, 2, 3, 10))) for _ in range(2)]
    for number in range(random.randint(8, 20)):
        yield Teacher(
            school=school,
            coach=coaches[number % 2],
            weekday=random.randrange(5),
            target=0,
            drive=0.0,
            starts=0,
            ahead=1,
            in_series=False,
            away=_ill(random, 0.004, (6, 8, 10, 14, 20)),
        )


def _ill(random: Random, hazard: float, lengths: Sequence[int]) -> set[int]:
    away: set[int] = set()
    for week in range(2 * WEEKS):
        if week not in away and random.random() < hazard:
            away |= set(range(week, week + random.choice(lengths)))
    return away


def _begin_year(random: Random, teachers: Sequence[Teacher], week: int) -> None:
    """Everyone is asked for so many sessions; who begins when, and how readily, is a matter of people."""
    for teacher in teachers:
        teacher.planned.clear()
        teacher.opened = None
        teacher.target = random.choice((3, 4, 5, 5, 6))
        teacher.drive = min(0.95, max(0.02, teacher.school.drive * random.uniform(0.3, 1.5)))
        late = random.random()
        teacher.starts = week + (random.randint(4, 12) if late < 0.6 else random.randint(20, 40))
        teacher.ahead = random.choice((1, 1, 2, 3))
        teacher.in_series = random.random() < 0.45


def _live(random: Random, teachers: Sequence[Teacher], terms: Terms, week: int) -> None:
    """One week: what is planned goes on or not, and then more gets planned."""
    for teacher in teachers:
        if teacher.opened is None:
            teacher.waiting_weeks.append(week)
        elif teacher.held_since(week - week % WEEKS) < teacher.target:
            teacher.open_weeks.append(week)
        if week in teacher.planned:
            teacher.planned.discard(week)
            was_held = random.random() >= _falls_through(teacher, terms, week)
            teacher.school.outcomes.append((week, was_held))
            if was_held:
                teacher.held.append(week)
        _plan(random, teacher, terms, week)


def _falls_through(teacher: Teacher, terms: Terms, week: int) -> float:
    if week in teacher.away or week in teacher.coach.away or week in teacher.school.project_weeks:
        return 1.0
    goes_on = (1 - teacher.school.calls_off) * (1 - teacher.school.flu.get(week, 0.0))
    return 1 - goes_on * (0.75 if terms.is_last_before_holiday(week % WEEKS) else 0.98)


def _plan(random: Random, teacher: Teacher, terms: Terms, week: int) -> None:
    begun = week - week % WEEKS
    short = teacher.target - teacher.held_since(begun) - len(teacher.planned)
    if short <= 0 or week < teacher.starts or len(teacher.planned) >= teacher.ahead or week in teacher.away:
        return
    pressed = 1.5 if week % WEEKS >= SPRING else 1.0
    if random.random() >= min(0.95, teacher.drive * pressed):
        return
    if teacher.opened is None:
        teacher.opened = week
        teacher.begun.append(week)
    many = short if teacher.in_series and not teacher.held_since(begun) else 1
    at = week % WEEKS
    for _ in range(many):
        later = [each for each in terms.open_weeks if each > at and begun + each not in teacher.planned]
        step = random.choice((1, 2, 2, 3))
        if len(later) < step:
            return
        at = later[step - 1]
        teacher.planned.add(begun + at)
