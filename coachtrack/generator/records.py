"""What is recorded of a session that was held: its minutes, its debrief, who confirmed it, what was put right later."""

from dataclasses import dataclass, field
from random import Random

from coachtrack.agenda.rules.appointments import LESSON_KINDS, AppointmentKind, CancelReason
from coachtrack.evidence.rules.records import Activity, Party
from coachtrack.funding.rules import LessonContext
from coachtrack.generator.coaches import Coach
from coachtrack.generator.days import A_DAY, HOUR, day_of, stamp
from coachtrack.generator.facts import (
    Minutes,
    RowOf,
    Then,
    confirmed,
    corrected,
    tell,
    values_of,
    with_minutes,
    withdrawn,
)
from coachtrack.generator.world import Post, World
from coachtrack.trajectories.rules import SessionOutcome, TrajectoryStatus

USUAL: dict[str, Minutes] = {
    "intake_talk": (0, 45, 0, 60), "preparation": (30, 0, 0, 45), "demo_lesson": (15, 45, 30, 120),
    "co_teaching": (30, 45, 30, 120), "classroom_visit": (30, 45, 30, 120), "midterm_review": (0, 30, 0, 45),
    "closing_talk": (0, 30, 0, 45),
}  # fmt: skip
UNUSUAL, DEBRIEFED, DEBRIEF_CONFIRMED, SESSION_CONFIRMED = 0.3, 0.8, 0.86, 0.3
CORRECTED, WITHDRAWN = 0.01, 0.004


@dataclass(slots=True)
class Course:
    """A trajectory on its way. `told` is the moment of the last that happened, `status` how far it is by then."""

    id: int
    post: Post
    coach: Coach
    discipline: str
    stream: str
    told: int
    changes: list[tuple[int, str]] = field(default_factory=list)
    reason: str | None = None

    def to(self, status: TrajectoryStatus, moment: int) -> None:
        """Another status, from a moment on."""
        self.changes.append((moment, status.value))


class Records:
    """Writes down what was held."""

    def __init__(self, world: World, random: Random) -> None:
        self.world, self.random = world, random

    def hold(self, course: Course, kind: AppointmentKind, appointment: int, starts: int, logged: int) -> None:
        """A session was held and logged; now and then something is put right about it later."""
        if self.random.random() < WITHDRAWN:
            self._hold_and_withdraw(course, kind, appointment, starts, logged)
            return
        minutes, then = self._minutes(kind), []
        encounter = self.random.random() < 0.2
        context = (LessonContext.CULTURAL_ENCOUNTER if encounter else LessonContext.REGULAR_LESSON).value
        number = self.world.loader.number("coaching_session")
        values = self._values(course, kind, f"session:{number}", Activity.COACHING, starts, context, minutes)
        then.append(confirmed(logged, Party.COACH, course.coach.person.id))
        if self.random.random() < CORRECTED:
            moment = logged + self.random.randint(1, 900) * HOUR
            if moment <= self.world.now:
                minutes = (minutes[0], minutes[1] + 15, minutes[2], minutes[3])
            then.append(corrected(moment, course.coach.person.id, with_minutes(values, minutes)))
        if self.random.random() < SESSION_CONFIRMED:
            then.append(confirmed(self._answered(logged), Party.TEACHER, course.post.person.id))
        held = SessionOutcome.HELD.value
        cells = (number, course.id, appointment, context, None, None, 0, held, None, stamp(logged), *minutes, None, 1)
        row = RowOf("coaching_session", cells, len(cells) - 2)
        self._tell(2 * appointment, values, logged, course, then, row)
        if kind not in (AppointmentKind.INTAKE_TALK, AppointmentKind.CLOSING_TALK) and self.random.random() < DEBRIEFED:
            self._debrief(course, kind, appointment, starts, logged, context)

    def _debrief(
        self, course: Course, kind: AppointmentKind, appointment: int, starts: int, logged: int, context: str
    ) -> None:
        moment = logged + (HOUR if self.random.random() < 0.6 else self.random.randint(2, 140) * HOUR)
        if moment > self.world.now:
            return
        values = self._values(course, kind, f"debrief:{appointment}", Activity.DEBRIEF, starts, context, (0, 0, 0, 0))
        then = [confirmed(moment, Party.COACH, course.coach.person.id)]
        if self.random.random() < DEBRIEF_CONFIRMED:
            then.append(confirmed(self._answered(moment), Party.TEACHER, course.post.person.id))
        self._tell(2 * appointment + 1, values, moment, course, then, None)

    def _hold_and_withdraw(
        self, course: Course, kind: AppointmentKind, appointment: int, starts: int, logged: int
    ) -> None:
        """It was logged, and some days later it turned out that it had not been held."""
        number = self.world.loader.number("coaching_session")
        context, coach_id = LessonContext.REGULAR_LESSON.value, course.coach.person.id
        minutes, undone = self._minutes(kind), min(logged + self.random.randint(30, 400) * HOUR, self.world.now)
        values = self._values(course, kind, f"session:{number}", Activity.COACHING, starts, context, minutes)
        not_held = (SessionOutcome.NOT_HELD.value, CancelReason.OTHER.value, stamp(undone))
        cells = (number, course.id, appointment, context, None, None, 0, *not_held, None, None, None, None, None, 2)
        self.world.loader.add("coaching_session", cells)
        then = [confirmed(logged, Party.COACH, coach_id), withdrawn(undone, coach_id)]
        self._tell(2 * appointment, values, logged, course, then, None)

    def _minutes(self, kind: AppointmentKind) -> Minutes:
        usual = USUAL[kind.value]
        if kind not in LESSON_KINDS or self.random.random() >= UNUSUAL:
            return usual
        return self.random.choice((15, 20, 45)), 45, self.random.choice((15, 25, 40)), 110

    def _answered(self, asked: int) -> int:
        """When a teacher answers: most within a few days, all within two weeks."""
        return asked + int(min(13.0, self.random.expovariate(0.4)) * A_DAY) + HOUR

    def _values(
        self, course: Course, kind: AppointmentKind, subject: str, activity: Activity, starts: int, context: str,
        minutes: Minutes,
    ) -> tuple[object, ...]:  # fmt: skip
        return values_of(
            subject,
            activity,
            person_id=course.post.person.id,
            post_id=course.post.id,
            school_id=course.post.school.id,
            kind=kind.value,
            discipline=course.discipline,
            stream=course.stream,
            lesson_context=context,
            held_on=day_of(starts),
            minutes=minutes,
            coach_id=course.coach.person.id,
            trajectory_id=course.id,
        )

    def _tell(
        self, key: int, values: tuple[object, ...], held_at: int, course: Course, then: list[Then], row: RowOf | None
    ) -> None:
        tell(self.world.spool, key, values, held_at, course.coach.person.id, then, self.world.now, row)
