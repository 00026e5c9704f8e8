"""What a coach may coach in, how long, and the course she follows or finished."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.database import db
from coachtrack.forms import choices, page
from coachtrack.people import actions, queries
from coachtrack.people.forms import DisciplineForm, QualificationForm
from coachtrack.people.rules.coaches import QUALIFICATION_LABELS, QualificationStatus
from coachtrack.people.views.blueprint import bp
from coachtrack.schools import queries as schools
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.viewer import Role


@bp.route("/coaches/<int:person_id>/discipline", methods=["GET", "POST"])
@access(Role.COMMISSION)
def set_discipline(person_id: int) -> tuple[str, int] | Response:
    """From when until when she may coach in a discipline."""
    person = queries.get_person(person_id)
    form = DisciplineForm(discipline=request.args.get("discipline"), starts_on=clock.today())
    form.discipline.choices = choices((value.value, _(label)) for value, label in DISCIPLINE_LABELS.items())
    if form.validate_on_submit():
        with form.refusals():
            actions.set_coach_discipline(
                person,
                Discipline(form.discipline.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The discipline has been saved."))
            return redirect(url_for(".show_coach", person_id=person.id))
    return page("people/set_discipline.html", form=form, person=person)


@bp.route("/coaches/<int:person_id>/opleiding", methods=["GET", "POST"])
@access(Role.COMMISSION)
def record_qualification(person_id: int) -> tuple[str, int] | Response:
    """The course for coaching on the work floor."""
    person = queries.get_person(person_id)
    form = QualificationForm(course=request.args.get("course"), progress=QualificationStatus.OBTAINED.value)
    form.progress.choices = choices((value.value, _(label)) for value, label in QUALIFICATION_LABELS.items())
    named = ((institution.id, institution.name) for institution in schools.institutions())
    form.provider.choices = choices(named, none=_("Not known"))
    if form.validate_on_submit():
        with form.refusals():
            actions.record_qualification(
                person,
                course=form.course.data or "",
                provider=schools.get_institution(form.provider.data) if form.provider.data else None,
                status=QualificationStatus(form.progress.data),
                obtained_on=form.obtained_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The course has been saved."))
            return redirect(url_for(".show_coach", person_id=person.id))
    return page("people/record_qualification.html", form=form, person=person)
