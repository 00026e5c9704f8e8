"""Write, share and confirm the debrief of a session. The words go to reflections, the bare fact to evidence."""

from datetime import datetime

from coachtrack import audit
from coachtrack.errors import N_, Refused
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Party
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.models import Debrief, Reaction
from coachtrack.reflections.queries import debrief_of
from coachtrack.trajectories import queries
from coachtrack.trajectories.actions.sessions import record_debrief
from coachtrack.trajectories.models import CoachingSession
from coachtrack.trajectories.rules import check_was_held


def save_draft(
    session: CoachingSession,
    *,
    went_well: str,
    learnt: str,
    next_step: str,
    by: int,
    now: datetime,
    version: int | None = None,
) -> Debrief:
    """Keep what was written so far. Raises `ChangedMeanwhile` when it was opened on an older version."""
    return reflections.save_draft(
        appointment_id=session.appointment_id,
        trajectory_id=session.trajectory_id,
        went_well=went_well,
        learnt=learnt,
        next_step=next_step,
        by=by,
        now=now,
        version=version,
    )


def share_debrief(session: CoachingSession, *, by: int, now: datetime) -> Debrief:
    """Let the teacher read it, and record that a debrief took place. Raises `Refused` when it is empty."""
    check_was_held(session.outcome)
    debrief = debrief_of(session.appointment_id)
    if debrief is None:
        raise Refused(
            N_("This debrief is still empty. Write at least one line before you share it."), field="went_well"
        )
    reflections.share_debrief(debrief, by=by, now=now)
    record_debrief(session, by=by, now=now)
    return debrief


def confirm_debrief(session: CoachingSession, *, by: int, now: datetime) -> None:
    """The teacher says that the debrief was held. Saying it again adds nothing."""
    standing = queries.evidence_of([session.trajectory_id]).get(session.debrief_subject)
    if standing is None:
        raise Refused(N_("This debrief has not been shared yet."))
    evidence.confirm(standing.number, party=Party.TEACHER, by=by, now=now)
    audit.note("confirm_debrief", now=now, by=by, thing=session.debrief_subject)


def react(session: CoachingSession, *, words: str, by: int, now: datetime) -> Reaction:
    """Say something to a shared debrief; dated, and never changed."""
    debrief = debrief_of(session.appointment_id)
    if debrief is None:
        raise Refused(N_("This debrief has not been shared yet."))
    return reflections.react(debrief, words=words, by=by, now=now)
