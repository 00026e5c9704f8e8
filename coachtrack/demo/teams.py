"""Schoolafspraken and team trainings of the demo, with attendance; and what was done before it began."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.actions import Promise, amend_agreement, make_agreement
from coachtrack.agreements.models import Instrument
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.demo.days import AFTER_SCHOOL, Diary, moment
from coachtrack.demo.frame import Frame
from coachtrack.demo.sentences import TRAININGS
from coachtrack.demo.stories import Story
from coachtrack.funding.queries import goals_of, period_on
from coachtrack.funding.rules import Stream
from coachtrack.people.queries import teachers_of
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings.actions import finish_training, plan_training, take_attendance
from coachtrack.trainings.models import Training
from coachtrack.trainings.rules import MeetingPlan, TargetGroup

BEGINS, ENDS = AFTER_SCHOOL, time(17, 30)


ONE_DISCIPLINE = 4
"""One in so many schools promised coaching in one discipline; the others left that open."""
BEFORE_CHRISTMAS = 3
"""One in so many wants its coaching done before Christmas."""
AMENDED = 5
"""One in so many promised one trajectory more, afterwards."""


@dataclass(frozen=True)
class Team:
    """One team training: where, about what, when its meetings are."""

    school_id: int
    title: str
    discipline: Discipline | None
    days: Sequence[date]
    agreement_id: int | None


def team_stories(frame: Frame, diary: Diary, random: Random, now: datetime) -> list[Story]:
    """The agreements of both school years, and the team trainings that came of some of them."""
    stories: list[Story] = []
    for year in (diary.last_year, diary.this_year):
        for place, school_id in enumerate((*frame.pilots, *frame.district_schools)):
            _agree_on_coaching(school_id, year, frame, random)
            if place % 3 == 0:
                stories.append(_team_story(_team(school_id, year, frame, diary, random), frame, random))
    return stories


def _promise(year: SchoolYear, code: str, amount: int, minutes_each: int, discipline: Discipline | None) -> Promise:
    period = period_on(max(year.starts_on, year.ends_on - timedelta(days=200)))
    if period is None:
        raise LookupError(year)
    instrument_id = db.session.scalars(sa.select(Instrument.id).where(Instrument.code == code)).one()
    return Promise(
        first_year=year.first,
        period_id=period.id,
        amount=amount,
        minutes_each=minutes_each,
        instrument_id=instrument_id,
        goal_ids=(goals_of(period.id)[2].id,),
        discipline=discipline,
    )


def _agree_on_coaching(school_id: int, year: SchoolYear, frame: Frame, random: Random) -> None:
    amount, drawn = random.choice((2, 3, 4)), random.choice(list(Discipline))
    promise = _promise(year, "coaching", amount, 6 * 60, drawn if school_id % ONE_DISCIPLINE == 0 else None)
    if school_id % BEFORE_CHRISTMAS == 0:
        promise = replace(promise, responsible="de ICC’er", due_on=date(year.first, 12, 18))
    agreement = make_agreement(school_id, promise, by=frame.commission_id, now=frame.began_at)
    if school_id % AMENDED == 0:
        more, later = replace(promise, amount=amount + 1), frame.began_at + timedelta(days=14)
        amend_agreement(agreement, more, reason="Er doet nog een leerkracht mee.", by=frame.commission_id, now=later)


def _team(school_id: int, year: SchoolYear, frame: Frame, diary: Diary, random: Random) -> Team:
    title, discipline = random.choice(TRAININGS)
    promise = _promise(year, "team_training", 3, 120, discipline)
    agreement = make_agreement(school_id, promise, by=frame.commission_id, now=frame.began_at)
    days = [diary.free_afternoon(year.starts_on + timedelta(days=60 + random.randrange(40)), frame.advisor_id)]
    for _ in range(2):
        days.append(diary.free_afternoon(days[-1] + timedelta(days=35), frame.advisor_id))
    return Team(school_id, title, discipline, days, agreement.id)


def _team_story(team: Team, frame: Frame, random: Random) -> Story:
    """A series of three meetings, its attendance taken at the end of each afternoon."""
    planned_at = moment(team.days[0], BEGINS) - timedelta(days=40)
    yield max(planned_at, frame.began_at)
    provider = db.session.scalars(sa.select(Institution).where(Institution.name == "Saxion")).one()
    training = plan_training(
        title=team.title,
        kind=AppointmentKind.TEAM_TRAINING,
        target_group=TargetGroup.CLASSROOM_STAFF,
        stream=Stream.REGULAR_LESSON,
        trainer_id=frame.advisor_id,
        meetings=[MeetingPlan(Span(moment(day, BEGINS), moment(day, ENDS)), "teamkamer") for day in team.days],
        discipline=team.discipline,
        school_id=team.school_id,
        provider_id=provider.id,
        agreement_id=team.agreement_id,
        by=frame.commission_id,
        now=max(planned_at, frame.began_at),
    )
    training_id = training.id
    for place, day in enumerate(team.days):
        at = moment(day, ENDS) + timedelta(minutes=10)
        yield at
        meeting = db.session.get_one(Training, training_id).meetings[place]
        everyone = [teacher.id for teacher in teachers_of(team.school_id, day_of(at))]
        away = [person_id for person_id in everyone if random.random() < 0.2]
        present = [person_id for person_id in everyone if person_id not in away]
        take_attendance(meeting, present=present, away=away, by=frame.advisor_id, now=at)
    finish_training(
        db.session.get_one(Training, training_id), completed=random.random() < 0.8, by=frame.commission_id, now=at
    )
