"""What somebody may read of what coach and teacher wrote: the two of them, and with whom the teacher shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coachtrack.reflections import queries as reflections
from coachtrack.reflections.models import Baseline, ContentShare, Debrief, DevelopmentGoal, GrowthMark
from coachtrack.reflections.permissions import is_let_in, may_read_debrief
from coachtrack.trajectories import permissions
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.queries.handovers import find_latest_handover
from coachtrack.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """Goals, starting point and growth, as far as somebody may read them.

    `is_cut`: there was more before the hand-over. `is_from_before`: something of before it is here, because the
    teacher shared it.
    """

    goals: Sequence[DevelopmentGoal] = ()
    baseline: Baseline | None = None
    growth: Sequence[GrowthMark] = ()
    is_cut: bool = False
    is_from_before: bool = False

    def since(self, moment: datetime) -> "Told":
        """Without what was there before this moment."""
        goals = [each for each in self.goals if each.set_at >= moment]
        baseline = self.baseline if self.baseline is not None and self.baseline.changed_at >= moment else None
        growth = [each for each in self.growth if each.said_at >= moment]
        is_cut = (len(goals), baseline, len(growth)) != (len(self.goals), self.baseline, len(self.growth))
        return Told(goals, baseline, growth, is_cut=is_cut)


def shared_with(viewer: Viewer, trajectory: CoachingTrajectory) -> list[ContentShare]:
    """What the teacher of a trajectory lets this person read; not looked up where she can have shared nothing."""
    if not permissions.may_be_let_in(viewer, trajectory):
        return []
    school_id, coach_id = trajectory.school_id, trajectory.coach_id
    shares = reflections.shares_of(trajectory.id)
    return [each for each in shares if is_let_in(viewer, each, school_id=school_id, coach_id=coach_id)]


def told_to(viewer: Viewer, trajectory: CoachingTrajectory) -> Told | None:
    """Goals, starting point and growth: of the teacher all, of her coach since she is it, of others if she shared.

    None for who may read none of it: then it is not looked up either.
    """
    if permissions.is_its_teacher(viewer, trajectory):
        return _all_of(trajectory)
    shares = [each for each in shared_with(viewer, trajectory) if each.appointment_id is None]
    if not permissions.is_its_coach(viewer, trajectory):
        return _all_of(trajectory) if shares else None
    taken_over, everything = find_latest_handover(trajectory.id), _all_of(trajectory)
    if taken_over is None or taken_over.accepted_at is None:
        return everything
    own = everything.since(taken_over.accepted_at)
    if not shares:
        return own
    return Told(everything.goals, everything.baseline, everything.growth, is_from_before=own.is_cut)


def _all_of(trajectory: CoachingTrajectory) -> Told:
    number = trajectory.id
    return Told(reflections.goals_of(number), reflections.baseline_of(number), reflections.growth_of(number))


def debriefs_told_to(viewer: Viewer, trajectory: CoachingTrajectory) -> Mapping[int, Debrief]:
    """The debriefs of a trajectory that somebody may read, by appointment: a draft only who writes it."""
    let_in = {each.appointment_id for each in shared_with(viewer, trajectory)}
    return {
        debrief.appointment_id: debrief
        for debrief in reflections.debriefs_of(trajectory.id)
        if _may_read(viewer, trajectory, debrief, is_let_in=debrief.appointment_id in let_in)
    }


def find_readable_debrief(viewer: Viewer, session: CoachingSession) -> Debrief | None:
    """The shared debrief of a session, if this person may read it; for others it is not even looked up."""
    trajectory = session.trajectory
    shared = {each.appointment_id for each in shared_with(viewer, trajectory)}
    let_in = session.appointment_id in shared
    is_party = permissions.may_see_content(viewer, trajectory) or permissions.was_its_coach(viewer, session)
    debrief = reflections.debrief_of(session.appointment_id) if is_party or let_in else None
    if debrief is None or debrief.shared_at is None:
        return None
    return debrief if _may_read(viewer, trajectory, debrief, is_let_in=let_in) else None


def _may_read(viewer: Viewer, trajectory: CoachingTrajectory, debrief: Debrief, *, is_let_in: bool) -> bool:
    is_shared = debrief.shared_at is not None
    own = may_read_debrief(
        viewer, writer_id=debrief.writer_id, teacher_id=trajectory.teacher_id, is_shared=is_shared
    )  # fmt: skip
    return own or (is_shared and is_let_in)
