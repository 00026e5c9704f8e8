"""The weeks in which the schools of a district work on their project; proposed between two school holidays."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda import queries
from coachtrack.agenda.forms.holidays import ProjectForm
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import check_version, db
from coachtrack.formatting import day_long
from coachtrack.forms import page
from coachtrack.schools.actions import add_project as add
from coachtrack.schools.actions import change_project as change
from coachtrack.schools.actions import remove_project as remove
from coachtrack.schools.models import DistrictProject
from coachtrack.schools.queries import get_district, get_project
from coachtrack.viewer import Role

KEEPERS = (Role.ADMINISTRATOR, Role.COMMISSION)


@bp.route("/scholen/wijken/<int:district_id>/wijkproject", methods=["GET", "POST"])
@access(*KEEPERS)
def add_project(district_id: int) -> tuple[str, int] | Response:
    """A project of a district, between voorjaarsvakantie and meivakantie unless said otherwise."""
    district = get_district(district_id)
    weeks = queries.weeks_for_project(district_id, today=clock.today())
    form = ProjectForm(**({"starts_on": weeks.first, "ends_on": weeks.last} if weeks else {}))
    if form.validate_on_submit():
        with form.refusals():
            add(district, **_said(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been added.", name=form.name.data))
            return redirect(url_for("schools.rename_district", district_id=district_id), 303)
    return page("agenda/add_project.html", form=form, district=district, weeks=weeks)


@bp.route("/scholen/wijkprojecten/<int:project_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def change_project(project_id: int) -> tuple[str, int] | Response:
    """Other weeks or another name, or not at all."""
    project = get_project(project_id)
    district = project.district
    known = {"name": project.name, "starts_on": project.starts_on, "ends_on": project.ends_on}
    form = ProjectForm(**known, version=str(project.version))
    if form.validate_on_submit():
        with form.refusals():
            said = {"starts_on": day_long(project.starts_on), "ends_on": day_long(project.ends_on)}
            check_version(project, form.opened_version, {"name": project.name} | said)
            flash(_save(project, form))
            db.session.commit()
            return redirect(url_for("schools.rename_district", district_id=district.id), 303)
    return page("agenda/change_project.html", form=form, district=district)


def _save(project: DistrictProject, form: ProjectForm) -> str:
    """Change or remove it, as the button says; the words to say afterwards."""
    name = project.name
    if "remove" in request.form:
        remove(project, by=viewer().person_id, now=clock.now())
        return str(_("%(name)s has been removed.", name=name))
    change(project, **_said(form), by=viewer().person_id, now=clock.now())
    return str(_("%(name)s has been changed.", name=name))


def _said(form: ProjectForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "starts_on", "ends_on")}
