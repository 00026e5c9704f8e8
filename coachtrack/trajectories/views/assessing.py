"""At the start of a trajectory and when it is completed: how its teacher finds herself. Nobody else reads it."""

from collections.abc import Iterable
from datetime import timedelta

from flask import url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.assessments import actions
from coachtrack.assessments import queries as assessments
from coachtrack.assessments.forms import form_for
from coachtrack.assessments.rules.questions import AssessmentMoment, is_open
from coachtrack.assessments.views.own import said_it
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.trajectories import permissions, queries
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.views.blueprint import bp

ASKED_FOR = timedelta(weeks=8)
"""So long after it was started a teacher is asked how it is at the start."""
MOMENTS = {"begin": AssessmentMoment.START, "eind": AssessmentMoment.END}


@bp.route("/trajecten/<int:trajectory_id>/mijn-blik/<moment>", methods=["GET", "POST"])
@access("teacher")
def assess(trajectory_id: int, moment: str) -> Response | tuple[str, int]:
    """Three questions and a word of growth; all of it can be skipped."""
    trajectory = queries.get_trajectory(trajectory_id)
    if moment not in MOMENTS:
        raise NotFound
    allow_or_404(permissions.may_assess_herself(viewer(), trajectory, MOMENTS[moment]))
    about = about_of(trajectory, MOMENTS[moment])
    standing = assessments.find_assessment(about.person_id, about.key, about.moment)
    form = form_for(about.moment, about.discipline, standing.said if standing else None)
    if form.validate_on_submit():
        with form.refusals():
            actions.say(about, form.answers, now=clock.now())
            db.session.commit()
            return said_it(form)
    back = url_for(".show", trajectory_id=trajectory_id)
    return page(
        "trajectories/assess.html", form=form, trajectory=trajectory, is_start=moment == "begin", cancel_url=back
    )


def about_of(trajectory: CoachingTrajectory, moment: AssessmentMoment) -> actions.About:
    """What is said of a trajectory."""
    return actions.About(
        trajectory.teacher_id,
        trajectory.school_id,
        trajectory.period,
        moment,
        trajectory_id=trajectory.id,
        discipline=trajectory.discipline,
    )


def to_assess(trajectories: Iterable[CoachingTrajectory]) -> dict[int, str]:
    """By number of a trajectory of her own: what she can still say of herself, "begin" or "eind"."""
    said = {(each.about, each.moment) for each in assessments.assessments_of(viewer().person_id)}
    found: dict[int, str] = {}
    for trajectory in trajectories:
        period = trajectory.period
        for word, moment in MOMENTS.items():
            asked = permissions.may_assess_herself(viewer(), trajectory, moment)
            asked = asked and (moment is AssessmentMoment.END or clock.now() < trajectory.created_at + ASKED_FOR)
            open_still = is_open(period.starts_on, period.ends_on, clock.today())
            if asked and open_still and (about_of(trajectory, moment).key, moment) not in said:
                found[trajectory.id] = word
    return found
