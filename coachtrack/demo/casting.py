"""Who coaches whom in the demo: coaches over disciplines, teachers over schools, some last year and some this year."""

from datetime import date, datetime, timedelta
from random import Random

from coachtrack.demo import logins
from coachtrack.demo.days import AFTER_SCHOOL, Diary, moment
from coachtrack.demo.frame import Frame
from coachtrack.demo.stories import Cast, Course, Story, trajectory_story
from coachtrack.people.models import Person
from coachtrack.people.queries import coaches_of, find_person_by_email, posts_on, teachers_of
from coachtrack.schools.rules.subjects import Discipline

SLOW = timedelta(days=4)
UNANSWERED = timedelta(days=20)


def person_at(address: str) -> Person:
    """Someone of the list of accounts; the frame made them all."""
    person = find_person_by_email(address)
    if person is None:
        raise LookupError(address)
    return person


class Casting:
    """Hands out teachers, each once, with a coach whose turn it is."""

    def __init__(self, frame: Frame, diary: Diary, random: Random, now: datetime) -> None:
        self.diary, self.random, self.now = diary, random, now
        self.slow_coach_id = person_at(logins.COACH).id
        self.named = [person_at(logins.TEACHER).id, person_at(logins.SECOND_TEACHER).id]
        self.coaches = {
            discipline: [coach.id for coach in coaches_of(discipline, diary.today)] for discipline in Discipline
        }
        at_schools = [
            (teacher.id, school_id)
            for school_id in (*frame.pilots, *frame.district_schools)
            for teacher in teachers_of(school_id, diary.today)
        ]
        self.named_school_id = next(school_id for teacher_id, school_id in at_schools if teacher_id in self.named)
        one_each = {teacher_id: school_id for teacher_id, school_id in at_schools if teacher_id not in self.named}
        self.waiting = list(one_each.items())
        random.shuffle(self.waiting)
        self._turn = 0

    def next(self, on: date | None = None) -> Cast:
        """The next teacher who works there on that day, and a coach."""
        day = on or self.diary.today
        pair = next(pair for pair in reversed(self.waiting) if self._works(*pair, day))
        self.waiting.remove(pair)
        teacher_id, school_id = pair
        disciplines = list(Discipline)
        discipline = disciplines[self._turn % len(disciplines)]
        coaches = self.coaches[discipline]
        coach_id = coaches[self._turn // len(disciplines) % len(coaches)]
        self._turn += 1
        return self.between(coach_id, teacher_id, school_id, discipline)

    @staticmethod
    def _works(teacher_id: int, school_id: int, day: date) -> bool:
        return any(post.school_id == school_id for post in posts_on(teacher_id, day))

    def between(self, coach_id: int, teacher_id: int, school_id: int, discipline: Discipline) -> Cast:
        """This coach and this teacher."""
        posts = [post for post in posts_on(teacher_id, self.diary.today) if post.school_id == school_id]
        return Cast(
            coach_id=coach_id,
            teacher_id=teacher_id,
            school_id=school_id,
            discipline=discipline,
            working_days=posts[0].working_days,
            logs_after=SLOW if coach_id == self.slow_coach_id and teacher_id not in self.named else timedelta(hours=3),
            confirms_until=self.now - UNANSWERED if teacher_id in self.named else None,
        )

    def stories(self, last_year: int, this_year: int) -> list[Story]:
        """So many trajectories begun last year, and so many this year, and those of the teachers with an account."""
        days_so_far = max((self.diary.today - self.diary.this_year.starts_on).days - 40, 14)
        told = [self._story(self.diary.last_year.starts_on, 150) for _ in range(last_year)]
        told += [self._story(self.diary.this_year.starts_on, days_so_far) for _ in range(this_year)]
        return told + self._named_stories()

    def _story(self, year_starts_on: date, spread: int) -> Story:
        starts_on = self.diary.first_school_day(year_starts_on + timedelta(days=32 + self.random.randrange(spread)))
        cast = self.next(starts_on)
        course = Course(
            starts_at=moment(starts_on, AFTER_SCHOOL),
            lessons=self.random.choice((3, 3, 4, 4, 5)),
            stops_after=self.random.choice((1, 2)) if self.random.random() < 0.12 else None,
            pauses=self.random.random() < 0.5,
        )
        return trajectory_story(cast, course, self.diary, Random(self.random.random()))

    def _named_stories(self) -> list[Story]:
        """The first teacher is under way with the coach of the list; the second one finished last year."""
        first, second = self.named
        drama = self.between(self.slow_coach_id, first, self.named_school_id, Discipline.DRAMA)
        music = self.between(person_at(logins.SECOND_COACH).id, second, self.named_school_id, Discipline.MUSIC)
        this_year = self.diary.first_school_day(self.diary.this_year.starts_on + timedelta(days=24))
        last_year = self.diary.first_school_day(self.diary.last_year.starts_on + timedelta(days=40))
        return [
            trajectory_story(
                drama, Course(moment(this_year, AFTER_SCHOOL), lessons=7), self.diary, Random(self.random.random())
            ),
            trajectory_story(
                music, Course(moment(last_year, AFTER_SCHOOL), lessons=4), self.diary, Random(self.random.random())
            ),
        ]
