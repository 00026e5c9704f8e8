"""Build the demo: the frame first, then every story in order of time, then what waits for someone today."""

from datetime import datetime, time, timedelta
from random import Random

import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts.actions import open_account, set_password
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.coverage.actions import exempt
from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.database import db
from coachtrack.demo import agenda, learning, logins
from coachtrack.demo.accounting import account
from coachtrack.demo.casting import Casting, person_at
from coachtrack.demo.contacts import keep_in_touch
from coachtrack.demo.days import Diary, moment
from coachtrack.demo.frame import Frame, FrameBuilder
from coachtrack.demo.stories import tell
from coachtrack.demo.talks import Talks
from coachtrack.demo.teams import team_stories
from coachtrack.demo.trust import give_and_ask
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.actions import add_absence
from coachtrack.people.models import Person
from coachtrack.people.queries import find_person_by_email
from coachtrack.people.rules.coaches import AbsenceKind
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions as trajectories
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus

LAST_YEAR, THIS_YEAR = 56, 48
SEED = 20170


def build(now: datetime, *, last_year: int = LAST_YEAR, this_year: int = THIS_YEAR) -> bool:
    """Build the demo into an empty database, and commit. Returns whether there was anything to do.

    `last_year` and `this_year`: how many trajectories began in each school year.

    Raises `ValueError` when the database holds people already that are not the demo's.
    """
    if find_person_by_email(logins.ADMINISTRATOR) is not None:
        return False
    if db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        raise ValueError("this database is in use; the demo is built into an empty one")
    random = Random(SEED)
    diary = Diary(clock.day_of(now), random)
    frame = FrameBuilder(diary, random).build()
    agenda.choose_feeds(frame)
    db.session.commit()
    casting = Casting(frame, diary, random, now)
    tell([*casting.stories(last_year, this_year), *team_stories(frame, diary, random, now)], until=now)
    _wait_for_someone(frame, casting, diary, now)
    keep_in_touch(frame, diary, now)
    learning.fill_catalogue(frame)
    learning.look_at_themselves(frame, random, now)
    Talks(frame, diary, now).hold()
    for address in logins.ADDRESSES:
        set_password(open_account(person_at(address).id, now=now), logins.PASSWORD, now=now)
    _in_the_agenda(frame, diary, now)
    account(frame, diary, now)
    give_and_ask(now)
    db.session.commit()
    return True


def _in_the_agenda(frame: Frame, diary: Diary, now: datetime) -> None:
    """Days off, projects, times that people prefer, and what they chose and answered; then what is for today."""
    agenda.give_schools_days(frame, diary, now)
    agenda.give_districts_projects(frame, diary, now)
    agenda.tell_times(diary, now)
    agenda.choose_mail(now)
    _today(diary, now)
    agenda.answer_some(now)


def _wait_for_someone(frame: Frame, casting: Casting, diary: Diary, now: datetime) -> None:
    """Requests, proposals, trajectories that are being prepared, exemptions and absences."""
    period = db.session.get_one(FundingPeriod, frame.periods[-1])
    for days_ago in (2, 5, 9):
        cast = casting.next()
        trajectories.ask_for_coaching(
            teacher_id=cast.teacher_id,
            school_id=cast.school_id,
            discipline=cast.discipline,
            by=cast.teacher_id,
            now=now - timedelta(days=days_ago),
        )
    for begin in (trajectories.propose_trajectory, trajectories.start_trajectory):
        for _ in range(6):
            cast = casting.next()
            by = frame.commission_id if begin is trajectories.propose_trajectory else cast.coach_id
            begin(
                coach_id=cast.coach_id,
                teacher_id=cast.teacher_id,
                school_id=cast.school_id,
                discipline=cast.discipline,
                by=by,
                now=now - timedelta(days=3),
            )
    for reason in (ExemptionReason.EARLIER_TRAINING, ExemptionReason.SUBJECT_SPECIALIST, ExemptionReason.LEAVING_SOON):
        exempt(
            casting.next().teacher_id,
            period,
            reason=reason,
            starts_on=diary.this_year.starts_on,
            ends_on=min(diary.this_year.ends_on, period.ends_on),
            by=frame.commission_id,
            now=now - timedelta(days=30),
        )
    for _ in range(2):
        away = db.session.get_one(Person, casting.next().teacher_id)
        add_absence(
            away,
            kind=AbsenceKind.PARENTAL_LEAVE,
            starts_on=diary.today - timedelta(days=40),
            ends_on=diary.today + timedelta(days=80),
            by=frame.administrator_id,
            now=now - timedelta(days=45),
        )
    cast = casting.next()
    trajectories.propose_trajectory(
        coach_id=casting.slow_coach_id,
        teacher_id=cast.teacher_id,
        school_id=cast.school_id,
        discipline=Discipline.DANCE,
        by=frame.commission_id,
        now=now - timedelta(days=1),
    )


def _today(diary: Diary, now: datetime) -> None:
    """On a school day the coach of the list has two sessions today, one of them in the morning."""
    if not diary.is_school_day(diary.today):
        return
    own = sa.select(CoachingTrajectory).where(
        CoachingTrajectory.coach_id == person_at(logins.COACH).id, CoachingTrajectory.status == TrajectoryStatus.ACTIVE
    )
    for trajectory, start in zip(db.session.scalars(own.order_by(CoachingTrajectory.id)), (8, 15), strict=False):
        starts_at = moment(diary.today, time(start, 10))
        trajectories.plan_session(
            trajectory,
            kind=AppointmentKind.CLASSROOM_VISIT,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=45),
            place="lokaal",
            by=trajectory.coach_id,
            now=min(now, starts_at) - timedelta(days=2),
        )
