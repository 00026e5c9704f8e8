"""More meetings for a training, another moment for one, one that does not go on."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.errors import Refused
from coachtrack.formatting import moment_range
from coachtrack.forms import page, say
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms import CancelMeetingForm, MeetingsForm, MoveMeetingForm
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.trainings.permissions import may_change_training
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp


def _mine_to_change(meeting_id: int) -> TrainingMeeting:
    meeting = queries.get_meeting(meeting_id)
    allow_or_404(may_change_training(viewer(), meeting.training))
    return meeting


def _back_to(meeting: TrainingMeeting) -> Response:
    return redirect(url_for(".show", training_id=meeting.training_id), 303)


@bp.route("/<int:training_id>/bijeenkomsten/nieuw", methods=["GET", "POST"])
@access(*MAY_PLAN)
def add_meetings(training_id: int) -> Answer:
    """Plan more meetings; a series that had ended goes on."""
    training = queries.get_training(training_id)
    allow_or_404(may_change_training(viewer(), training))
    form = MeetingsForm()
    if "more" in request.form:
        form.meetings.append_entry()
        return render_template("trainings/add_meetings.html", form=form, training=training)
    if form.validate_on_submit():
        with form.refusals():
            actions.add_meetings(training, form.plans(), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The meetings have been planned."))
            return redirect(url_for(".show", training_id=training_id), 303)
    return page("trainings/add_meetings.html", form=form, training=training)


@bp.route("/bijeenkomsten/<int:meeting_id>/verplaatsen", methods=["GET", "POST"])
@access(*MAY_PLAN)
def move_meeting(meeting_id: int) -> Answer:
    """Another moment or place for a meeting."""
    meeting = _mine_to_change(meeting_id)
    appointment = meeting.appointment
    starts_at, ends_at = (each.astimezone(clock.AMSTERDAM) for each in (appointment.starts_at, appointment.ends_at))
    form = MoveMeetingForm(
        day=starts_at.date(),
        starts_at=starts_at.time(),
        ends_at=ends_at.time(),
        place=appointment.place,
        version=appointment.version,
    )
    if form.validate_on_submit():
        with form.refusals():
            check_version(appointment, form.opened_version, {"day": moment_range(starts_at, ends_at)})
            actions.move_meeting(meeting, form.plan(), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The meeting has been moved. It is in everybody's agenda at its new moment."))
            return _back_to(meeting)
    return page("trainings/move_meeting.html", form=form, meeting=queries.get_meeting(meeting_id))


@bp.route("/bijeenkomsten/<int:meeting_id>/annuleren", methods=["GET", "POST"])
@access(*MAY_PLAN)
def cancel_meeting(meeting_id: int) -> Answer:
    """A meeting does not go on."""
    meeting, form = _mine_to_change(meeting_id), CancelMeetingForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.cancel_meeting(meeting, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The meeting is cancelled. It stays in the agenda until its end, and says so."))
            return _back_to(meeting)
    return page("trainings/cancel_meeting.html", form=form, meeting=queries.get_meeting(meeting_id))


@bp.post("/bijeenkomsten/<int:meeting_id>/toch")
@access(*MAY_PLAN)
def restore_meeting(meeting_id: int) -> Response:
    """A cancelled meeting goes on after all."""
    meeting = _mine_to_change(meeting_id)
    try:
        actions.restore_meeting(meeting, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The meeting goes on after all."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return _back_to(queries.get_meeting(meeting_id))
