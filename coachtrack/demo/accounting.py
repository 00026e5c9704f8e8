"""What the commission of the demo accounted for: rates, reports that were issued, and one that is stale by now."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from coachtrack.coverage.actions import points, refresh
from coachtrack.database import db
from coachtrack.demo import logins
from coachtrack.demo.casting import person_at
from coachtrack.demo.days import Diary
from coachtrack.demo.frame import Frame
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.actions.issuing import issue
from coachtrack.reports.actions.rates import set_rate
from coachtrack.reports.actions.recipients import note_recipient
from coachtrack.reports.rules.kinds import ReportKind, YearKind
from coachtrack.trajectories import actions as trajectories
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory

SHARED_RATE, OWN_RATE = 45_00, 47_50
"""Cents an hour: of the lead partner, and of the school that has its own."""


def account(frame: Frame, diary: Diary, now: datetime) -> None:
    """Reports of last year, who got them, and a correction after one of them was issued."""
    by, earlier, school_id = frame.commission_id, now - timedelta(minutes=5), _school_of_the_leader()
    began_on = diary.last_year.starts_on
    set_rate(None, cents=SHARED_RATE, starts_on=began_on, ends_on=None, by=by, now=frame.began_at)
    leader = person_at(logins.LEADER)
    set_rate(school_id, cents=OWN_RATE, starts_on=began_on, ends_on=None, by=leader.id, now=frame.began_at)
    year = diary.last_year.first
    for kind in (ReportKind.PERFORMANCE, ReportKind.COVERAGE):
        report = issue(kind, YearKind.CALENDAR_YEAR, year, None, by=by, now=earlier)
        note_recipient(report, "Fonds voor Cultuurparticipatie", diary.today, by=by, now=earlier)
    hours = issue(ReportKind.HOURS, YearKind.SCHOOL_YEAR, year, school_id, by=by, now=earlier)
    note_recipient(hours, f"directeur {leader.name}", diary.today, by=by, now=earlier)
    _correct_a_session(school_id, now)


def draw(now: datetime) -> None:
    """Keep where everyone stands, and the line of progress since the period began."""
    refresh.refresh(now)
    today = now.date()
    while points.keep_missing(today, now=now):
        db.session.commit()
    db.session.commit()


def _school_of_the_leader() -> int:
    own = sa.select(Post.school_id).where(
        Post.person_id == person_at(logins.LEADER).id, Post.function == PostFunction.SCHOOL_LEADER
    )
    return db.session.scalars(own).first() or 0


def _correct_a_session(school_id: int, now: datetime) -> None:
    """The minutes of one session of last year turn out to be wrong."""
    held = (
        sa.select(CoachingSession)
        .join(CoachingTrajectory)
        .where(CoachingTrajectory.school_id == school_id, CoachingSession.record.is_not(None))
        .order_by(CoachingSession.id)
    )
    session = db.session.scalars(held).first()
    if session is not None:
        longer = replace(session.minutes, prep=session.minutes.prep + 15)
        trajectories.correct_minutes(session, longer, by=session.trajectory.coach_id, now=now)
