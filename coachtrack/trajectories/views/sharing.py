"""The teacher shares something of hers, sees in one place with whom, and takes it back; and they read it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.audit import note_reading
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import say
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.models import ContentShare
from coachtrack.reflections.permissions import may_take_back
from coachtrack.reflections.queries import debriefs_of, get_share, shares_of
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories import permissions, queries
from coachtrack.trajectories.models import CoachingTrajectory, Handover
from coachtrack.trajectories.views.blueprint import bp


@bp.get("/trajecten/<int:trajectory_id>/delen")
@access("teacher")
def sharing(trajectory_id: int) -> str:
    """Who reads what of hers, and what she can share or take back."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_see_shares(viewer(), trajectory))
    debriefs = {each.appointment_id: each for each in debriefs_of(trajectory_id) if each.shared_at is not None}
    return render_template(
        "trajectories/sharing.html",
        trajectory=trajectory,
        handover=handover_of(trajectory),
        taken_over=queries.find_latest_handover(trajectory_id),
        shared=_shared(trajectory),
        may_share=permissions.may_share(viewer(), trajectory),
        debriefs=debriefs,
        sessions=[each for each in reversed(queries.sessions_of(trajectory_id)) if each.appointment_id in debriefs],
    )


def _shared(trajectory: CoachingTrajectory) -> dict[tuple[Audience, int | None], ContentShare]:
    """What is shared now, by whom it is for and which debrief it is; without what was for a coach of before."""
    return {
        (each.audience, each.appointment_id): each
        for each in shares_of(trajectory.id)
        if each.reader_id in (None, trajectory.coach_id)
    }


def handover_of(trajectory: CoachingTrajectory) -> Handover | None:
    """The hand-over of which the teacher can say what her next coach may read, if there is one."""
    latest = queries.find_asked_handover(trajectory.id) or queries.find_latest_handover(trajectory.id)
    return latest if latest is not None and permissions.may_answer_about_content(viewer(), latest) else None


@bp.post("/trajecten/<int:trajectory_id>/delen/doelen")
@access("teacher")
def share_goals(trajectory_id: int) -> Response:
    """The director and the ICC'er may read her goals, starting point and growth."""
    allow_or_404(permissions.may_share(viewer(), queries.get_trajectory(trajectory_id)))
    reflections.let_read(trajectory_id, Audience.LEADERS, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The director and ICC'er of your school can read your goals now. You can take it back at any time."))
    return redirect(url_for(".sharing", trajectory_id=trajectory_id))


@bp.post("/sessies/<int:session_id>/nabespreking/delen")
@access("teacher")
def let_read_debrief(session_id: int) -> Response:
    """One debrief may be read by the advisor of the school, or by the coach who came after the one who wrote it."""
    session = queries.get_session(session_id)
    trajectory = session.trajectory
    allow_or_404(permissions.may_share(viewer(), trajectory))
    is_next = request.form.get("with") == Audience.NEXT_COACH
    audience, reader_id = (Audience.NEXT_COACH, trajectory.coach_id) if is_next else (Audience.ADVISOR, None)
    number, by, now = session.appointment_id, viewer().person_id, clock.now()
    try:
        reflections.let_read(trajectory.id, audience, appointment_id=number, reader_id=reader_id, by=by, now=now)
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        reader = trajectory.coach.name if is_next else _("The advisor of your school")
        flash(_("%(name)s can read this debrief now. You can take it back at any time.", name=reader))
    return redirect(url_for(".sharing", trajectory_id=trajectory.id, _anchor="debriefs"))


@bp.post("/trajecten/delen/<int:share_id>/terugnemen")
@access(SIGNED_IN)
def take_back(share_id: int) -> Response:
    """They may read it no longer. Also for who left: what she once gave stays hers to take back."""
    share = get_share(share_id)
    allow_or_404(may_take_back(viewer(), share))
    reflections.take_back(share, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("Taken back. From now on it can no longer be read."))
    return redirect(url_for(".sharing", trajectory_id=share.trajectory_id))


@bp.get("/trajecten/<int:trajectory_id>/gedeelde-doelen")
@access("school_leader", "culture_coordinator")
def shared_goals(trajectory_id: int) -> str:
    """What a teacher shares of her goals with who leads her school. That it was read is written down for her."""
    trajectory = queries.get_trajectory(trajectory_id)
    told = queries.told_to(viewer(), trajectory)
    allow_or_404(told is not None)
    note_reading(
        reader_id=viewer().person_id,
        about_id=trajectory.teacher_id,
        thing=f"goals:{trajectory_id}",
        now=clock.now(),
        role=permissions.reads_as(viewer(), trajectory),
    )
    return render_template("trajectories/shared_goals.html", trajectory=trajectory, told=told)
