"""Hand a trajectory to another coach: ask her, take it over or not; and the teacher says what she may read."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.people.queries import coaches_of
from coachtrack.reflections.queries import written_by
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import ConfirmationForm, ContentAnswerForm, HandoverForm
from coachtrack.trajectories.models import CoachingTrajectory, Handover
from coachtrack.trajectories.rules.handovers import ANSWER_LABELS, ContentAnswer
from coachtrack.trajectories.views.blueprint import bp, options
from coachtrack.trajectories.views.trajectories import to_trajectory
from coachtrack.viewer import Role


@bp.get("/trajecten/overdrachten")
@access("coach", "commission")
def handovers() -> str:
    """What she is asked to take over, what waits for another's answer, who needs another coach, what she gave away."""
    person_id, is_commission = viewer().person_id, viewer().has(Role.COMMISSION)
    given = queries.handed_over_by(person_id) if viewer().has(Role.COACH) else []
    sessions = queries.sessions_with(person_id, [each.trajectory_id for each in given]) if given else []
    return render_template(
        "trajectories/handovers.html",
        asked_of_her=queries.handovers_to(person_id) if viewer().has(Role.COACH) else [],
        waiting=queries.handovers_asked(None if is_commission else person_id),
        without_coach=queries.without_coach(clock.today()) if is_commission else [],
        is_commission=is_commission,
        given=given,
        sessions=sessions,
        written=written_by(person_id, [each.appointment_id for each in sessions]) if sessions else {},
        facts=queries.evidence_of([each.trajectory_id for each in given]) if given else {},
        now=clock.now(),
    )


@bp.route("/trajecten/<int:trajectory_id>/overdragen", methods=["GET", "POST"])
@access("coach", "commission")
def ask_handover(trajectory_id: int) -> Response | tuple[str, int]:
    """Ask another coach of the discipline, because its coach leaves or is away."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_hand_over(viewer(), trajectory))
    form = HandoverForm()
    form.coach_id.choices = _coaches_for(trajectory)
    if form.validate_on_submit():
        with form.refusals():
            number, by = form.coach_id.data, viewer().person_id
            handover = actions.ask_handover(trajectory, to_coach_id=number, by=by, now=clock.now())
            db.session.commit()
            flash(_("%(name)s gets the question to take this over.", name=handover.to_coach.name))
            return to_trajectory(trajectory_id)
    asked = queries.find_asked_handover(trajectory_id)
    return page("trajectories/ask_handover.html", form=form, trajectory=trajectory, asked=asked)


def _coaches_for(trajectory: CoachingTrajectory) -> list[tuple[int, str]]:
    hours = queries.weekly_minutes_of(clock.today())
    coaches = coaches_of(trajectory.discipline, clock.today())
    not_them = {trajectory.coach_id, trajectory.teacher_id}
    return [
        (each.id, _("%(name)s, %(hours)s a week", name=each.name, hours=formatting.duration(hours.get(each.id, 0))))
        for each in coaches
        if each.id not in not_them
    ]


@bp.route("/trajecten/overdrachten/<int:handover_id>/aannemen", methods=["GET", "POST"])
@access("coach")
def accept_handover(handover_id: int) -> Response | tuple[str, int]:
    """The coach who is asked looks with whom it is and what is planned, and takes it over."""
    handover = _answered_by_her(handover_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            lost = actions.accept_handover(handover, by=viewer().person_id, now=clock.now())
            db.session.commit()
            _say_taken_over(handover, len(lost))
            return to_trajectory(handover.trajectory_id)
    planned = queries.going_along(handover.trajectory, handover.to_coach_id, clock.now())
    return page("trajectories/accept_handover.html", form=form, handover=handover, planned=planned)


def _answered_by_her(handover_id: int) -> Handover:
    handover = queries.get_handover(handover_id)
    allow_or_404(permissions.may_answer_handover(viewer(), handover))
    return handover


def _say_taken_over(handover: Handover, lost: int) -> None:
    name = handover.trajectory.teacher.first_name
    flash(_("You are the coach of %(name)s now. Get in touch, and plan the first talk.", name=name))
    if lost:
        flash(
            ngettext(
                "%(num)s session did not suit you and was cancelled: choose a new moment for it.",
                "%(num)s sessions did not suit you and were cancelled: choose new moments for them.",
                lost,
            ),
            "warning",
        )


@bp.post("/trajecten/overdrachten/<int:handover_id>/afslaan")
@access("coach")
def decline_handover(handover_id: int) -> Response:
    """The coach who is asked cannot take it over."""
    handover = _answered_by_her(handover_id)
    actions.decline_handover(handover, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("Whoever asked you hears that you cannot take this over."))
    return redirect(url_for(".today"))


@bp.post("/trajecten/overdrachten/<int:handover_id>/intrekken")
@access("coach", "commission")
def withdraw_handover(handover_id: int) -> Response:
    """The question is taken back."""
    handover = queries.get_handover(handover_id)
    allow_or_404(permissions.may_hand_over(viewer(), handover.trajectory))
    try:
        actions.withdraw_handover(handover, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        flash(_("The question has been taken back; the trajectory stays with its coach."))
    return redirect(url_for(".handovers"))


@bp.route("/trajecten/overdrachten/<int:handover_id>/inzage", methods=["GET", "POST"])
@access("teacher")
def answer_handover(handover_id: int) -> Response | tuple[str, int]:
    """The teacher says what the next coach may read of what was written before; she can say otherwise later."""
    handover = queries.get_handover(handover_id)
    allow_or_404(permissions.is_its_teacher(viewer(), handover.trajectory))
    if not permissions.may_answer_about_content(viewer(), handover):
        flash(_("This question was taken back: nothing changes."))
        return to_trajectory(handover.trajectory_id)
    form = ContentAnswerForm(answer=handover.answer, version=handover.version)
    form.answer.choices = options(ANSWER_LABELS, ContentAnswer)
    if form.validate_on_submit():
        with form.refusals():
            answer, version, by = form.answer.data, form.opened_version, viewer().person_id
            actions.answer_handover(handover, answer, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("That is how it is: %(name)s reads what you said, and nothing else.", name=handover.to_coach.name))
            return redirect(url_for(".sharing", trajectory_id=handover.trajectory_id))
    return page("trajectories/answer_handover.html", form=form, handover=handover)
