"""The days and times of a school: when it is closed for a reason of its own, and when it is open in the week."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.formatting import capital, day_long, school_year
from coachtrack.forms import page
from coachtrack.schools import actions, permissions, queries
from coachtrack.schools.forms import ClosureForm, TimesForm
from coachtrack.schools.models import School, SchoolClosure
from coachtrack.schools.rules.subjects import CLOSURE_LABELS
from coachtrack.schools.rules.times import USUAL_TIMES, WEEKDAYS
from coachtrack.schools.views.blueprint import bp
from coachtrack.viewer import Role

KEEPERS = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR, Role.COMMISSION, Role.ADMINISTRATOR)


@bp.get("/<int:school_id>/dagen")
@access(SIGNED_IN)
def days(school_id: int) -> str:
    """When the school is closed by its own choice, year by year, and its times in the week."""
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_see_school(viewer(), school))
    closures, times = queries.closures_of(school.id), queries.school_times(school.id)
    years = [(year, list(found)) for year, found in groupby(closures, key=lambda each: school_year(each.starts_on))]
    return render_template(
        "schools/days.html",
        school=school,
        years=years,
        this_year=school_year(clock.today()),
        labels=CLOSURE_LABELS,
        times=times,
        is_told=times is not USUAL_TIMES,
        weekdays=WEEKDAYS,
        may_keep=permissions.may_keep_days(viewer(), school),
        keeps_agenda=viewer().leads_school(school.id) or viewer().advises_school(school.id),
    )


@bp.route("/<int:school_id>/dagen/nieuw", methods=["GET", "POST"])
@access(*KEEPERS)
def add_closure(school_id: int) -> tuple[str, int] | Response:
    """Days on which the school does otherwise than its region."""
    school = _kept(school_id)
    form = ClosureForm()
    if form.validate_on_submit():
        with form.refusals():
            closure = actions.add_closure(school, **_said(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s stands in the calendar of the school.", name=_name_of(closure)))
            flash(_("What was planned for then stays: look in the agenda what that is, and talk to who planned it."))
            return redirect(url_for(".days", school_id=school.id))
    return page("schools/add_closure.html", form=form, school=school)


@bp.route("/dagen/<int:closure_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def change_closure(closure_id: int) -> tuple[str, int] | Response:
    """Other days, another kind or name, or not at all."""
    closure = queries.get_closure(closure_id)
    school = _kept(closure.school_id)
    form = ClosureForm(
        kind=closure.kind,
        name=closure.name,
        starts_on=closure.starts_on,
        ends_on=closure.ends_on,
        version=str(closure.version),
    )
    if form.validate_on_submit():
        with form.refusals():
            check_version(closure, form.opened_version, _as_it_stands(closure))
            flash(_save(closure, form))
            db.session.commit()
            return redirect(url_for(".days", school_id=school.id))
    return page("schools/change_closure.html", form=form, school=school, closure=closure)


def _save(closure: SchoolClosure, form: ClosureForm) -> str:
    """Change or remove it, as the button says; the words to say afterwards."""
    if "remove" in request.form:
        name = _name_of(closure)
        actions.remove_closure(closure, by=viewer().person_id, now=clock.now())
        return str(_("%(name)s has been removed.", name=name))
    actions.change_closure(closure, **_said(form), by=viewer().person_id, now=clock.now())
    return str(_("%(name)s has been changed.", name=_name_of(closure)))


@bp.route("/<int:school_id>/dagen/tijden", methods=["GET", "POST"])
@access(*KEEPERS)
def set_times(school_id: int) -> tuple[str, int] | Response:
    """From when until when the school is open on each day of the week."""
    school = _kept(school_id)
    stored = queries.school_times(school.id)
    known = {f"from_{weekday}": starts for weekday, (starts, _ends) in stored.items()}
    known |= {f"until_{weekday}": ends for weekday, (_starts, ends) in stored.items()}
    form = TimesForm(**known, version=str(school.version))
    if form.validate_on_submit():
        with form.refusals():
            said = {name: value.strftime("%H:%M") for name, value in known.items()}
            check_version(school, form.opened_version, said)
            actions.set_times(school, form.times, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The times of the school have been saved."))
            return redirect(url_for(".days", school_id=school.id, _anchor="tijden"))
    return page("schools/set_times.html", form=form, school=school, weekdays=WEEKDAYS)


def _kept(school_id: int) -> School:
    """The school, for who may keep its days."""
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_keep_days(viewer(), school))
    return school


def _said(form: ClosureForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("kind", "starts_on", "ends_on")} | {"name": form.name.data or ""}


def _name_of(closure: SchoolClosure) -> str:
    return capital(closure.name or _(CLOSURE_LABELS[closure.kind]))


def _as_it_stands(closure: SchoolClosure) -> dict[str, str]:
    return {
        "kind": _(CLOSURE_LABELS[closure.kind]),
        "name": closure.name,
        "starts_on": day_long(closure.starts_on),
        "ends_on": day_long(closure.ends_on),
    }
