"""What can be learnt in the demo, and what its teachers find of themselves: the catalogue, and their own view."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.assessments.actions.saying import About, say
from coachtrack.assessments.rules.questions import ANSWERS, AssessmentMoment, Question, growth_in
from coachtrack.database import db
from coachtrack.demo.frame import Frame
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.queries import teachers_of
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings.actions import Offer, add_entry
from coachtrack.trainings.rules import TargetGroup
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus

TEACHERS = (TargetGroup.CLASSROOM_STAFF,)
OFFERS = (
    Offer("Procesgericht werken in de kunstvakken", AppointmentKind.TEAM_TRAINING, TEACHERS, 120, 3),
    Offer("Zingen met je groep", AppointmentKind.TEAM_TRAINING, TEACHERS, 120, 2, (Discipline.MUSIC,)),
    Offer(
        "Kijken en bespreken: wat zie je?", AppointmentKind.TEAM_TRAINING, TEACHERS, 90, 2, (Discipline.VISUAL_ARTS,)
    ),
    Offer("Spel als werkvorm", AppointmentKind.TEAM_TRAINING, TEACHERS, 120, 3, (Discipline.DRAMA,)),
    Offer("De buurt als bron", AppointmentKind.WORKING_GROUP, TEACHERS, 90, 3, (Discipline.HERITAGE,)),
    Offer("ICC-cursus", AppointmentKind.COURSE, (TargetGroup.CULTURE_COORDINATORS,), 180, 8),
)
COACH_COURSE = "Coachen op de werkvloer"
MOSTLY, TURNS = 0.7, 5


def fill_catalogue(frame: Frame) -> None:
    """What there is to choose from when a team training is agreed on, and the course for coaches."""
    provider_id = db.session.scalars(sa.select(Institution.id).where(Institution.name == "Saxion")).one()
    course = Offer(
        COACH_COURSE,
        AppointmentKind.COURSE,
        (TargetGroup.EDUCATION_OFFICERS,),
        180,
        6,
        provider_id=provider_id,
        gives_qualification=True,
    )
    for offer in (*OFFERS, course):
        add_entry(offer, by=frame.commission_id, now=frame.began_at)


def look_at_themselves(frame: Frame, random: Random, now: datetime) -> None:
    """Many teachers of the pilot schools said how it is going, and those who were coached at the start and the end."""
    period = db.session.get_one(FundingPeriod, frame.periods[-1])
    at = now - timedelta(days=12)
    for school_id in frame.pilots:
        for teacher in teachers_of(school_id, at.date()):
            if random.random() < MOSTLY:
                say(About(teacher.id, school_id, period, AssessmentMoment.PERIOD), _drawn(random, better=1), now=at)
    coached = sa.select(CoachingTrajectory).where(CoachingTrajectory.status == TrajectoryStatus.COMPLETED)
    for trajectory in db.session.scalars(coached.order_by(CoachingTrajectory.id)):
        for moment, better in ((AssessmentMoment.START, 0), (AssessmentMoment.END, 1)):
            about = About(
                trajectory.teacher_id, trajectory.school_id, period, moment, trajectory.id, trajectory.discipline
            )
            grown = random.choice((1, 2, 2)) + better
            say(about, _drawn(random, better=better) | {growth_in(trajectory.discipline): grown}, now=at)


def _drawn(random: Random, *, better: int) -> dict[str, int]:
    """Answers to most of the questions, somewhat better afterwards."""
    return {
        question.value: min(random.choice(ANSWERS) + better, ANSWERS[-1])
        for question in Question
        if random.randrange(TURNS)
    }
