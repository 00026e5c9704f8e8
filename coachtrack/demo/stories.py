"""How the trajectories of the demo went: each is a story that wakes at its moments, all told in order of time."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason
from coachtrack.agreements.queries import open_agreements_for
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.demo import sentences
from coachtrack.demo.days import Diary
from coachtrack.funding.rules import LessonContext
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.queries import debrief_of
from coachtrack.schools.queries import materials_of
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions
from coachtrack.trajectories.actions.sessions import Content
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import Minutes, StopReason

Story = Iterator[datetime]
LESSONS = (AppointmentKind.DEMO_LESSON, AppointmentKind.CO_TEACHING, AppointmentKind.CLASSROOM_VISIT)
LENGTHS = {AppointmentKind.INTAKE_TALK: 45, AppointmentKind.PREPARATION: 30, AppointmentKind.CLOSING_TALK: 30}


def tell(stories: Iterable[Story], until: datetime) -> None:
    """Let every story go on at its moments, in order of time, up to now. What it did is committed at each step."""
    order = count()
    waiting: list[tuple[datetime, int, Story]] = []
    for story in stories:
        _sleep(waiting, story, order)
    while waiting and waiting[0][0] <= until:
        _, _, story = heapq.heappop(waiting)
        _sleep(waiting, story, order)
        db.session.commit()


def _sleep(waiting: list[tuple[datetime, int, Story]], story: Story, order: Iterator[int]) -> None:
    wakes_at = next(story, None)
    if wakes_at is not None:
        heapq.heappush(waiting, (wakes_at, next(order), story))


@dataclass(frozen=True)
class Cast:
    """Who is in a trajectory, by number, and how long the coach takes to log."""

    coach_id: int
    teacher_id: int
    school_id: int
    discipline: Discipline
    working_days: int
    logs_after: timedelta = timedelta(hours=3)
    confirms_until: datetime | None = None
    """From this moment on the teacher has not answered yet."""


@dataclass(frozen=True)
class Course:
    """How a trajectory goes: when it starts, how many lessons it has, and whether it ends early."""

    starts_at: datetime
    lessons: int
    stops_after: int | None = None
    shares: bool = True
    pauses: bool = False


def _agreement_with_room(cast: Cast, at: datetime) -> int | None:
    """What the school promised for this year and discipline, until so many trajectories have begun."""
    for agreement in open_agreements_for(cast.school_id, cast.discipline, day_of(at)):
        begun = sa.select(sa.func.count()).where(CoachingTrajectory.agreement_id == agreement.id)
        if agreement.instrument.code == "coaching" and (db.session.scalar(begun) or 0) < agreement.amount:
            return agreement.id
    return None


def trajectory_story(cast: Cast, course: Course, diary: Diary, random: Random) -> Story:
    """One trajectory from its start to its closing talk, or as far as today."""
    yield course.starts_at
    trajectory = actions.start_trajectory(
        coach_id=cast.coach_id,
        teacher_id=cast.teacher_id,
        school_id=cast.school_id,
        discipline=cast.discipline,
        agreement_id=_agreement_with_room(cast, course.starts_at),
        by=cast.coach_id,
        now=course.starts_at,
    )
    trajectory_id, told_at = trajectory.id, course.starts_at
    kinds = [AppointmentKind.INTAKE_TALK, *_lessons(course.lessons, random), AppointmentKind.CLOSING_TALK]
    for place, kind in enumerate(kinds):
        if course.stops_after is not None and place > course.stops_after:
            yield told_at + timedelta(days=3)
            _stop(trajectory_id, cast, told_at + timedelta(days=3), random, pauses=course.pauses)
            return
        session_id, ends_at = _plan(trajectory_id, kind, cast, told_at, diary, random)
        told_at = ends_at + cast.logs_after
        yield told_at
        if not _log(session_id, cast, told_at, random):
            continue
        if kind is AppointmentKind.INTAKE_TALK:
            _agree_on_goals(trajectory_id, cast, told_at, random)
        if course.shares:
            yield from _debrief(session_id, cast, told_at, random)
    yield told_at + timedelta(hours=1)
    _complete(trajectory_id, cast, told_at + timedelta(hours=1))


def _lessons(number: int, random: Random) -> list[AppointmentKind]:
    """Lessons in a sensible order: the coach shows first, then together, then she watches."""
    kinds = sorted((random.choice(LESSONS) for _ in range(number)), key=LESSONS.index)
    return [AppointmentKind.PREPARATION, *kinds] if random.random() < 0.4 else kinds


def _plan(
    trajectory_id: int, kind: AppointmentKind, cast: Cast, told_at: datetime, diary: Diary, random: Random
) -> tuple[int, datetime]:
    trajectory = db.session.get_one(CoachingTrajectory, trajectory_id)
    from_ = (told_at + timedelta(days=random.randint(8, 18))).date()
    starts_at = diary.free_slot(from_, cast.working_days, [cast.coach_id, cast.teacher_id])
    ends_at = starts_at + timedelta(minutes=LENGTHS.get(kind, 45))
    materials = materials_of(cast.school_id, cast.discipline)
    encounter = random.random() < 0.2
    session = actions.plan_session(
        trajectory,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place=random.choice(("lokaal", "speellokaal", "teamkamer", "aula")),
        content=Content(
            lesson_context=LessonContext.CULTURAL_ENCOUNTER if encounter else LessonContext.REGULAR_LESSON,
            material_id=materials[0].id if materials and kind in LESSONS else None,
        ),
        by=cast.coach_id,
        now=told_at,
    )
    return session.id, ends_at


def _log(session_id: int, cast: Cast, at: datetime, random: Random) -> bool:
    """Log a session; now and then it did not go on. Returns whether it was held."""
    session = db.session.get_one(CoachingSession, session_id)
    kind = session.appointment.kind
    if kind in LESSONS and random.random() < 0.07:
        reason = random.choice((CancelReason.SCHOOL, CancelReason.AWAY, CancelReason.COACH))
        actions.log_not_held(session, reason=reason, by=cast.coach_id, now=at)
        return False
    unusual = kind in LESSONS and random.random() < 0.3
    minutes = Minutes(prep=random.choice((15, 20, 45)), lesson=45, debrief=random.choice((15, 25, 40)), coach=110)
    actions.log_session(session, minutes=minutes if unusual else None, by=cast.coach_id, now=at)
    return True


def _agree_on_goals(trajectory_id: int, cast: Cast, at: datetime, random: Random) -> None:
    reflections.set_baseline(
        trajectory_id,
        question=random.choice(sentences.QUESTIONS[cast.discipline]),
        starting_point=random.choice(sentences.STARTING_POINTS),
        by=cast.coach_id,
        now=at,
    )
    goals = [random.choice(sentences.GOALS[cast.discipline])]
    goals += [sentences.FLEXIBLE_GOAL] if random.random() < 0.4 else []
    for goal in goals:
        reflections.add_goal(trajectory_id, goal=goal, by=cast.coach_id, now=at)
    actions.activate(db.session.get_one(CoachingTrajectory, trajectory_id), by=cast.coach_id, now=at)


def _debrief(session_id: int, cast: Cast, told_at: datetime, random: Random) -> Story:
    """The debrief: written the same evening, shared, and in most cases answered and confirmed."""
    session = db.session.get_one(CoachingSession, session_id)
    if session.appointment.kind not in LESSONS:
        yield told_at + timedelta(hours=5)
        _confirm(session_id, cast, told_at + timedelta(hours=5))
        return
    shared_at = told_at + timedelta(hours=random.randint(2, 30))
    yield shared_at
    session = db.session.get_one(CoachingSession, session_id)
    actions.save_draft(
        session,
        went_well=random.choice(sentences.WENT_WELL),
        learnt=random.choice(sentences.LEARNT),
        next_step=random.choice(sentences.NEXT_STEPS),
        by=cast.coach_id,
        now=shared_at,
    )
    actions.share_debrief(session, by=cast.coach_id, now=shared_at)
    if random.random() < 0.15 or (cast.confirms_until and shared_at > cast.confirms_until):
        return
    answered_at = shared_at + timedelta(hours=random.randint(4, 90))
    yield answered_at
    session = db.session.get_one(CoachingSession, session_id)
    debrief = debrief_of(session.appointment_id)
    if debrief is not None and random.random() < 0.4:
        actions.react(session, words=random.choice(sentences.REACTIONS), by=cast.teacher_id, now=answered_at)
    _confirm(session_id, cast, answered_at)
    actions.confirm_debrief(session, by=cast.teacher_id, now=answered_at)


def _confirm(session_id: int, cast: Cast, at: datetime) -> None:
    actions.confirm_session(db.session.get_one(CoachingSession, session_id), by=cast.teacher_id, now=at)


def _stop(trajectory_id: int, cast: Cast, at: datetime, random: Random, *, pauses: bool) -> None:
    trajectory = db.session.get_one(CoachingTrajectory, trajectory_id)
    if pauses:
        actions.pause(trajectory, by=cast.coach_id, now=at)
    else:
        reason = random.choice((StopReason.ABSENCE, StopReason.NO_TIME, StopReason.OTHER))
        actions.stop(trajectory, reason=reason, by=cast.coach_id, now=at)


def _complete(trajectory_id: int, cast: Cast, at: datetime) -> None:
    actions.complete(db.session.get_one(CoachingTrajectory, trajectory_id), by=cast.coach_id, now=at)
