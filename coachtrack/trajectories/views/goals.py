"""The teacher's question, her goals and her growth: content, for the two of them only."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.assessments.rules.questions import GROWTH_LABELS, GrowthLevel
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.reflections import actions
from coachtrack.reflections import queries as reflections
from coachtrack.reflections.models import DevelopmentGoal
from coachtrack.reflections.rules import PRESETS
from coachtrack.trajectories import permissions, queries
from coachtrack.trajectories.forms import BaselineForm, ChangeGoalForm, GoalForm, GrowthForm
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.trajectories.views.blueprint import bp, options
from coachtrack.trajectories.views.trajectories import to_trajectory


def _theirs(trajectory_id: int) -> CoachingTrajectory:
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_set_goals(viewer(), trajectory))
    return trajectory


@bp.route("/trajecten/<int:trajectory_id>/beginsituatie", methods=["GET", "POST"])
@access("coach")
def set_baseline(trajectory_id: int) -> Response | tuple[str, int]:
    """The teacher's question and where she starts from."""
    trajectory = _theirs(trajectory_id)
    known = reflections.baseline_of(trajectory_id)
    allow_or_404(known == _told(trajectory).baseline)
    stands = (
        {"question": known.question, "starting_point": known.starting_point, "version": known.version} if known else {}
    )
    form = BaselineForm(**stands)
    if form.validate_on_submit():
        with form.refusals():
            actions.set_baseline(
                trajectory_id,
                question=form.question.data or "",
                starting_point=form.starting_point.data or "",
                version=form.opened_version,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The starting point has been kept."))
            return to_trajectory(trajectory_id)
    return page("trajectories/set_baseline.html", form=form, trajectory=trajectory)


@bp.route("/trajecten/<int:trajectory_id>/doelen/nieuw", methods=["GET", "POST"])
@access("coach")
def add_goal(trajectory_id: int) -> Response | tuple[str, int]:
    """A development goal: a common one, or in her own words."""
    trajectory = _theirs(trajectory_id)
    form = GoalForm()
    form.preset.choices = [(code, _(words)) for code, words in PRESETS.items()]
    if form.validate_on_submit():
        with form.refusals():
            preset = form.preset.data if form.preset.data in PRESETS else None
            words = (form.goal.data or "").strip() or (_(PRESETS[preset]) if preset else "")
            actions.add_goal(trajectory_id, goal=words, preset=preset, by=viewer().person_id, now=clock.now())
            db.session.commit()
            return _after_goal(trajectory)
    return page("trajectories/add_goal.html", form=form, trajectory=trajectory)


def _after_goal(trajectory: CoachingTrajectory) -> Response:
    if trajectory.status is TrajectoryStatus.DRAFT:
        flash(_("The goal has been set. The trajectory can get under way."))
    else:
        flash(_("The goal has been set."))
    return to_trajectory(trajectory.id)


def _goal_of_theirs(goal_id: int) -> tuple[DevelopmentGoal, CoachingTrajectory]:
    goal = reflections.get_goal(goal_id)
    trajectory = _theirs(goal.trajectory_id)
    allow_or_404(goal in _told(trajectory).goals)
    return goal, trajectory


def _told(trajectory: CoachingTrajectory) -> queries.Told:
    """What this coach may read of it: of before a hand-over only what the teacher shared."""
    return queries.told_to(viewer(), trajectory) or queries.Told()


@bp.route("/trajecten/doelen/<int:goal_id>", methods=["GET", "POST"])
@access("coach")
def change_goal(goal_id: int) -> Response | tuple[str, int]:
    """A goal in other words, or reached."""
    goal, trajectory = _goal_of_theirs(goal_id)
    form = ChangeGoalForm(goal=goal.goal, is_reached=goal.reached_at is not None, version=goal.version)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_goal(
                goal,
                words=form.goal.data or "",
                is_reached=form.is_reached.data,
                version=form.opened_version,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The goal has been kept."))
            return to_trajectory(trajectory.id)
    return page("trajectories/change_goal.html", form=form, trajectory=trajectory, goal=goal)


@bp.post("/trajecten/doelen/<int:goal_id>/loslaten")
@access("coach")
def drop_goal(goal_id: int) -> Response:
    """Let go of a goal."""
    goal, trajectory = _goal_of_theirs(goal_id)
    actions.drop_goal(goal, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("You let go of this goal."))
    return to_trajectory(trajectory.id)


@bp.route("/trajecten/<int:trajectory_id>/groei", methods=["GET", "POST"])
@access("teacher")
def say_growth(trajectory_id: int) -> Response | tuple[str, int]:
    """The teacher's own word for where she is."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_say_growth(viewer(), trajectory))
    form = GrowthForm()
    form.level.choices = options(GROWTH_LABELS, GrowthLevel)
    if form.validate_on_submit():
        actions.say_growth(trajectory_id, level=form.level.data, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("Kept, in your own word."))
        return redirect(url_for(".show", trajectory_id=trajectory_id))
    return page("trajectories/say_growth.html", form=form, trajectory=trajectory)
