"""The trajectories of a district: when they begin, session after session, how they end, and the evidence of it."""

from collections.abc import Sequence
from random import Random

from coachtrack.agenda.rules.appointments import LESSON_KINDS, AppointmentKind, CancelReason, ParticipantRole
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.generator.coaches import WEIGHTS, Coaches
from coachtrack.generator.days import A_DAY, HOUR, MINUTE, at, day_of, stamp
from coachtrack.generator.records import Course, Records
from coachtrack.generator.world import Post, World
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trajectories.rules import SessionOutcome, StopReason, TrajectoryStatus

GROWTH = (0.85, 1.35, 1.85, 2.1)
"""How many trajectories a year begin for each teacher who is as keen as most."""
FIRST_DAY, DAYS_TO_BEGIN = 25, 290
"""Since 1 August; more of them begin early in the year than late."""
SLOTS = (525, 615, 675, 795, 855)
AFTER_SCHOOL = 930
IN_A_DAY = 8
"""Places in a day, so that a day and a slot are one number."""
LENGTHS = {AppointmentKind.INTAKE_TALK: 45, AppointmentKind.PREPARATION: 30, AppointmentKind.CLOSING_TALK: 30}
COACHED = {
    PostFunction.CLASS_TEACHER.value: 1.0, PostFunction.SUBJECT_TEACHER.value: 0.8,
    PostFunction.CAREER_SWITCHER.value: 1.0, PostFunction.SUBSTITUTE_TEACHER.value: 0.3,
    PostFunction.TEACHING_ASSISTANT.value: 0.5, PostFunction.TEACHER_SUPPORT.value: 0.5,
    PostFunction.TRAINEE_TEACHER.value: 0.3,
}  # fmt: skip
PROPOSED, STOPS, CANCELLED, NOT_HELD = 0.3, 0.08, 0.05, 0.03
PLANNED_AHEAD, NEXT_PLANNED = 0.45, 0.7
LONG_AWAY = 42
HELD = 0
REASONS = tuple(each.value for each in CancelReason)
PLACES = ("lokaal", "speellokaal", "teamkamer", "aula")
STREAMS = (Stream.REGULAR_LESSON, Stream.REGULAR_LESSON, Stream.DISTRICT_PROJECT, Stream.ARTS_AT_SCHOOL)


class Coaching:
    """Coaches of a district and the teachers whom they coach."""

    def __init__(self, world: World, random: Random, coaches: Coaches) -> None:
        self.world, self.random, self.coaches = world, random, coaches
        self.records = Records(world, random)

    def begin_all(self, posts: Sequence[Post]) -> None:
        """The trajectories of all years, in order of the days on which they begin."""
        for place, year in enumerate(self.world.years):
            begins = []
            for order, post in enumerate(posts):
                begins += [(day, order) for day in self._beginnings(post, place) if post.lasts_until(day + LONG_AWAY)]
            for day, order in sorted(begins):
                post = posts[order]
                start = post.school.days.next(max(day, post.person.free_from), post.days)
                if start is not None and start <= min(year.last - LONG_AWAY, self.world.on + 10):
                    self._trajectory(post, start)

    def _beginnings(self, post: Post, place: int) -> list[int]:
        """On which days of a year trajectories of this teacher would begin, more of them early in the year."""
        year = self.world.years[place]
        wanted = GROWTH[place] * post.school.eagerness * post.person.keenness * COACHED.get(post.function, 0)
        days = []
        for _ in range(min(2, int(wanted + self.random.random()))):
            day = year.first + FIRST_DAY + int(self.random.betavariate(1.1, 2.0) * DAYS_TO_BEGIN)
            if post.starts <= day and post.school.begins <= day:
                days.append(day)
        return days

    def _discipline(self, post: Post) -> str:
        """One that she had not, as long as there is."""
        left = [each for each in WEIGHTS if each.value not in post.person.disciplines]
        chosen = self.random.choices(left or list(WEIGHTS), [WEIGHTS[each] for each in left or WEIGHTS])[0].value
        post.person.disciplines.append(chosen)
        return chosen

    def _trajectory(self, post: Post, start: int) -> None:
        discipline = self._discipline(post)
        coach = self.coaches.with_room(discipline)
        told = at(start, 480 + self.random.randrange(500)) - 10 * A_DAY
        number = self.world.loader.number("coaching_trajectory")
        course = Course(number, post, coach, discipline, self.random.choice(STREAMS).value, told)
        if self.random.random() < PROPOSED:
            course.to(TrajectoryStatus.PROPOSED, told)
            course.told += self.random.randint(1, 6) * A_DAY
        course.to(TrajectoryStatus.DRAFT, course.told)
        self._sessions(course)
        self._write(course)

    def _sessions(self, course: Course) -> None:
        """One after the other as far as now; what was planned beyond that stands in the agendas."""
        kinds, is_whole = self._kinds(), self.random.random() >= STOPS
        if not is_whole:
            kinds = kinds[: self.random.randrange(len(kinds))]
        for place, kind in enumerate(kinds):
            if course.told > self.world.now:
                return
            ahead = self._until_held(course, kind)
            if ahead:
                self._plan(course, kinds[place:], ahead)
            if ahead != HELD:
                return
        if not is_whole:
            self._stop(course, self.random.choice((StopReason.NO_TIME, StopReason.OTHER)))
        elif course.told <= self.world.now - HOUR and course.changes[-1][1] == TrajectoryStatus.ACTIVE:
            course.to(TrajectoryStatus.COMPLETED, course.told + HOUR)

    def _until_held(self, course: Course, kind: AppointmentKind) -> int | None:
        """Try until a session is held. A moment that is still to come, or None when the trajectory ends here."""
        while True:
            starts = self._moment(course, kind, course.told)
            if starts is None:
                self._stop(course, StopReason.LEFT)
                return None
            if starts > self.world.now:
                return starts
            if self._took_place(course, kind, starts, course.told):
                return HELD

    def _plan(self, course: Course, kinds: Sequence[AppointmentKind], starts: int) -> None:
        """Of some trajectories all that is to come is planned, of others the next session, of others nothing yet."""
        planned_at, luck = course.told, self.random.random()
        if luck > NEXT_PLANNED:
            return
        _, course.told = self._appointment(course, kinds[0], starts, planned_at)
        for kind in kinds[1:] if luck <= PLANNED_AHEAD else ():
            following = self._moment(course, kind, course.told)
            if following is None:
                return
            _, course.told = self._appointment(course, kind, following, planned_at)

    def _kinds(self) -> list[AppointmentKind]:
        lessons = sorted(self.random.choices(LESSON_KINDS, k=self.random.randint(3, 6)), key=LESSON_KINDS.index)
        kinds = [AppointmentKind.INTAKE_TALK, *lessons, AppointmentKind.CLOSING_TALK]
        if self.random.random() < 0.5:
            kinds.insert(1, AppointmentKind.PREPARATION)
        if self.random.random() < 0.3:
            kinds.insert(len(kinds) // 2 + 1, AppointmentKind.MIDTERM_REVIEW)
        return kinds

    def _moment(self, course: Course, kind: AppointmentKind, after: int) -> int | None:
        """A moment at which the school is open, and both are there and free; None when she left before that."""
        post, coach = course.post, course.coach.person
        day = day_of(after) + self.random.randint(6, 15)
        while True:
            if (back := post.person.back_from(day)) > day:
                self._pause(course, day, back)
                day = back
            found = post.school.days.next(day, post.days & coach.days or post.days)
            if found is None or not post.lasts_until(found):
                return None
            if post.person.back_from(found) == found:
                slots = list(SLOTS) if kind in LESSON_KINDS else [*SLOTS, AFTER_SCHOOL]
                self.random.shuffle(slots)
                for slot in slots:
                    booked = found * IN_A_DAY + (SLOTS.index(slot) if slot in SLOTS else len(SLOTS))
                    if booked not in post.person.taken and booked not in coach.taken:
                        post.person.taken.add(booked)
                        coach.taken.add(booked)
                        return at(found, slot)
                found += 1
            day = found

    def _pause(self, course: Course, day: int, back: int) -> None:
        """Somebody who is away for long has her trajectory paused meanwhile."""
        is_active = course.changes[-1][1] == TrajectoryStatus.ACTIVE
        if is_active and back - day > LONG_AWAY and at(day, 540) <= self.world.now:
            course.to(TrajectoryStatus.PAUSED, max(course.told + HOUR, at(day, 540)))
            if at(back, 540) <= self.world.now:
                course.to(TrajectoryStatus.ACTIVE, max(course.told + 2 * HOUR, at(back, 540)))

    def _stop(self, course: Course, reason: StopReason) -> None:
        moment = course.told + 3 * A_DAY
        if moment <= self.world.now:
            course.reason = reason.value
            course.to(TrajectoryStatus.STOPPED, max(moment, course.changes[-1][0] + HOUR))

    def _took_place(self, course: Course, kind: AppointmentKind, starts: int, planned_at: int) -> bool:
        """Whether a session was held, or waits to be logged; otherwise it was called off and there is another one."""
        luck, ends = self.random.random(), starts + LENGTHS.get(kind, 45) * MINUTE
        if kind in LESSON_KINDS and luck < CANCELLED + NOT_HELD:
            self._called_off(course, kind, starts, planned_at, in_time=luck < CANCELLED)
            return False
        logged = ends + self._logs_after()
        appointment, told = self._appointment(course, kind, starts, planned_at)
        course.told = told if logged > self.world.now else logged
        if logged > self.world.now:
            self._session(course, appointment)
            course.told = self.world.now + HOUR
            return True
        if course.changes[-1][1] == TrajectoryStatus.DRAFT:
            course.to(TrajectoryStatus.ACTIVE, logged)
        self.records.hold(course, kind, appointment, starts, logged)
        return True

    def _logs_after(self) -> int:
        return 3 * HOUR if self.random.random() < 0.7 else self.random.randint(4, 110) * HOUR

    def _called_off(
        self, course: Course, kind: AppointmentKind, starts: int, planned_at: int, *, in_time: bool
    ) -> None:
        """In time, and its appointment was cancelled; or found out on the day, and logged as not held."""
        reason = self.random.choice(REASONS)
        if in_time:
            moment = max(planned_at + HOUR, starts - self.random.randint(1, 9) * A_DAY)
            appointment, _ = self._appointment(course, kind, starts, planned_at, cancelled=(reason, moment))
            self._session(course, appointment)
        else:
            moment = min(starts + 4 * HOUR, self.world.now)
            appointment, _ = self._appointment(course, kind, starts, planned_at)
            self._session(course, appointment, (SessionOutcome.NOT_HELD.value, reason, stamp(moment)))
        course.told = moment

    def _appointment(
        self,
        course: Course,
        kind: AppointmentKind,
        starts: int,
        planned_at: int,
        *,
        cancelled: tuple[str, int] | None = None,
    ) -> tuple[int, int]:
        """In both agendas, and booked when it is still to come. Returns its number and its end."""
        loader, ends = self.world.loader, starts + LENGTHS.get(kind, 45) * MINUTE
        number, coach_id = loader.number("appointment"), course.coach.person.id
        status, reason, sequence, changed = ("cancelled", cancelled[0], 1, cancelled[1]) if cancelled else (
            "planned", None, 0, planned_at,
        )  # fmt: skip
        loader.add(
            "appointment",
            (
                number, f"{number}@generated.example", kind.value, status, reason, sequence, stamp(starts), stamp(ends),
                course.post.school.id, "school", self.random.choice(PLACES), course.discipline, "", coach_id,
                stamp(planned_at), stamp(changed), 1 + sequence,
            ),
        )  # fmt: skip
        for person_id, role in (
            (coach_id, ParticipantRole.COACH.value), (course.post.person.id, ParticipantRole.TEACHER.value),
        ):  # fmt: skip
            part = loader.number("participant")
            loader.add("participant", (part, number, person_id, role))
            if ends > self.world.now and cancelled is None:
                loader.add("booking", (part, person_id, stamp(starts), stamp(ends)))
        if starts > self.world.now:
            self._session(course, number)
        return number, ends

    def _session(
        self, course: Course, appointment: int, outcome: tuple[str | None, str | None, str | None] = (None, None, None)
    ) -> None:
        """A session of which nothing was held, so far."""
        number = self.world.loader.number("coaching_session")
        regular = LessonContext.REGULAR_LESSON.value
        cells = (number, course.id, appointment, regular, None, None, 0, *outcome, None, None, None, None, None, 1)
        self.world.loader.add("coaching_session", cells)

    def _write(self, course: Course) -> None:
        """The trajectory as it is now, and how it came there."""
        changes = [each for each in course.changes if each[0] <= self.world.now]
        if not changes:
            return
        moment, status = changes[-1]
        completed = stamp(moment) if status == TrajectoryStatus.COMPLETED else None
        stopped = course.reason if status == TrajectoryStatus.STOPPED else None
        created, coach_id = changes[0][0], course.coach.person.id
        by = self.world.commission_id if changes[0][1] == TrajectoryStatus.PROPOSED else coach_id
        post = course.post
        self.world.loader.add(
            "coaching_trajectory",
            (
                course.id, coach_id, post.person.id, post.school.id, self.world.period_on(day_of(created)).id,
                course.discipline, course.stream, None, None, status, stopped, stamp(created), by, completed, 1,
            ),
        )  # fmt: skip
        for each, to in changes:
            number = self.world.loader.number("status_change")
            self.world.loader.add("status_change", (number, course.id, to, stamp(each), by))
        closed = status in (TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED)
        post.person.free_from = day_of(course.told) + 7 if closed else self.world.on + 4000
