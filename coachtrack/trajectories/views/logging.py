"""Log what came of a session, in as few taps as can be: as planned, otherwise, not at all; correct it, undo it."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda.rules.appointments import CANCEL_LABELS, KIND_LABELS, SESSION_KINDS, CancelReason
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.evidence.rules.records import REASON_LABELS, Reason
from coachtrack.forms import Form, moment_of, page
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, LessonContext
from coachtrack.trajectories import actions
from coachtrack.trajectories.forms import CancelForm, ConfirmationForm, LogForm, MinutesForm, UndoForm, UnplannedForm
from coachtrack.trajectories.models import CoachingSession
from coachtrack.trajectories.rules import Minutes
from coachtrack.trajectories.views.blueprint import bp, options
from coachtrack.trajectories.views.planning import changed_by_her, content_of, planned_by_her, prefilled, span_of
from coachtrack.trajectories.views.planning import with_choices as with_session_choices
from coachtrack.trajectories.views.today import waits
from coachtrack.trajectories.views.trajectories import to_trajectory

LATER_REASONS = (Reason.DID_NOT_TAKE_PLACE, Reason.WRONG_MINUTES, Reason.WRONG_PERSON)


def _logged(session: CoachingSession) -> Response:
    """Back to today, where the debrief and undoing are offered."""
    return redirect(url_for(".today", afgerond=session.id))


@bp.route("/sessies/<int:session_id>/afronden", methods=["GET", "POST"])
@access("coach")
def log_session(session_id: int) -> Response | tuple[str, int]:
    """The three choices; sending it is the first of them, held as planned."""
    session = changed_by_her(session_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.log_session(session, by=viewer().person_id, now=clock.now())
            db.session.commit()
            return _logged(session)
    usual = actions.usual_minutes_of(session)
    return page("trajectories/log_session.html", form=form, session=session, usual=usual, waits=waits(session))


@bp.route("/sessies/<int:session_id>/anders", methods=["GET", "POST"])
@access("coach")
def log_otherwise(session_id: int) -> Response | tuple[str, int]:
    """It was held, but otherwise: other minutes, another kind or moment."""
    session = changed_by_her(session_id)
    usual = actions.usual_minutes_of(session)
    form = LogForm(**(prefilled(session) | _as_fields(usual)))
    form.kind.choices = options(KIND_LABELS, SESSION_KINDS)
    form.lesson_context.choices = options(LESSON_CONTEXT_LABELS, LessonContext)
    if form.validate_on_submit():
        with form.refusals():
            starts_at = moment_of(form.day.data, form.starts.data)
            actions.log_session(
                session,
                minutes=_minutes_in(form, usual),
                kind=form.kind.data,
                starts_at=starts_at,
                ends_at=_end_of(session, starts_at),
                lesson_context=form.lesson_context.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            return _logged(session)
    return page("trajectories/log_otherwise.html", form=form, session=session)


def _end_of(session: CoachingSession, starts_at: datetime) -> datetime:
    return starts_at + (session.appointment.ends_at - session.appointment.starts_at)


def _as_fields(minutes: Minutes) -> dict[str, object]:
    return {
        "prep_minutes": minutes.prep,
        "lesson_minutes": minutes.lesson,
        "debrief_minutes": minutes.debrief,
        "coach_minutes": minutes.coach,
    }


def _minutes_in(form: Form, usual: Minutes) -> Minutes:
    """The minutes as filled in; what was left empty is the usual."""
    given = {name: form[f"{name}_minutes"].data for name in ("prep", "lesson", "debrief", "coach")}
    return Minutes(**{name: getattr(usual, name) if value is None else value for name, value in given.items()})


@bp.route("/sessies/<int:session_id>/niet-doorgegaan", methods=["GET", "POST"])
@access("coach")
def log_not_held(session_id: int) -> Response | tuple[str, int]:
    """It was not held; a new moment is offered afterwards."""
    session = changed_by_her(session_id)
    form = CancelForm()
    form.reason.choices = options(CANCEL_LABELS, CancelReason)
    if form.validate_on_submit():
        with form.refusals():
            actions.log_not_held(session, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            return _logged(session)
    return page("trajectories/log_not_held.html", form=form, session=session)


@bp.route("/trajecten/<int:trajectory_id>/sessies/niet-gepland", methods=["GET", "POST"])
@access("coach")
def log_unplanned_session(trajectory_id: int) -> Response | tuple[str, int]:
    """A session that was held and never planned."""
    trajectory = planned_by_her(trajectory_id)
    form = UnplannedForm(day=clock.today(), length=60)
    with_session_choices(form, trajectory)
    if form.validate_on_submit():
        with form.refusals():
            starts_at, ends_at = span_of(form)
            session = actions.log_unplanned_session(
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
            db.session.commit()
            return _logged(session)
    return page("trajectories/log_unplanned_session.html", form=form, trajectory=trajectory)


@bp.route("/sessies/<int:session_id>/minuten", methods=["GET", "POST"])
@access("coach")
def correct_minutes(session_id: int) -> Response | tuple[str, int]:
    """The minutes were wrong."""
    session = changed_by_her(session_id)
    form = MinutesForm(**_as_fields(session.minutes))
    if form.validate_on_submit():
        with form.refusals():
            minutes = _minutes_in(form, session.minutes)
            actions.correct_minutes(session, minutes, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(
                _("The minutes have been corrected. %(name)s sees it too.", name=session.trajectory.teacher.first_name)
            )
            return _back_from(session)
    return page("trajectories/correct_minutes.html", form=form, session=session)


def _back_from(session: CoachingSession) -> Response:
    """To the trajectory; to what she handed over, when it is another coach's by now."""
    if session.trajectory.coach_id != viewer().person_id:
        return redirect(url_for(".handovers"))
    return to_trajectory(session.trajectory_id)


@bp.route("/sessies/<int:session_id>/ongedaan", methods=["GET", "POST"])
@access("coach")
def undo_log(session_id: int) -> Response | tuple[str, int]:
    """As if it had not been logged: on the day itself without a question, later with the reason."""
    session = changed_by_her(session_id)
    form = UndoForm()
    form.reason.choices = options(REASON_LABELS, LATER_REASONS)
    if form.validate_on_submit():
        with form.refusals():
            actions.undo_log(session, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Undone. The session is to be logged again."))
            return redirect(url_for(".today"))
    is_today = session.logged_at is not None and day_of(session.logged_at) == clock.today()
    return page("trajectories/undo_log.html", form=form, session=session, is_today=is_today)
