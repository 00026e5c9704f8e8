"""The trainings of the schools of a district: when the team meets, who was there, and what evidence says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from coachtrack.agenda.rules.appointments import AppointmentKind, ParticipantRole
from coachtrack.evidence.rules.records import Activity, Party
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.generator.coaches import Coach, Coaches
from coachtrack.generator.coaching import AFTER_SCHOOL, IN_A_DAY, SLOTS
from coachtrack.generator.days import A_DAY, HOUR, MINUTE, at, day_of, stamp
from coachtrack.generator.facts import RowOf, confirmed, tell, values_of
from coachtrack.generator.world import Post, School, World, Year
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS
from coachtrack.trainings.rules import Presence, TargetGroup, TrainingStatus

GROWTH = (1.0, 1.5, 2.0, 2.3)
"""How many trainings a year a school has that is as eager as most."""
LENGTHS = (90, 120, 120, 150)
COMES, PLANNED_BEFORE = 0.86, 45
NOT_TAKEN = 0.02
TITLES = {
    "music": "Muziek in de klas", "visual_arts": "Beeldend werken", "drama": "Drama in de klas",
    "dance": "Dans in de klas", "heritage": "Erfgoed om de hoek", "literature": "Literatuur en poëzie",
    "media_art": "Mediakunst",
}  # fmt: skip


@dataclass(frozen=True)
class Meeting:
    """One meeting of a training that stands on its own."""

    id: int
    appointment: int
    school: School
    trainer: Coach
    discipline: str
    starts: int
    ends: int


class Teams:
    """Team trainings at the schools of a district."""

    def __init__(self, world: World, random: Random, coaches: Coaches) -> None:
        self.world, self.random, self.coaches = world, random, coaches

    def meet_all(self, schools: Sequence[School], posts: Sequence[Post]) -> None:
        """The trainings of all years, school by school."""
        teams: dict[int, list[Post]] = {school.id: [] for school in schools}
        for post in posts:
            if post.function in IN_FRONT_OF_THE_CLASS:
                teams[post.school.id].append(post)
        for place, year in enumerate(self.world.years):
            for school in schools:
                for _ in range(min(4, int(GROWTH[place] * school.eagerness + self.random.random()))):
                    self._training(school, teams[school.id], year)

    def _training(self, school: School, team: Sequence[Post], year: Year) -> None:
        day = school.days.next(max(year.first + 30, school.begins) + self.random.randrange(280))
        if day is None or day > year.last or day > self.world.on + PLANNED_BEFORE:
            return
        discipline = self.random.choice(list(TITLES))
        trainer = self.random.choice(self.coaches.by_discipline[discipline])
        booked = day * IN_A_DAY + len(SLOTS)
        here = {post.person.id: post for post in team if post.starts <= day and post.lasts_until(day)}
        if here and booked not in trainer.person.taken:
            trainer.person.taken.add(booked)
            self._meet(school, list(here.values()), trainer, discipline, day)

    def _meet(self, school: School, here: Sequence[Post], trainer: Coach, discipline: str, day: int) -> None:
        loader, starts = self.world.loader, at(day, AFTER_SCHOOL)
        ends, planned = starts + self.random.choice(LENGTHS) * MINUTE, starts - PLANNED_BEFORE * A_DAY
        taken = starts + 3 * HOUR
        is_taken = taken <= self.world.now and self.random.random() >= NOT_TAKEN
        title, trainer_id, team = TITLES[discipline], trainer.person.id, AppointmentKind.TEAM_TRAINING.value
        appointment, number = loader.number("appointment"), loader.number("training")
        loader.add(
            "appointment",
            (
                appointment, f"{appointment}@generated.example", team, "planned", None, 0, stamp(starts), stamp(ends),
                school.id, "school", "teamkamer", discipline, title, trainer_id, stamp(planned), stamp(planned), 1,
            ),
        )  # fmt: skip
        status = TrainingStatus.COMPLETED if is_taken else TrainingStatus.PLANNED
        loader.add(
            "training",
            (
                number, title, team, TargetGroup.CLASSROOM_STAFF.value, discipline, Stream.REGULAR_LESSON.value,
                LessonContext.REGULAR_LESSON.value, school.id, None, trainer_id, None, None, None, status.value,
                stamp(planned), 1,
            ),
        )  # fmt: skip
        meeting = Meeting(loader.number("training_meeting"), appointment, school, trainer, discipline, starts, ends)
        loader.add("training_meeting", (meeting.id, number, appointment, stamp(taken) if is_taken else None, 1))
        part = loader.number("participant")
        loader.add("participant", (part, appointment, trainer_id, ParticipantRole.TRAINER.value))
        if ends > self.world.now:
            loader.add("booking", (part, trainer_id, stamp(starts), stamp(ends)))
        for post in here:
            attendee = ParticipantRole.ATTENDEE.value
            loader.add("participant", (loader.number("participant"), appointment, post.person.id, attendee))
            if is_taken:
                self._mark(meeting, post, taken)

    def _mark(self, meeting: Meeting, post: Post, taken: int) -> None:
        """Whether somebody of the team was there; who was has it as evidence."""
        day, person = day_of(meeting.starts), post.person
        number = self.world.loader.number("attendance")
        is_here = person.back_from(day) == day and self.random.random() < COMES
        presence = Presence.PRESENT if is_here else Presence.AWAY
        cells = (number, meeting.id, person.id, meeting.school.id, presence.value, None)
        if not is_here:
            self.world.loader.add("attendance", cells)
            return
        trainer_id = meeting.trainer.person.id
        values = values_of(
            f"meeting:{meeting.id}",
            Activity.TRAINING,
            person_id=person.id,
            post_id=post.id,
            school_id=meeting.school.id,
            kind=AppointmentKind.TEAM_TRAINING.value,
            discipline=meeting.discipline,
            stream=Stream.REGULAR_LESSON.value,
            lesson_context=LessonContext.REGULAR_LESSON.value,
            held_on=day,
            minutes=(0, (meeting.ends - meeting.starts) // MINUTE, 0, 0),
        )
        then = [confirmed(taken, Party.TRAINER, trainer_id)]
        row = RowOf("attendance", cells, len(cells) - 1)
        tell(self.world.spool, -number, values, taken, trainer_id, then, self.world.now, row)
