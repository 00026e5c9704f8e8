"""More meetings for a training, another moment for one, one that does not go on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.forms.clashes import moment_asked
from coachtrack.agenda.queries.clashes import next_free_moment
from coachtrack.agenda.queries.invitations import Hears, who_hears
from coachtrack.agenda.rules.appointments import PlaceKind
from coachtrack.database import check_version, db
from coachtrack.errors import Refused
from coachtrack.formatting import moment_range
from coachtrack.forms import page, say
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms.planning import CancelMeetingForm, MeetingsForm, MoveMeetingForm
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.permissions import may_change_training, may_see_attendance
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
    form = MeetingsForm(**_instead_of(training))
    if "more" in request.form:
        form.meetings.append_entry()
        return render_template("trainings/add_meetings.html", form=form, training=training)
    if form.validate_on_submit():
        with form.refusals():
            added = actions.add_meetings(training, form.plans(), by=viewer().person_id, now=clock.now())
            form.heed(queries.warned_of(added, clock.now()), with_names=may_see_attendance(viewer(), training))
            db.session.commit()
            flash(_("The meetings have been planned."))
            return redirect(url_for(".show", training_id=training_id), 303)
    return page("trainings/add_meetings.html", form=form, training=training)


def _instead_of(training: Training) -> dict[str, object]:
    """The first row as the meeting was in whose place another is planned; its day is open."""
    number = request.args.get("na", type=int)
    meeting = next((each for each in training.meetings if each.id == number), None)
    usual = training.meetings[-1].appointment.place_kind if training.meetings else PlaceKind.SCHOOL
    rows = [] if meeting is None else [_as_it_stands(meeting) | {"day": None}]
    return {"meetings": rows, "place_kind": usual}


def _as_it_stands(meeting: TrainingMeeting) -> dict[str, Any]:
    appointment = meeting.appointment
    starts_at, ends_at = (each.astimezone(clock.AMSTERDAM) for each in (appointment.starts_at, appointment.ends_at))
    return {
        "day": starts_at.date(),
        "starts_at": starts_at.time(),
        "ends_at": ends_at.time(),
        "place": appointment.place,
        "place_kind": appointment.place_kind,
    }


@bp.route("/bijeenkomsten/<int:meeting_id>/verplaatsen", methods=["GET", "POST"])
@access(*MAY_PLAN)
def move_meeting(meeting_id: int) -> Answer:
    """Another moment or place for a meeting."""
    meeting = _mine_to_change(meeting_id)
    form = MoveMeetingForm(**_proposed(meeting), version=meeting.appointment.version)
    if form.validate_on_submit():
        with form.refusals():
            check_version(meeting.appointment, form.opened_version, _now_standing(meeting))
            _move(meeting, form)
            db.session.commit()
            flash(_("The meeting has been moved. It is in everybody's agenda at its new moment."))
            return _back_to(meeting)
    meeting = queries.get_meeting(meeting_id)
    free = _free_instead(form, meeting)
    return page("trainings/move_meeting.html", form=form, meeting=meeting, free=free, told=_told_of(meeting))


def _proposed(meeting: TrainingMeeting) -> dict[str, Any]:
    """The meeting as it stands, at the moment that the address proposes if it does, and as long."""
    stands, asked = _as_it_stands(meeting), moment_asked(request.args)
    day, starts_at = asked.get("day", stands["day"]), asked.get("starts", stands["starts_at"])
    ends_at = datetime.combine(day, starts_at) + timedelta(minutes=meeting.minutes)
    return stands | {"day": day, "starts_at": starts_at, "ends_at": ends_at.time()}


def _move(meeting: TrainingMeeting, form: MoveMeetingForm) -> None:
    """Another place at the same time says nothing new; another moment does."""
    appointment = meeting.appointment
    before = (appointment.starts_at, appointment.ends_at)
    actions.move_meeting(meeting, form.plan(), by=viewer().person_id, now=clock.now())
    if before != (appointment.starts_at, appointment.ends_at):
        form.heed(queries.warned_of([meeting], clock.now()), with_names=may_see_attendance(viewer(), meeting.training))


def _free_instead(form: MoveMeetingForm, meeting: TrainingMeeting) -> datetime | None:
    """When the trainer is booked at the moment of the form: the first one that day at which she is free."""
    if not form.is_booked:
        return None
    roles = {each.person_id: each.role for each in meeting.appointment.participants}
    span = form.plan().span
    return next_free_moment(roles, span.starts_at, span.ends_at, meeting.appointment_id)


def _now_standing(meeting: TrainingMeeting) -> dict[str, str]:
    return {"day": _when(meeting), "place": meeting.appointment.place}


def _when(meeting: TrainingMeeting) -> str:
    return moment_range(meeting.appointment.starts_at, meeting.appointment.ends_at)


def _told_of(meeting: TrainingMeeting) -> Sequence[Hears]:
    """Who hears of a change, apart from the one who makes it."""
    people = [each.person_id for each in meeting.appointment.participants]
    return who_hears(people, except_id=viewer().person_id)


@bp.route("/bijeenkomsten/<int:meeting_id>/annuleren", methods=["GET", "POST"])
@access(*MAY_PLAN)
def cancel_meeting(meeting_id: int) -> Answer:
    """A meeting does not go on; a new moment is offered."""
    meeting = _mine_to_change(meeting_id)
    form = CancelMeetingForm(version=meeting.appointment.version)
    if form.validate_on_submit():
        with form.refusals():
            check_version(meeting.appointment, form.opened_version, {_("When"): _when(meeting)})
            actions.cancel_meeting(meeting, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The meeting is cancelled. Choose a new moment here, or leave it for later."))
            return redirect(url_for(".add_meetings", training_id=meeting.training_id, na=meeting_id), 303)
    meeting = queries.get_meeting(meeting_id)
    return page("trainings/cancel_meeting.html", form=form, meeting=meeting, told=_told_of(meeting))


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
