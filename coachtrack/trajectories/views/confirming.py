"""What waits for a teacher's word: sessions and debriefs that she has not confirmed yet; and her confirming them."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Party
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.forms import say
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.models import CoachingSession
from coachtrack.trajectories.views.blueprint import bp


def waits_for_teacher(session: CoachingSession, facts: dict[str, StandingFact]) -> bool:
    """Whether something stands in evidence of this session, or of its debrief, that the teacher has not confirmed."""
    standing = [facts[subject] for subject in (session.subject, session.debrief_subject) if subject in facts]
    return any(Party.TEACHER not in each.confirmed_by for each in standing)


def to_confirm(teacher_id: int) -> list[CoachingSession]:
    """The sessions that wait for a teacher's word, oldest first."""
    numbers = [trajectory.id for trajectory in queries.trajectories_of_teacher(teacher_id)]
    facts = queries.evidence_of(numbers)
    return [session for session in queries.held_sessions(numbers) if waits_for_teacher(session, facts)]


@bp.post("/sessies/<int:session_id>/bevestigen")
@access("teacher")
def confirm_session(session_id: int) -> Response:
    """The teacher says that it was so: the session, and the debrief when it was shared."""
    session = queries.get_session(session_id)
    allow_or_404(permissions.may_confirm_session(viewer(), session))
    by, now = viewer().person_id, clock.now()
    try:
        actions.confirm_session(session, by=by, now=now)
        if session.debrief_subject in queries.evidence_of([session.trajectory_id]):
            actions.confirm_debrief(session, by=by, now=now)
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        flash(_("Thank you. It counts as confirmed by both of you."))
    if request.form.get("back") == "mine":
        return redirect(url_for(".mine"))
    return redirect(url_for(".show", trajectory_id=session.trajectory_id, _anchor=f"sessie-{session.id}"))
