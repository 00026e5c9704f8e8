"""The list of trajectories, one trajectory as each may see it, and its course from start to end."""

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agreements.permissions import may_see_agreement
from coachtrack.agreements.queries import open_agreements_for
from coachtrack.audit import note_reading
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.forms import choices, page
from coachtrack.people.queries import get_person
from coachtrack.reflections import queries as reflections
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import AgreementForm, ConfirmationForm, StopForm
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import REASONS_TO_STOP, STOP_REASON_LABELS, SessionOutcome, TrajectoryStatus
from coachtrack.trajectories.views import assessing
from coachtrack.trajectories.views.blueprint import agreement_words, bp, number_asked, options, status_sentence
from coachtrack.trajectories.views.sharing import handover_of
from coachtrack.viewer import Role

Member = TypeVar("Member", TrajectoryStatus, Discipline)
LISTERS = ("coach", "commission", "administrator", "advisor", "school_leader", "culture_coordinator")
FORMS = {"verzetten": ".move_session", "annuleren": ".cancel_session"}


@bp.get("/trajecten")
@access(*LISTERS, limit="search")
def index() -> str:
    """The trajectories that this person may see."""
    asked = request.args
    listed = queries.trajectory_page(
        viewer(),
        status=_member(TrajectoryStatus, asked.get("status")),
        discipline=_member(Discipline, asked.get("discipline")),
        school_id=number_asked("school"),
        words=asked.get("q", "")[:100],
        sort=asked.get("sort", ""),
        page=number_asked("page") or 1,
    )
    return render_template(
        "trajectories/index.html",
        trajectories=listed,
        progress=queries.progress_of([trajectory.id for trajectory in listed], clock.now()),
        schools=queries.schools_with_trajectories(viewer()),
        statuses=list(TrajectoryStatus),
        disciplines=list(Discipline),
        is_coach=viewer().has(Role.COACH),
        is_commission=viewer().has(Role.COMMISSION),
    )


def _member(kind: type[Member], value: str | None) -> Member | None:
    return kind(value) if value in list(kind) else None


@bp.get("/trajecten/<int:trajectory_id>")
@access(SIGNED_IN)
def show(trajectory_id: int) -> str:
    """One trajectory: all of it for the two, without a word of content for the others."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_see_trajectory(viewer(), trajectory))
    sessions = queries.sessions_of(trajectory_id)
    progress = queries.progress_of([trajectory_id], clock.now())[trajectory_id]
    facts = queries.evidence_of([trajectory_id])
    shared = {
        "trajectory": trajectory,
        "now": clock.now(),
        "ahead": [each for each in sessions if _is_ahead(each)],
        "past": [each for each in reversed(sessions) if not _is_ahead(each)],
        "facts": facts,
        "coaches": _coaches_of(trajectory, facts),
        "asked": queries.find_asked_handover(trajectory_id),
        "may_hand_over": permissions.may_hand_over(viewer(), trajectory),
        "sentence": status_sentence(trajectory, progress),
        "progress": progress,
        "group": queries.groups_of([trajectory], clock.today())[trajectory_id],
        "minutes": sum(each.minutes.teacher for each in sessions if each.outcome is SessionOutcome.HELD),
    }
    if permissions.may_see_content(viewer(), trajectory):
        return _show_content(trajectory, shared)
    shares = queries.shared_with(viewer(), trajectory)
    return render_template(
        "trajectories/show_outside.html",
        sees_minutes=permissions.may_see_minutes(viewer(), trajectory),
        sees_total=permissions.may_see_total_minutes(viewer(), trajectory),
        sees_agreement=trajectory.agreement is not None and may_see_agreement(viewer(), trajectory.agreement),
        sees={each.appointment_id for each in shares},
        **shared,
    )


def _coaches_of(trajectory: CoachingTrajectory, facts: dict[str, StandingFact]) -> dict[int, str]:
    """The names of those who held sessions of it before it was handed over."""
    numbers = {each.fact.coach_id for each in facts.values() if each.fact.coach_id is not None}
    return {number: get_person(number).name for number in numbers - {trajectory.coach_id}}


def _show_content(trajectory: CoachingTrajectory, shared: dict[str, object]) -> str:
    is_coach = permissions.is_its_coach(viewer(), trajectory)
    told = queries.told_to(viewer(), trajectory) or queries.Told()
    if told.is_from_before:
        note_reading(
            reader_id=viewer().person_id,
            about_id=trajectory.teacher_id,
            thing=f"goals:{trajectory.id}",
            now=clock.now(),
            role=permissions.reads_as(viewer(), trajectory),
        )
    return render_template(
        "trajectories/show.html" if is_coach else "trajectories/show_own.html",
        goals=told.goals,
        baseline=told.baseline,
        growth=told.growth,
        is_cut=told.is_cut,
        debriefs=queries.debriefs_told_to(viewer(), trajectory),
        may_assess=assessing.to_assess([trajectory]).get(trajectory.id),
        handover=None if is_coach else handover_of(trajectory),
        shares=[] if is_coach else reflections.shares_of(trajectory.id),
        **shared,
    )


def _is_ahead(session: CoachingSession) -> bool:
    stands = session.appointment.status is AppointmentStatus.PLANNED and session.outcome is None
    return stands and session.appointment.ends_at > clock.now()


def steered(trajectory_id: int) -> CoachingTrajectory:
    """The trajectory, for its coach; for others it does not exist."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_steer_trajectory(viewer(), trajectory))
    return trajectory


def to_trajectory(trajectory_id: int) -> Response:
    """On to its page."""
    return redirect(url_for("trajectories.show", trajectory_id=trajectory_id))


@bp.get("/trajecten/afspraken/<int:appointment_id>")
@access(SIGNED_IN)
def of_appointment(appointment_id: int) -> Response:
    """From the agenda to the trajectory that an appointment belongs to, or to a form that changes it (`naar`)."""
    session = queries.sessions_at([appointment_id]).get(appointment_id)
    if session is None:
        raise NotFound
    if not permissions.may_see_trajectory(viewer(), session.trajectory):
        allow_or_404(permissions.was_its_coach(viewer(), session))
        return redirect(url_for(".handovers"))
    form = FORMS.get(request.args.get("naar", ""))
    if form and permissions.may_move_session(viewer(), session):
        asked = request.args
        return redirect(url_for(form, session_id=session.id, dag=asked.get("dag"), tijd=asked.get("tijd")))
    return redirect(url_for(".show", trajectory_id=session.trajectory_id))


@bp.route("/trajecten/<int:trajectory_id>/aannemen", methods=["GET", "POST"])
@access("coach")
def accept_proposal(trajectory_id: int) -> Response | tuple[str, int]:
    """The coach takes on what was proposed to her."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_answer_proposal(viewer(), trajectory))
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.accept_proposal(trajectory, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Good that you take this on. Plan the first talk, or set the goal together."))
            return to_trajectory(trajectory_id)
    return page("trajectories/accept_proposal.html", form=form, trajectory=trajectory)


@bp.post("/trajecten/<int:trajectory_id>/afslaan")
@access("coach")
def decline_proposal(trajectory_id: int) -> Response:
    """The coach cannot take it on."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_answer_proposal(viewer(), trajectory))
    actions.decline_proposal(trajectory, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The commission sees that you cannot take this on."))
    return redirect(url_for(".today"))


@bp.route("/trajecten/<int:trajectory_id>/activeren", methods=["GET", "POST"])
@access("coach")
def activate(trajectory_id: int) -> Response | tuple[str, int]:
    """It gets under way."""
    trajectory = steered(trajectory_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.activate(trajectory, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The trajectory is under way."))
            return to_trajectory(trajectory_id)
    return page(
        "trajectories/activate.html", form=form, trajectory=trajectory, has_goal=reflections.has_goal(trajectory_id)
    )


@bp.route("/trajecten/<int:trajectory_id>/pauzeren", methods=["GET", "POST"])
@access("coach")
def pause(trajectory_id: int) -> Response | tuple[str, int]:
    """It rests for a while."""
    trajectory = steered(trajectory_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.pause(trajectory, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The trajectory is paused. You can go on whenever you like."))
            return to_trajectory(trajectory_id)
    return page("trajectories/pause.html", form=form, trajectory=trajectory)


@bp.route("/trajecten/<int:trajectory_id>/hervatten", methods=["GET", "POST"])
@access("coach")
def resume(trajectory_id: int) -> Response | tuple[str, int]:
    """It goes on."""
    trajectory = steered(trajectory_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.resume(trajectory, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The trajectory goes on."))
            return to_trajectory(trajectory_id)
    return page("trajectories/resume.html", form=form, trajectory=trajectory)


@bp.route("/trajecten/<int:trajectory_id>/voltooien", methods=["GET", "POST"])
@access("coach")
def complete(trajectory_id: int) -> Response | tuple[str, int]:
    """It is done."""
    trajectory = steered(trajectory_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.complete(trajectory, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The trajectory is completed. Well done, both of you."))
            return to_trajectory(trajectory_id)
    return page("trajectories/complete.html", form=form, trajectory=trajectory, **_what_closing_ends(trajectory_id))


@bp.route("/trajecten/<int:trajectory_id>/stoppen", methods=["GET", "POST"])
@access("coach")
def stop(trajectory_id: int) -> Response | tuple[str, int]:
    """It ends early."""
    trajectory = steered(trajectory_id)
    form = StopForm()
    form.reason.choices = options(STOP_REASON_LABELS, REASONS_TO_STOP)
    if form.validate_on_submit():
        with form.refusals():
            actions.stop(trajectory, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The trajectory is stopped. What was held still counts."))
            return to_trajectory(trajectory_id)
    return page("trajectories/stop.html", form=form, trajectory=trajectory, **_what_closing_ends(trajectory_id))


def _what_closing_ends(trajectory_id: int) -> dict[str, object]:
    return {
        "draft_count": reflections.count_drafts(trajectory_id),
        "ahead": queries.sessions_ahead(trajectory_id, clock.now()),
    }


@bp.route("/trajecten/<int:trajectory_id>/schoolafspraak", methods=["GET", "POST"])
@access("coach")
def link_to_agreement(trajectory_id: int) -> Response | tuple[str, int]:
    """It counts for an agreement."""
    trajectory = steered(trajectory_id)
    form = AgreementForm(agreement_id=trajectory.agreement_id)
    offered = open_agreements_for(trajectory.school_id, trajectory.discipline, clock.today())
    form.agreement_id.choices = choices(
        [(agreement.id, agreement_words(agreement)) for agreement in offered], none=_("No agreement yet")
    )
    if form.validate_on_submit():
        with form.refusals():
            number, by = form.agreement_id.data, viewer().person_id
            actions.link_to_agreement(trajectory, agreement_id=number, by=by, now=clock.now())
            db.session.commit()
            flash(_("The agreement has been kept with the trajectory."))
            return to_trajectory(trajectory_id)
    return page("trajectories/link_to_agreement.html", form=form, trajectory=trajectory, offered=offered)
