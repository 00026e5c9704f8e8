"""In the town: a trajectory of another coach that is being handed over, of which the teacher shared something."""

from datetime import timedelta
from typing import Any

from coachtrack.reflections import actions as reflections
from coachtrack.reflections.rules import Audience
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions as trajectories
from coachtrack.trajectories.models import CoachingTrajectory
from tests.factories.people import make_coach
from tests.factories.trajectories import LESSON_AT, make_held_session, make_trajectory
from tests.support.moments import NOW

A_DAY = timedelta(days=1)


def hand_over(own: CoachingTrajectory, *, told: str, let_read: str) -> dict[str, Any]:
    """Her coach is asked to take over another one as well, and asks somebody else for this one.

    Of the other one the teacher shares a goal with who leads her school, and a debrief with its advisor.
    """
    leaving, asked = make_coach(Discipline.HERITAGE), make_coach()
    other = make_trajectory(coach=leaving, teacher=own.teacher, school=own.school, discipline=Discipline.HERITAGE)
    who = {"by": leaving.id, "now": NOW}
    reflections.add_goal(other.id, goal=told, **who)
    session = make_held_session(other, LESSON_AT - 20 * A_DAY)
    trajectories.save_draft(session, went_well=let_read, learnt="", next_step="", **who)
    trajectories.share_debrief(session, **who)
    teacher = {"by": own.teacher_id, "now": NOW}
    share = reflections.let_read(other.id, Audience.LEADERS, **teacher)
    reflections.let_read(other.id, Audience.ADVISOR, appointment_id=session.appointment_id, **teacher)
    to_her = trajectories.ask_handover(other, to_coach_id=own.coach_id, **who)
    from_her = trajectories.ask_handover(own, to_coach_id=asked.id, by=own.coach_id, now=NOW)
    return {
        "handover_id": to_her.id,
        "trajectories.withdraw_handover:handover_id": from_her.id,
        "trajectories.shared_goals:trajectory_id": other.id,
        "share_id": share.id,
        "let_read": session.id,
    }
