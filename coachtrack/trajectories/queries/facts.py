"""What the rules need to know before a trajectory starts or goes on, and before a session is logged."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.database import db, holding_on, known
from coachtrack.funding.queries import is_open_for_coaching
from coachtrack.people.models import CoachAppointment, CoachQualification
from coachtrack.people.queries import coach_disciplines, is_coach, left_on, posts_on
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory, UsualMinutes
from coachtrack.trajectories.rules import CLOSED_STATUSES, Minutes, SessionOutcome, StartFacts, Validity


def start_facts(
    *, coach_id: int, teacher_id: int, school_id: int, discipline: Discipline, on: date, except_id: int | None = None
) -> StartFacts:
    """All that decides whether this coach may coach this teacher, on this day. `except_id`: not counting that one."""
    return StartFacts(
        discipline=discipline,
        on=on,
        coach_validities=tuple(
            Validity(row.discipline, row.starts_on, row.ends_on) for row in coach_disciplines(coach_id)
        ),
        coach_is_appointed=is_coach(coach_id, on),
        coach_is_teacher=coach_id == teacher_id,
        teacher_works_here=teaching_post_id(teacher_id, school_id, on) is not None,
        teacher_left_on=left_on(teacher_id, school_id, on),
        school_is_open=is_open_for_coaching(school_id, on) is not None,
        has_same_trajectory=has_open_trajectory(teacher_id, discipline, except_id),
    )


def facts_of(trajectory: CoachingTrajectory, on: date, *, coach_id: int | None = None) -> StartFacts:
    """The same for a trajectory that exists, with its own coach or another one."""
    return start_facts(
        coach_id=coach_id or trajectory.coach_id,
        teacher_id=trajectory.teacher_id,
        school_id=trajectory.school_id,
        discipline=trajectory.discipline,
        on=on,
        except_id=trajectory.id,
    )


def coached_until(trajectory: CoachingTrajectory) -> date:
    """The last day, by what is known now, on which its coach may coach in its discipline; `date.max` for no end."""
    return coaches_until(trajectory.coach_id, trajectory.discipline)


def coaches_until(coach_id: int, discipline: Discipline) -> date:
    """The last day, by what is known now, on which this coach may coach in this discipline; `date.max` for no end."""
    valid = [row.ends_on for row in coach_disciplines(coach_id) if row.discipline is discipline]
    appointments = sa.select(CoachAppointment.ends_on).where(
        CoachAppointment.person_id == coach_id, known(CoachAppointment)
    )
    appointed = db.session.scalars(appointments).all()
    return min(max((ends_on or date.max for ends_on in each), default=date.max) for each in (valid, appointed))


def has_open_trajectory(teacher_id: int, discipline: Discipline, except_id: int | None = None) -> bool:
    """Whether a teacher has a trajectory in a discipline that was not closed, with whichever coach."""
    same = sa.select(CoachingTrajectory.id).where(
        CoachingTrajectory.teacher_id == teacher_id,
        CoachingTrajectory.discipline == discipline,
        CoachingTrajectory.status.not_in(CLOSED_STATUSES),
        CoachingTrajectory.id != (except_id or 0),
    )
    return db.session.scalar(same.limit(1)) is not None


def teaching_post_id(teacher_id: int, school_id: int, on: date) -> int | None:
    """The post by which a person stands in front of the class at a school on a day."""
    posts = posts_on(teacher_id, on)
    here = (post.id for post in posts if post.school_id == school_id and post.function in IN_FRONT_OF_THE_CLASS)
    return next(here, None)


def has_obtained_course(coach_id: int, on: date) -> bool:
    """Whether a coach had finished the course for coaching by this day."""
    obtained = sa.select(CoachQualification.id).where(
        CoachQualification.person_id == coach_id,
        CoachQualification.status == QualificationStatus.OBTAINED,
        sa.or_(CoachQualification.obtained_on.is_(None), CoachQualification.obtained_on <= on),
    )
    return db.session.scalar(obtained.limit(1)) is not None


def usual_minutes(kind: AppointmentKind, on: date) -> Minutes | None:
    """The minutes that this kind of session usually takes, by the norm of that day."""
    norm = sa.select(UsualMinutes).where(UsualMinutes.kind == kind, holding_on(UsualMinutes, on))
    found = db.session.scalar(norm.order_by(UsualMinutes.starts_on.desc(), UsualMinutes.id.desc()).limit(1))
    return found.minutes if found is not None else None


def held_kinds(trajectory_id: int, *, except_id: int | None = None) -> Sequence[AppointmentKind]:
    """The kinds of the sessions that were held in a trajectory."""
    kinds = (
        sa.select(Appointment.kind)
        .join(CoachingSession, CoachingSession.appointment_id == Appointment.id)
        .where(
            CoachingSession.trajectory_id == trajectory_id,
            CoachingSession.outcome == SessionOutcome.HELD,
            CoachingSession.id != (except_id or 0),
        )
    )
    return db.session.scalars(kinds.order_by(Appointment.starts_at, Appointment.id)).all()


def weekly_minutes_of(on: date) -> dict[int, int]:
    """Per coach the minutes a week that the commission reckons with, on a day."""
    rows = sa.select(CoachAppointment.person_id, CoachAppointment.weekly_minutes).where(
        holding_on(CoachAppointment, on)
    )
    return {row.person_id: row.weekly_minutes for row in db.session.execute(rows.order_by(CoachAppointment.starts_on))}
