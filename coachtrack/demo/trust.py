"""Who may read what in the demo: a trajectory that goes to another coach, what a teacher shares, what somebody asks."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachtrack.audit import Reading
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.demo import logins
from coachtrack.demo.casting import person_at
from coachtrack.people.queries import coaches_of
from coachtrack.privacy.actions.requests import ask_about_data
from coachtrack.privacy.models import RequestKind
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.models import Debrief
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories.actions.handovers import ask_handover
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus

ASKED = "In mijn certificaat staat mijn achternaam zonder trema. Kun je dat verbeteren?"


def give_and_ask(now: datetime) -> None:
    """Ask another coach for a trajectory, let two readers in, and ask for a correction."""
    _ask_another_coach(now)
    _let_some_read(now)
    asker = person_at(logins.SECOND_TEACHER)
    ask_about_data(asker, kind=RequestKind.CORRECTION, words=ASKED, by=asker.id, now=now - timedelta(days=3))


def _ask_another_coach(now: datetime) -> None:
    """A coach is ill: one of her trajectories goes to the second coach of the demo, where she has its discipline."""
    second, first = person_at(logins.SECOND_COACH), person_at(logins.COACH)
    running = sa.select(CoachingTrajectory).where(
        CoachingTrajectory.status == TrajectoryStatus.ACTIVE, CoachingTrajectory.coach_id.not_in((first.id, second.id))
    )
    for trajectory in db.session.scalars(running.order_by(CoachingTrajectory.id)):
        if second in coaches_of(trajectory.discipline, day_of(now)):
            ask_handover(trajectory, to_coach_id=second.id, by=person_at(logins.COMMISSION).id, now=now)
            return


def _let_some_read(now: datetime) -> None:
    """The teacher of the demo lets her school read her goals, and her advisor a debrief, who did."""
    teacher = person_at(logins.TEACHER)
    mine = sa.select(CoachingTrajectory).where(CoachingTrajectory.teacher_id == teacher.id)
    for trajectory in db.session.scalars(mine.order_by(CoachingTrajectory.id)):
        debriefs = sa.select(Debrief).where(Debrief.trajectory_id == trajectory.id, Debrief.shared_at.is_not(None))
        debrief = db.session.scalars(debriefs.order_by(Debrief.id)).first()
        if debrief is None:
            continue
        earlier = now - timedelta(days=2)
        reflections.let_read(trajectory.id, Audience.LEADERS, by=teacher.id, now=earlier)
        reflections.let_read(
            trajectory.id, Audience.ADVISOR, appointment_id=debrief.appointment_id, by=teacher.id, now=earlier
        )
        read = {
            logins.ADVISOR: ("advisor", f"debrief:{debrief.appointment_id}"),
            logins.LEADER: ("school_leader", f"goals:{trajectory.id}"),
        }
        for reader, (role, thing) in read.items():
            row = Reading(
                at=now - timedelta(days=1), reader_id=person_at(reader).id, about_id=teacher.id, thing=thing, role=role
            )
            db.session.add(row)
        return
