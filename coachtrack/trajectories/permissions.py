"""Who may see and do what with trajectories, sessions and requests. Content is judged in reflections."""

from typing import TYPE_CHECKING

from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.trajectories.rules import RequestStatus, TrajectoryStatus
from coachtrack.trajectories.rules.handovers import WITH_A_COACH, HandoverState
from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.trajectories.models import CoachingRequest, CoachingSession, CoachingTrajectory, Handover

OVERSEERS = (Role.COMMISSION, Role.ADMINISTRATOR)
SCHOOL_ROLES = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR)


def is_its_coach(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """The coach of this trajectory, as long as she is a coach."""
    return viewer.person_id == trajectory.coach_id and viewer.has(Role.COACH)


def is_its_teacher(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """The teacher of this trajectory."""
    return viewer.person_id == trajectory.teacher_id


def speaks_as_its_teacher(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Its teacher, while she takes part: who left reads her file, and changes nothing in it."""
    return is_its_teacher(viewer, trajectory) and not viewer.only_reads


def may_see_trajectory(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """That it exists, its dates and its status: both parties, their school, its advisor, commission, administrator."""
    return (
        is_its_coach(viewer, trajectory)
        or is_its_teacher(viewer, trajectory)
        or trajectory.school_id in viewer.school_ids(*SCHOOL_ROLES)
        or viewer.has(*OVERSEERS)
    )


def may_see_content(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Goals, starting point and growth: the two of them."""
    return is_its_coach(viewer, trajectory) or is_its_teacher(viewer, trajectory)


def reads_as(viewer: Viewer, trajectory: "CoachingTrajectory") -> Role:
    """As what somebody reads what was written in it: what the log of readings says of her."""
    if is_its_teacher(viewer, trajectory):
        return Role.TEACHER
    at_the_school = (role for role in SCHOOL_ROLES if trajectory.school_id in viewer.school_ids(role))
    return Role.COACH if is_its_coach(viewer, trajectory) else next(at_the_school, Role.COACH)


def may_see_minutes(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """The teacher's minutes per session: the two of them, and the commission as evidence."""
    return may_see_content(viewer, trajectory) or viewer.has(Role.COMMISSION)


def may_see_total_minutes(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """The teacher's minutes in total: her school too."""
    return may_see_minutes(viewer, trajectory) or viewer.leads_school(trajectory.school_id)


def may_start_trajectory(viewer: Viewer) -> bool:
    """A coach, for herself."""
    return viewer.has(Role.COACH)


def may_propose_trajectory(viewer: Viewer) -> bool:
    """The commission."""
    return viewer.has(Role.COMMISSION)


def may_answer_proposal(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """The coach to whom it was proposed, while it is."""
    return trajectory.status is TrajectoryStatus.PROPOSED and is_its_coach(viewer, trajectory)


def may_steer_trajectory(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Activate, pause, resume, complete, stop, link to an agreement: its coach."""
    return is_its_coach(viewer, trajectory)


def may_set_goals(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Goals and starting point are set by its coach, with the teacher."""
    return is_its_coach(viewer, trajectory)


def may_say_growth(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Growth is the teacher's own word."""
    return speaks_as_its_teacher(viewer, trajectory)


def may_assess_herself(viewer: Viewer, trajectory: "CoachingTrajectory", moment: AssessmentMoment) -> bool:
    """Its teacher: from the start on, and when it is completed how she then finds herself."""
    since = {AssessmentMoment.START: WITH_A_COACH, AssessmentMoment.END: (TrajectoryStatus.COMPLETED,)}
    return speaks_as_its_teacher(viewer, trajectory) and trajectory.status in since.get(moment, ())


def may_plan_session(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Its coach."""
    return is_its_coach(viewer, trajectory)


def was_its_coach(viewer: Viewer, session: "CoachingSession") -> bool:
    """The coach who was there, while she is a coach: after a hand-over another than the one of the trajectory."""
    return viewer.person_id == session.coach_id and viewer.has(Role.COACH)


def may_move_session(viewer: Viewer, session: "CoachingSession") -> bool:
    """Move and cancel: the coach of its trajectory."""
    return is_its_coach(viewer, session.trajectory)


def may_change_session(viewer: Viewer, session: "CoachingSession") -> bool:
    """Log, undo and correct: the coach of its trajectory, or who was there. Evidence asks again who recorded it."""
    return is_its_coach(viewer, session.trajectory) or was_its_coach(viewer, session)


def may_write_debrief(viewer: Viewer, session: "CoachingSession") -> bool:
    """The coach who was there; whoever comes after her finds no draft of hers."""
    return was_its_coach(viewer, session)


def may_hand_over(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Ask another coach, and take that back: the commission, or the coach who leaves it; not once it is closed."""
    asks = is_its_coach(viewer, trajectory) or viewer.has(Role.COMMISSION)
    return asks and trajectory.status in WITH_A_COACH


def may_answer_handover(viewer: Viewer, handover: "Handover") -> bool:
    """Take it over or not: the coach who is asked, until she answered."""
    is_hers = viewer.person_id == handover.to_coach_id and viewer.has(Role.COACH)
    return is_hers and handover.state is HandoverState.ASKED


def may_answer_about_content(viewer: Viewer, handover: "Handover") -> bool:
    """What the next coach may read: the teacher says it, of who was asked or is her coach by now."""
    trajectory = handover.trajectory
    hers = handover.state is HandoverState.ACCEPTED and handover.to_coach_id == trajectory.coach_id
    return speaks_as_its_teacher(viewer, trajectory) and (hers or handover.state is HandoverState.ASKED)


def may_see_shares(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """With whom something of hers is shared: the teacher, also when she left; taking it back is always hers."""
    return is_its_teacher(viewer, trajectory)


def may_share(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Let others read something of hers: the teacher, while she takes part."""
    return speaks_as_its_teacher(viewer, trajectory)


def may_be_let_in(viewer: Viewer, trajectory: "CoachingTrajectory") -> bool:
    """Whether the teacher could have shared something with her; for others it is not even looked up."""
    school_id = trajectory.school_id
    near = viewer.leads_school(school_id) or viewer.advises_school(school_id)
    return near or is_its_coach(viewer, trajectory)


def may_confirm_session(viewer: Viewer, session: "CoachingSession") -> bool:
    """The teacher herself."""
    return speaks_as_its_teacher(viewer, session.trajectory)


def may_ask_for_coaching(viewer: Viewer, *, teacher_id: int, school_id: int) -> bool:
    """A teacher for herself, at a school of her own; ICC'er and director for a teacher of theirs."""
    own = viewer.person_id == teacher_id and school_id in viewer.school_ids(Role.TEACHER)
    return own or viewer.leads_school(school_id)


def may_withdraw_request(viewer: Viewer, request: "CoachingRequest") -> bool:
    """The teacher it is about, who asked, and who leads her school, while it is open."""
    involved = viewer.person_id in (request.teacher_id, request.asked_by_id) or viewer.leads_school(request.school_id)
    return request.status is RequestStatus.OPEN and involved


def may_propose_for_request(viewer: Viewer, request: "CoachingRequest") -> bool:
    """The commission, while it is open."""
    return request.status is RequestStatus.OPEN and viewer.has(Role.COMMISSION)


def may_take_up_request(viewer: Viewer, request: "CoachingRequest") -> bool:
    """A coach, while it is open; the rules judge her discipline when she starts."""
    return request.status is RequestStatus.OPEN and viewer.has(Role.COACH)
