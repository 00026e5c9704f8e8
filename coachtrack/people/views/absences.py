"""Absences: from when until when someone is away. Nothing medical is asked or kept."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.forms import choices, page
from coachtrack.people import actions, permissions, queries
from coachtrack.people.forms import AbsenceForm, EndForm
from coachtrack.people.models import Absence
from coachtrack.people.rules.coaches import ABSENCE_LABELS, AbsenceKind
from coachtrack.people.views.blueprint import bp
from coachtrack.viewer import Role

KEEPERS = (Role.ADMINISTRATOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


@bp.route("/<int:person_id>/afwezigheid/nieuw", methods=["GET", "POST"])
@access(*KEEPERS)
def add_absence(person_id: int) -> tuple[str, int] | Response:
    """A person is away."""
    person = queries.get_person(person_id)
    _check(person_id)
    form = _absence_form(None)
    if form.validate_on_submit():
        with form.refusals():
            actions.add_absence(
                person,
                kind=AbsenceKind(form.kind.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("It is noted that %(name)s is away.", name=person.name))
            return redirect(url_for(".show", person_id=person.id))
    return page("people/add_absence.html", form=form, person=person)


@bp.route("/afwezigheid/<int:absence_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def change_absence(absence_id: int) -> tuple[str, int] | Response:
    """She is away otherwise than was noted."""
    absence = queries.get_absence(absence_id)
    _check(absence.person_id)
    form = _absence_form(absence)
    if form.validate_on_submit():
        with form.refusals():
            changed = actions.change_absence(
                absence,
                kind=AbsenceKind(form.kind.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The absence has been changed."))
            return redirect(url_for(".show", person_id=changed.person_id))
    return page("people/change_absence.html", form=form, absence=absence)


@bp.route("/afwezigheid/<int:absence_id>/beeindigen", methods=["GET", "POST"])
@access(*KEEPERS)
def end_absence(absence_id: int) -> tuple[str, int] | Response:
    """She is back."""
    absence = queries.get_absence(absence_id)
    _check(absence.person_id)
    form = EndForm(ends_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            ended = actions.end_absence(absence, ends_on=form.ends_on.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The absence ends then."))
            return redirect(url_for(".show", person_id=ended.person_id))
    return page("people/end_absence.html", form=form, absence=absence)


def _check(person_id: int) -> None:
    current = queries.school_ids_of(person_id, on=clock.today())
    allow_or_404(permissions.may_record_absence(viewer(), current))


def _absence_form(absence: Absence | None) -> AbsenceForm:
    given = {"kind": absence.kind.value, "starts_on": absence.starts_on, "ends_on": absence.ends_on} if absence else {}
    form = AbsenceForm(**given)
    form.kind.choices = choices((value.value, _(label)) for value, label in ABSENCE_LABELS.items())
    return form
