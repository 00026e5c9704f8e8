"""Coaches: the list, one coach, and how she is appointed."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.database import db
from coachtrack.formatting import decimal
from coachtrack.forms import choices, page
from coachtrack.people import actions, permissions, queries
from coachtrack.people.forms import CoachForm, EndForm
from coachtrack.people.models import CoachAppointment
from coachtrack.people.rules.coaches import QUALIFICATION_LABELS
from coachtrack.people.views.blueprint import bp
from coachtrack.schools import queries as schools
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.viewer import Role


@bp.get("/coaches")
@access(Role.COMMISSION, Role.ADMINISTRATOR)
def coaches() -> str:
    """Who coaches, for whom, in what, and how long it is valid."""
    with_former = "former" in request.args
    appointments = queries.coach_appointments(clock.today(), with_former=with_former)
    ids = {appointment.person_id for appointment in appointments}
    return render_template(
        "people/coaches.html",
        appointments=appointments,
        disciplines=queries.disciplines_by_coach(ids),
        qualifications=queries.qualifications_by_coach(ids),
        discipline_labels=DISCIPLINE_LABELS,
        qualification_labels=QUALIFICATION_LABELS,
        with_former=with_former,
        today=clock.today(),
        may_appoint=permissions.may_appoint_coaches(viewer()),
    )


@bp.get("/coaches/<int:person_id>")
@access(Role.COMMISSION, Role.ADMINISTRATOR)
def show_coach(person_id: int) -> str:
    """One coach: employer, hours, disciplines, course."""
    person = queries.get_person(person_id)
    return render_template(
        "people/show_coach.html",
        person=person,
        appointments=queries.appointments_of(person.id),
        disciplines=queries.coach_disciplines(person.id),
        qualifications=queries.qualifications_by_coach([person.id])[person.id],
        discipline_labels=DISCIPLINE_LABELS,
        qualification_labels=QUALIFICATION_LABELS,
        today=clock.today(),
        may_appoint=permissions.may_appoint_coaches(viewer()),
    )


@bp.route("/<int:person_id>/coach", methods=["GET", "POST"])
@access(Role.COMMISSION, proved=True)
def appoint_coach(person_id: int) -> tuple[str, int] | Response:
    """Make someone a coach."""
    person = queries.get_person(person_id)
    form = _coach_form(None)
    form.disciplines.choices = choices((value.value, _(label)) for value, label in DISCIPLINE_LABELS.items())
    if form.validate_on_submit():
        with form.refusals():
            valid = (form.starts_on.data, form.valid_until.data or form.ends_on.data)
            actions.appoint_coach(
                person,
                schools.get_institution(form.institution.data),
                weekly_minutes=form.weekly_minutes,
                disciplines={Discipline(value): valid for value in form.disciplines.data},
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("%(name)s is a coach now.", name=person.name))
            return redirect(url_for(".show_coach", person_id=person.id))
    return page("people/appoint_coach.html", form=form, person=person)


@bp.route("/coaches/aanstelling/<int:appointment_id>", methods=["GET", "POST"])
@access(Role.COMMISSION, proved=True)
def change_appointment(appointment_id: int) -> tuple[str, int] | Response:
    """Another employer, hours or period."""
    appointment = queries.get_appointment(appointment_id)
    form = _coach_form(appointment)
    del form.disciplines, form.valid_until
    if form.validate_on_submit():
        with form.refusals():
            changed = actions.change_appointment(
                appointment,
                institution=schools.get_institution(form.institution.data),
                weekly_minutes=form.weekly_minutes,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The appointment has been changed."))
            return redirect(url_for(".show_coach", person_id=changed.person_id))
    return page("people/change_appointment.html", form=form, appointment=appointment)


@bp.route("/coaches/aanstelling/<int:appointment_id>/beeindigen", methods=["GET", "POST"])
@access(Role.COMMISSION, proved=True)
def end_appointment(appointment_id: int) -> tuple[str, int] | Response:
    """Her last day as a coach."""
    appointment = queries.get_appointment(appointment_id)
    form = EndForm(ends_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            ended = actions.end_appointment(
                appointment, ends_on=form.ends_on.data, by=viewer().person_id, now=clock.now()
            )
            db.session.commit()
            flash(_("She is a coach until and with that day."))
            return redirect(url_for(".show_coach", person_id=ended.person_id))
    return page("people/end_appointment.html", form=form, appointment=appointment)


def _coach_form(appointment: CoachAppointment | None) -> CoachForm:
    given = (
        {
            "institution": appointment.institution_id,
            "weekly_hours": decimal(appointment.weekly_minutes / 60, 1 if appointment.weekly_minutes % 60 else 0),
            "starts_on": appointment.starts_on,
            "ends_on": appointment.ends_on,
        }
        if appointment
        else {"starts_on": clock.today()}
    )
    form = CoachForm(**given)
    named = ((institution.id, institution.name) for institution in schools.institutions(on=clock.today()))
    form.institution.choices = choices(named, none=_("Choose an institution"))
    return form
