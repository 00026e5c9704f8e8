"""Plan a session, move it, cancel it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.forms.clashes import moment_asked
from coachtrack.agenda.queries.clashes import next_free_moment, warnings_of
from coachtrack.agenda.queries.invitations import Hears, who_hears
from coachtrack.agenda.rules.appointments import (
    CANCEL_LABELS,
    KIND_LABELS,
    PLACE_LABELS,
    SESSION_KINDS,
    CancelReason,
    ParticipantRole,
    PlaceKind,
)
from coachtrack.database import check_version, db
from coachtrack.forms import choices, moment_of, page
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, LessonContext
from coachtrack.schools.queries import materials_of
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import CancelForm, MomentForm, SessionForm
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import PLANNING_STATUSES
from coachtrack.trajectories.views.blueprint import bp, number_asked, objective_words, options, place_words
from coachtrack.trajectories.views.trajectories import to_trajectory

SHORTEST_FOUND = 15
"""Minutes; what is shorter finds no moment of its own."""


def planned_by_her(trajectory_id: int) -> CoachingTrajectory:
    """The trajectory, for who may plan in it; for others it does not exist."""
    trajectory = queries.get_trajectory(trajectory_id)
    allow_or_404(permissions.may_plan_session(viewer(), trajectory))
    return trajectory


def changed_by_her(session_id: int) -> CoachingSession:
    """The session, for who may change it; for others it does not exist."""
    session = queries.get_session(session_id)
    allow_or_404(permissions.may_change_session(viewer(), session))
    return session


def moved_by_her(session_id: int) -> CoachingSession:
    """The session, for who may move or cancel it; for others it does not exist."""
    session = queries.get_session(session_id)
    allow_or_404(permissions.may_move_session(viewer(), session))
    return session


def with_choices(form: SessionForm, trajectory: CoachingTrajectory) -> SessionForm:
    """Fill the lists of a session form with what may be picked."""
    today = clock.today()
    form.kind.choices = options(KIND_LABELS, SESSION_KINDS)
    form.place_kind.choices = options(PLACE_LABELS, PlaceKind)
    form.lesson_context.choices = options(LESSON_CONTEXT_LABELS, LessonContext)
    materials = materials_of(trajectory.school_id, trajectory.discipline, on=today)
    form.material_id.choices = choices([(each.id, each.title) for each in materials], none=_("No material"))
    objectives = queries.objectives_at(trajectory.school_id, today)
    form.objective_id.choices = choices(
        [(each.id, objective_words(each)) for each in objectives], none=_("No core objective")
    )
    return form


def content_of(form: SessionForm) -> actions.Content:
    """What the session is about, as filled in."""
    return actions.Content(
        lesson_context=form.lesson_context.data,
        material_id=form.material_id.data,
        new_material=form.new_material.data or "",
        objective_id=form.objective_id.data,
    )


def span_of(form: MomentForm) -> tuple[datetime, datetime]:
    """Beginning and end, as filled in. Raises `Refused` for the hour that the clock skips."""
    starts_at = moment_of(form.day.data, form.starts.data)
    return starts_at, starts_at + timedelta(minutes=form.length.data)


def prefilled(session: CoachingSession | None) -> dict[str, object]:
    """A session form as the session before it was."""
    if session is None:
        return {"length": 60}
    appointment = session.appointment
    begins = appointment.starts_at.astimezone(clock.AMSTERDAM)
    return {
        "day": begins.date(),
        "starts": begins.time(),
        "length": round((appointment.ends_at - appointment.starts_at).total_seconds() / 60),
        "place_kind": appointment.place_kind,
        "place": appointment.place,
        "kind": appointment.kind,
        "lesson_context": session.lesson_context,
        "material_id": session.material_id,
        "objective_id": session.objective_id,
    }


def free_instead(form: MomentForm, trajectory: CoachingTrajectory, except_id: int | None = None) -> datetime | None:
    """When someone is booked at the moment of a form: the first one that day at which coach and teacher are free."""
    if not form.is_booked:
        return None
    both = {trajectory.coach_id: ParticipantRole.COACH, trajectory.teacher_id: ParticipantRole.TEACHER}
    return next_free_moment(both, *span_of(form), except_id)


def _instead_of(trajectory: CoachingTrajectory) -> CoachingSession | None:
    """The session of this trajectory in whose place another is planned."""
    number = number_asked("na")
    found = queries.find_session(number) if number is not None else None
    return found if found is not None and found.trajectory_id == trajectory.id else None


def as_before(trajectory: CoachingTrajectory) -> dict[str, Any]:
    """Where the session was in whose place another is planned, and what it was about."""
    earlier = _instead_of(trajectory)
    if earlier is None:
        return {}
    content = actions.Content(
        lesson_context=earlier.lesson_context, material_id=earlier.material_id, objective_id=earlier.objective_id
    )
    return {"place_kind": earlier.appointment.place_kind, "place": earlier.appointment.place, "content": content}


@bp.route("/trajecten/<int:trajectory_id>/sessies/nieuw", methods=["GET", "POST"])
@access("coach")
def plan_session(trajectory_id: int) -> Response | tuple[str, int]:
    """A session in both agendas."""
    trajectory = planned_by_her(trajectory_id)
    earlier = _instead_of(trajectory)
    values = prefilled(earlier) | ({"day": None} if earlier else {}) | moment_asked(request.args)
    form = with_choices(SessionForm(**values), trajectory)
    if form.validate_on_submit():
        with form.refusals():
            session = _plan(trajectory, form)
            form.heed(warnings_of([session.appointment]))
            db.session.commit()
            return _planned(session)
    free = free_instead(form, trajectory)
    return page("trajectories/plan_session.html", form=form, trajectory=trajectory, earlier=earlier, free=free)


def _plan(trajectory: CoachingTrajectory, form: SessionForm) -> CoachingSession:
    starts_at, ends_at = span_of(form)
    return actions.plan_session(
        trajectory,
        kind=form.kind.data,
        starts_at=starts_at,
        ends_at=ends_at,
        place_kind=form.place_kind.data,
        place=form.place.data or "",
        content=content_of(form),
        by=viewer().person_id,
        now=clock.now(),
    )


def _planned(session: CoachingSession) -> Response:
    when = formatting.moment(session.appointment.starts_at)
    name = session.trajectory.teacher.first_name
    flash(_("Planned for %(when)s. It stands in the agenda of %(name)s too.", when=when, name=name))
    say_who_gets_a_mail(session)
    return to_trajectory(session.trajectory_id)


@bp.route("/sessies/<int:session_id>/verzetten", methods=["GET", "POST"])
@access("coach")
def move_session(session_id: int) -> Response | tuple[str, int]:
    """The same session at another moment or place."""
    session = moved_by_her(session_id)
    form = MomentForm(**prefilled(session) | moment_asked(request.args), version=session.appointment.version)
    form.place_kind.choices = options(PLACE_LABELS, PlaceKind)
    if form.validate_on_submit():
        with form.refusals():
            check_version(session.appointment, form.opened_version, _now_standing(session))
            _move(session, form)
            db.session.commit()
            flash(_("The session has been moved to %(when)s.", when=formatting.moment(session.appointment.starts_at)))
            say_who_gets_a_mail(session)
            return to_trajectory(session.trajectory_id)
    free = free_instead(form, session.trajectory, session.appointment_id)
    return page("trajectories/move_session.html", form=form, session=session, free=free, told=_told_of(session))


def _move(session: CoachingSession, form: MomentForm) -> None:
    """Another place at the same time says nothing new; another moment does."""
    appointment = session.appointment
    before = (appointment.starts_at, appointment.ends_at, appointment.place_kind)
    starts_at, ends_at = span_of(form)
    actions.move_session(
        session,
        starts_at=starts_at,
        ends_at=ends_at,
        place_kind=form.place_kind.data,
        place=form.place.data or "",
        by=viewer().person_id,
        now=clock.now(),
    )
    if before != (appointment.starts_at, appointment.ends_at, appointment.place_kind):
        form.heed(warnings_of([appointment]))


@bp.route("/sessies/<int:session_id>/annuleren", methods=["GET", "POST"])
@access("coach")
def cancel_session(session_id: int) -> Response | tuple[str, int]:
    """It does not go on; a new moment is offered."""
    session = moved_by_her(session_id)
    form = CancelForm(version=session.appointment.version)
    form.reason.choices = options(CANCEL_LABELS, CancelReason)
    if form.validate_on_submit():
        with form.refusals():
            check_version(session.appointment, form.opened_version, {_("When"): _now_standing(session)["day"]})
            actions.cancel_session(session, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The session has been cancelled. Choose a new moment here, or leave it for later."))
            say_who_gets_a_mail(session)
            return _to_a_new_moment(session)
    return page("trajectories/cancel_session.html", form=form, session=session, told=_told_of(session))


def _to_a_new_moment(session: CoachingSession) -> Response:
    """The first moments that suit both for what was cancelled; in a trajectory that does not go on, back to it."""
    appointment, trajectory = session.appointment, session.trajectory
    if trajectory.status not in PLANNING_STATUSES:
        return to_trajectory(trajectory.id)
    length = max(round((appointment.ends_at - appointment.starts_at).total_seconds() / 60), SHORTEST_FOUND)
    kind = appointment.kind.value
    return redirect(url_for(".find_moment", trajectory_id=trajectory.id, kind=kind, length=length, na=session.id))


def _now_standing(session: CoachingSession) -> dict[str, str]:
    """Moment and place, as they stand by now."""
    appointment = session.appointment
    return {"day": formatting.moment_range(appointment.starts_at, appointment.ends_at), "place": place_words(session)}


def say_who_gets_a_mail(session: CoachingSession) -> None:
    """After a change to what is still ahead: who is told of it by mail. Of two people one makes the change."""
    for hears in _told_of(session):
        if hears.by_mail and session.appointment.starts_at > clock.now():
            flash(_("%(name)s gets a mail.", name=hears.name))


def _told_of(session: CoachingSession) -> Sequence[Hears]:
    """Who hears of a change, apart from the one who makes it."""
    people = [session.trajectory.coach_id, session.trajectory.teacher_id]
    return who_hears(people, except_id=viewer().person_id)
