"""Begin a trajectory, let a coach answer a proposal, and bring a trajectory from one status to the next."""

from datetime import datetime

from coachtrack import audit
from coachtrack.agenda.actions import cancel_appointment
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.agreements.models import Agreement
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.evidence.actions import link, unlink
from coachtrack.funding.queries import is_open_for_coaching
from coachtrack.funding.rules import Stream
from coachtrack.reflections.actions import discard_drafts
from coachtrack.reflections.queries import has_goal
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import queries
from coachtrack.trajectories.models import CoachingRequest, CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import (
    RequestStatus,
    StopReason,
    TrajectoryStatus,
    check_fits_agreement,
    check_is_asked_for,
    check_may_start,
    check_move,
    has_closing_talk,
)


def start_trajectory(
    *,
    coach_id: int,
    teacher_id: int,
    school_id: int,
    discipline: Discipline,
    by: int,
    now: datetime,
    stream: Stream = Stream.REGULAR_LESSON,
    agreement_id: int | None = None,
    request: CoachingRequest | None = None,
) -> CoachingTrajectory:
    """A coach begins with a teacher, of her own accord or upon a request. Raises `Refused` with the reason."""
    trajectory = _begin(
        TrajectoryStatus.DRAFT,
        coach_id=coach_id,
        teacher_id=teacher_id,
        school_id=school_id,
        discipline=discipline,
        stream=stream,
        agreement_id=agreement_id,
        request=request,
        by=by,
        now=now,
    )
    if request is not None:
        request.status = RequestStatus.STARTED
    db.session.flush()
    return trajectory


def propose_trajectory(
    *,
    coach_id: int,
    teacher_id: int,
    school_id: int,
    discipline: Discipline,
    by: int,
    now: datetime,
    stream: Stream = Stream.REGULAR_LESSON,
    agreement_id: int | None = None,
    request: CoachingRequest | None = None,
) -> CoachingTrajectory:
    """The commission proposes a coach for a teacher, upon a request or not. Raises `Refused` with the reason."""
    trajectory = _begin(
        TrajectoryStatus.PROPOSED,
        coach_id=coach_id,
        teacher_id=teacher_id,
        school_id=school_id,
        discipline=discipline,
        stream=stream,
        agreement_id=agreement_id,
        request=request,
        by=by,
        now=now,
    )
    if request is not None:
        request.status = RequestStatus.PROPOSED
    db.session.flush()
    return trajectory


def _begin(
    status: TrajectoryStatus,
    *,
    coach_id: int,
    teacher_id: int,
    school_id: int,
    discipline: Discipline,
    stream: Stream,
    agreement_id: int | None,
    request: CoachingRequest | None,
    by: int,
    now: datetime,
) -> CoachingTrajectory:
    if request is not None:
        check_is_asked_for(
            is_open=request.status is RequestStatus.OPEN,
            same_teacher=(request.teacher_id, request.school_id) == (teacher_id, school_id),
            same_discipline=request.discipline is discipline,
        )
    on = day_of(now)
    check_may_start(
        queries.start_facts(coach_id=coach_id, teacher_id=teacher_id, school_id=school_id, discipline=discipline, on=on)
    )
    period = is_open_for_coaching(school_id, on)
    trajectory = CoachingTrajectory(
        coach_id=coach_id,
        teacher_id=teacher_id,
        school_id=school_id,
        period_id=period.id if period else 0,
        discipline=discipline,
        stream=stream,
        request_id=request.id if request else None,
        status=status,
        created_at=now,
        created_by_id=by,
    )
    _fit_agreement(trajectory, agreement_id)
    db.session.add(trajectory)
    _to(trajectory, status, by=by, now=now)
    return trajectory


def accept_proposal(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """The coach takes on what the commission proposed. Raises `Refused` when it cannot be any more."""
    _check_move(trajectory, TrajectoryStatus.DRAFT)
    check_may_start(queries.facts_of(trajectory, day_of(now)))
    _to(trajectory, TrajectoryStatus.DRAFT, by=by, now=now)
    if trajectory.request is not None:
        trajectory.request.status = RequestStatus.STARTED
        db.session.flush()


def decline_proposal(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """The coach cannot take it on; the request, if there was one, waits again."""
    if trajectory.status is not TrajectoryStatus.PROPOSED:
        raise Refused(N_("That is no longer possible for this trajectory. Look at where it stands now."))
    trajectory.stop_reason = StopReason.DECLINED
    _to(trajectory, TrajectoryStatus.STOPPED, by=by, now=now)
    if trajectory.request is not None:
        trajectory.request.status = RequestStatus.OPEN
        db.session.flush()


def activate(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """It is under way. Raises `Refused` without a development goal."""
    _move(trajectory, TrajectoryStatus.ACTIVE, by=by, now=now)


def pause(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """It rests for a while."""
    _move(trajectory, TrajectoryStatus.PAUSED, by=by, now=now)


def resume(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """It goes on."""
    _move(trajectory, TrajectoryStatus.ACTIVE, by=by, now=now)


def complete(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """It is done. Raises `Refused` without a closing talk. Drafts that were not shared go, as was promised."""
    _move(trajectory, TrajectoryStatus.COMPLETED, by=by, now=now)
    trajectory.completed_at = now
    _close(trajectory, by=by, now=now)


def stop(trajectory: CoachingTrajectory, *, reason: StopReason, by: int, now: datetime) -> None:
    """It ends early, with the reason. What was held stays; drafts that were not shared go, as was promised."""
    _check_move(trajectory, TrajectoryStatus.STOPPED)
    trajectory.stop_reason = reason
    _to(trajectory, TrajectoryStatus.STOPPED, by=by, now=now)
    _close(trajectory, by=by, now=now)


def link_to_agreement(trajectory: CoachingTrajectory, *, agreement_id: int | None, by: int, now: datetime) -> None:
    """It counts for this schoolafspraak, or for none, and what was held goes along. Raises `Refused`."""
    before = trajectory.agreement_id
    if agreement_id == before:
        return
    _fit_agreement(trajectory, agreement_id)
    db.session.flush()
    records = [session.record for session in queries.sessions_of(trajectory.id) if session.record is not None]
    for record in records:
        if before is not None:
            unlink(record, agreement_id=before, by=by, now=now)
        if agreement_id is not None:
            link(record, agreement_id=agreement_id, by=by, now=now)
    audit.note("link_to_agreement", now=now, by=by, thing=trajectory.subject, detail=f"agreement:{agreement_id or '-'}")


def _fit_agreement(trajectory: CoachingTrajectory, agreement_id: int | None) -> None:
    if agreement_id is not None:
        agreement = db.session.get(Agreement, agreement_id)
        check_fits_agreement(
            same_school=agreement is not None and agreement.school_id == trajectory.school_id,
            agreed_discipline=agreement.discipline if agreement else None,
            discipline=trajectory.discipline,
            has_ended=agreement is not None and agreement.ended_at is not None,
        )
    trajectory.agreement_id = agreement_id


def _check_move(trajectory: CoachingTrajectory, wanted: TrajectoryStatus) -> None:
    check_move(
        trajectory.status,
        wanted,
        has_goal=has_goal(trajectory.id),
        had_closing_talk=has_closing_talk(tuple(queries.held_kinds(trajectory.id))),
    )


def _move(trajectory: CoachingTrajectory, wanted: TrajectoryStatus, *, by: int, now: datetime) -> None:
    _check_move(trajectory, wanted)
    _to(trajectory, wanted, by=by, now=now)


def _to(trajectory: CoachingTrajectory, status: TrajectoryStatus, *, by: int, now: datetime) -> None:
    trajectory.status = status
    trajectory.changes.append(StatusChange(status=status, changed_at=now, changed_by_id=by))
    db.session.flush()
    audit.note(f"trajectory_{status}", now=now, by=by, thing=trajectory.subject)


def _close(trajectory: CoachingTrajectory, *, by: int, now: datetime) -> None:
    """What is still ahead does not go on, and what was never shared is removed."""
    for session in queries.sessions_ahead(trajectory.id, now):
        cancel_appointment(session.appointment, reason=CancelReason.OTHER, by=by, now=now)
    discard_drafts(trajectory.id, by=by, now=now)
    asked = queries.find_asked_handover(trajectory.id)
    if asked is not None:
        asked.withdrawn_at = now
    db.session.flush()
