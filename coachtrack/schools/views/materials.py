"""What a school teaches from: a list that those who coach there pick from."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.forms import choices, page
from coachtrack.schools import actions, permissions, queries
from coachtrack.schools.forms import MaterialForm
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, MATERIAL_LABELS, Discipline, MaterialKind
from coachtrack.schools.views.blueprint import bp


@bp.route("/<int:school_id>/materiaal/nieuw", methods=["GET", "POST"])
@access(SIGNED_IN)
def add_material(school_id: int) -> str | tuple[str, int] | Response:
    """A method or source book that the school uses."""
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_keep_materials(viewer(), school))
    form = MaterialForm(kind=MaterialKind.METHOD.value)
    form.kind.choices = choices((value.value, _(label)) for value, label in MATERIAL_LABELS.items())
    form.discipline.choices = choices(
        ((value.value, _(label)) for value, label in DISCIPLINE_LABELS.items()), none=_("More than one discipline")
    )
    if form.validate_on_submit():
        with form.refusals():
            actions.add_material(
                school,
                title=form.title.data or "",
                kind=MaterialKind(form.kind.data),
                discipline=Discipline(form.discipline.data) if form.discipline.data else None,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("%(title)s stands on the list now.", title=form.title.data))
            return redirect(url_for(".show", school_id=school.id, _anchor="materiaal"))
    return page("schools/add_material.html", form=form, school=school)


@bp.post("/materiaal/<int:material_id>/beeindigen")
@access(SIGNED_IN)
def end_material(material_id: int) -> Response:
    """The school stopped using this; sessions that began with it keep it."""
    material = queries.get_material(material_id)
    school = queries.get_school(material.school_id)
    allow_or_404(permissions.may_keep_materials(viewer(), school))
    actions.end_material(material, ended_on=clock.today(), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("%(title)s is no longer used from today on.", title=material.title))
    return redirect(url_for(".show", school_id=school.id, _anchor="materiaal"))
