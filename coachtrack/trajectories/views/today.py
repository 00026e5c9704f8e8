"""Today, for a coach on her phone: what is on, what is to be logged, what to share, and the week ahead."""

from datetime import date, timedelta

from flask import render_template

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.queries import CannotCome, appointments_of, who_cannot_come
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.reflections import queries as reflections
from coachtrack.trajectories import queries
from coachtrack.trajectories.models import CoachingSession
from coachtrack.trajectories.permissions import may_change_session
from coachtrack.trajectories.rules import is_to_log
from coachtrack.trajectories.views.blueprint import bp, number_asked

LATELY = timedelta(days=14)


@bp.get("/vandaag")
@access("coach")
def today() -> str:
    """What waits for this coach, the next thing first."""
    person_id, now, day = viewer().person_id, clock.now(), clock.today()
    appointments = _standing_appointments(person_id, day)
    sessions = queries.sessions_at([appointment.id for appointment in appointments])
    drafts = reflections.drafts_of(person_id)
    written = queries.sessions_at([draft.appointment_id for draft in drafts])
    to_log = queries.sessions_to_log(person_id, queries.start_of(day))
    week = queries.sessions_on(person_id, day + timedelta(days=1), 7)
    cannot = _who_cannot_come(person_id)
    return render_template(
        "trajectories/today.html",
        now=now,
        appointments=appointments,
        sessions=sessions,
        groups=queries.groups_of([session.trajectory for session in (*sessions.values(), *to_log, *week)], day),
        waiting={session.id for session in sessions.values() if waits(session)},
        to_log=to_log,
        cannot=cannot,
        drafts=[(written[draft.appointment_id], draft) for draft in drafts if draft.appointment_id in written],
        unwritten=queries.held_without_debrief(person_id, now - LATELY),
        proposals=queries.proposals_for(person_id),
        handovers=queries.handovers_to(person_id),
        person_id=person_id,
        week=week,
        just_logged=_just_logged(),
    )


def _standing_appointments(person_id: int, day: date) -> list[Appointment]:
    begins, ends = queries.start_of(day), queries.start_of(day + timedelta(days=1))
    return [each for each in appointments_of(person_id, begins, ends) if each.status is AppointmentStatus.PLANNED]


def _who_cannot_come(person_id: int) -> list[tuple[CoachingSession, CannotCome]]:
    """Sessions ahead to which the teacher said that she cannot come."""
    said = who_cannot_come(person_id, now=clock.now())
    sessions = queries.sessions_at([each.appointment_id for each in said]) if said else {}
    return [(sessions[each.appointment_id], each) for each in said if each.appointment_id in sessions]


def waits(session: CoachingSession) -> bool:
    """Whether a session has begun and waits for its outcome."""
    return is_to_log(
        outcome=session.outcome,
        cancelled=session.is_cancelled,
        starts_at=session.appointment.starts_at,
        now=clock.now(),
    )


def _just_logged() -> CoachingSession | None:
    """The session that was logged a moment ago, so that its debrief, or undoing it, can be offered."""
    number = number_asked("afgerond")
    found = queries.find_session(number) if number is not None else None
    if found is None or found.outcome is None or not may_change_session(viewer(), found):
        return None
    return found
