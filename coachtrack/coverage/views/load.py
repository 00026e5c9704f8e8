"""The load meter: team meetings of schools against what they want, and the time that teachers spend."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage import permissions
from coachtrack.coverage.forms import CeilingForm
from coachtrack.coverage.queries.load import load_of_programme, years_of_school
from coachtrack.coverage.views.blueprint import asked_page, bp
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.schools.queries import get_school
from coachtrack.trainings.actions.ceilings import set_ceiling as set_it
from coachtrack.trainings.queries import find_ceiling, meeting_load
from coachtrack.viewer import Role

FIRST_YEAR, LAST_YEAR = 2000, 2098


def asked_year() -> int:
    """The school year in the address, known by the year in which it begins, or this one."""
    typed = request.args.get("schooljaar", type=int)
    return typed if typed and FIRST_YEAR <= typed <= LAST_YEAR else SchoolYear.of(clock.today()).first


@bp.get("/tijd")
@access(Role.COMMISSION, Role.ADVISOR)
def load() -> str:
    """How much is asked of every school, beside what it wants; of an advisor's schools, without their hours."""
    allow_or_404(permissions.may_compare_loads(viewer()))
    everything, year = permissions.may_see_all_coverage(viewer()), asked_year()
    own = None if everything else viewer().school_ids(Role.ADVISOR)
    programme = load_of_programme(year, school_ids=own, page=asked_page())
    return render_template("coverage/load.html", programme=programme, year=year, sees_all=everything)


@bp.get("/scholen/<int:school_id>/tijd")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def school_load(school_id: int) -> str:
    """One school: its team meetings against the most it wants, and the time of its teachers."""
    allow_or_404(permissions.may_see_school_coverage(viewer(), school_id))
    year = asked_year()
    shows_minutes = permissions.may_see_total_minutes(viewer(), [school_id])
    return render_template(
        "coverage/school_load.html",
        school=get_school(school_id),
        year=year,
        meetings=meeting_load(school_id, year),
        years=years_of_school(school_id, year) if shows_minutes else [],
        sees_all=permissions.may_see_all_coverage(viewer()),
        may_compare=permissions.may_compare_loads(viewer()),
        may_set=permissions.may_set_ceiling(viewer(), school_id),
    )


@bp.route("/scholen/<int:school_id>/grens", methods=["GET", "POST"])
@access(Role.ADVISOR, Role.SCHOOL_LEADER)
def set_ceiling(school_id: int) -> Response | tuple[str, int]:
    """The most team meetings that a school wants in a school year."""
    allow_or_404(permissions.may_set_ceiling(viewer(), school_id))
    school, year = get_school(school_id), asked_year()
    form = CeilingForm.of(find_ceiling(school_id, year))
    if form.validate_on_submit():
        with form.refusals():
            said = {"meetings": form.meetings.data, "minutes": form.minutes, "version": form.opened_version}
            set_it(school_id, year, **said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The ceiling for team meetings has been set."))
            return redirect(url_for(".school_load", school_id=school_id, schooljaar=year))
    return page(
        "coverage/set_ceiling.html", form=form, school=school, year=year, meetings=meeting_load(school_id, year)
    )
