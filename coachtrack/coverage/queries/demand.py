"""What coaching is under way or asked for, by discipline: how what people still need divides over disciplines."""

from collections import Counter

import sqlalchemy as sa

from coachtrack.coverage.queries.reference import Reference
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.models import CoachingRequest, CoachingTrajectory
from coachtrack.trajectories.rules import RequestStatus, TrajectoryStatus

UNDER_WAY = (TrajectoryStatus.PROPOSED, TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED)


def wanted_by_discipline(reference: Reference) -> Counter[Discipline]:
    """How many trajectories are under way in the period, and how many requests of its schools wait. Two statements."""
    under_way = (
        sa.select(CoachingTrajectory.discipline, sa.func.count())
        .where(CoachingTrajectory.period_id == reference.period.id, CoachingTrajectory.status.in_(UNDER_WAY))
        .group_by(CoachingTrajectory.discipline)
    )
    takes_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == reference.period.id, holding_on(SchoolParticipation, reference.on)
    )
    waiting = (
        sa.select(CoachingRequest.discipline, sa.func.count())
        .where(CoachingRequest.status == RequestStatus.OPEN, CoachingRequest.school_id.in_(takes_part))
        .group_by(CoachingRequest.discipline)
    )
    wanted: Counter[Discipline] = Counter()
    for rows in (under_way, waiting):
        for discipline, number in db.session.execute(rows):
            wanted[discipline] += number
    return wanted
