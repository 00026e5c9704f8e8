"""Plan a series of sessions: all of them, or none."""

from collections.abc import Mapping
from datetime import datetime

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.errors import N_, Refused
from coachtrack.trajectories.actions.sessions import plan_session
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory


def plan_series(
    trajectory: CoachingTrajectory,
    spans: Mapping[int, Span],
    *,
    kind: AppointmentKind,
    place: str = "",
    by: int,
    now: datetime,
) -> list[CoachingSession]:
    """The sessions of these lines, by the number of the line.

    Raises `Refused` at the line that cannot be (`lines-1-day`); whoever calls undoes those before it.
    """
    if not spans:
        raise Refused(N_("No moment is ticked. Tick at least one, or go back."))
    sessions = []
    for number, span in spans.items():
        try:
            planned = plan_session(
                trajectory, kind=kind, starts_at=span.starts_at, ends_at=span.ends_at, place=place, by=by, now=now
            )
        except Refused as refusal:
            refusal.field = f"lines-{number}-{refusal.field if refusal.field == 'ends_at' else 'day'}"
            raise
        sessions.append(planned)
    return sessions
