"""Days of a school from its own calendar file: choose it, look at what stands in it, take over what is ticked."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda import queries
from coachtrack.agenda.forms.school_days import DayLinesForm, SchoolCalendarForm
from coachtrack.agenda.rules.school_calendar import CalendarLine, Standing
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.forms import page, say
from coachtrack.schools.actions import add_closure
from coachtrack.schools.models import School
from coachtrack.schools.permissions import may_keep_days
from coachtrack.schools.queries import get_school
from coachtrack.viewer import Role

KEEPERS = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR, Role.COMMISSION, Role.ADMINISTRATOR)


@bp.route("/scholen/<int:school_id>/dagen/uit-agenda", methods=["GET", "POST"])
@access(*KEEPERS)
def import_school_days(school_id: int) -> str | tuple[str, int] | Response:
    """The file, and what stands in it. Of the file nothing is kept."""
    school = _kept(school_id)
    form = SchoolCalendarForm()
    if form.validate_on_submit():
        with form.refusals():
            file = form.file.data.read()
            db.session.rollback()  # others may write while this file is read
            return _preview(school_id, queries.lines_of_calendar(file, school_id, today=clock.today()))
    return page("agenda/import_school_days.html", form=form, school=school)


def _preview(school_id: int, lines: Sequence[CalendarLine]) -> str:
    open_lines = [line for line in lines if line.standing is not Standing.THERE]
    form = DayLinesForm.proposing(open_lines)
    form.form_page.data = url_for(".import_school_days", school_id=school_id)
    return render_template(
        "agenda/take_over_school_days.html",
        form=form,
        school=get_school(school_id),
        lines=open_lines,
        there=len(lines) - len(open_lines),
        proposed=sum(line.standing is Standing.NEW for line in open_lines),
    )


@bp.post("/scholen/<int:school_id>/dagen/uit-agenda/overnemen")
@access(*KEEPERS)
def take_over_school_days(school_id: int) -> tuple[str, int] | Response:
    """Take over what is ticked, all of it or nothing."""
    school = _kept(school_id)
    form = DayLinesForm()
    if form.validate_on_submit():
        with form.refusals():
            _take_over(school, form)
            db.session.commit()
            flash(_("The days stand in the calendar of the school now."))
            return redirect(url_for("schools.days", school_id=school_id), 303)
    return page(
        "agenda/take_over_school_days.html", form=form, school=school, lines=(), there=0, proposed=len(form.taken)
    )


def _take_over(school: School, form: DayLinesForm) -> None:
    if not form.taken:
        raise Refused(N_("Nothing is ticked yet. Tick the days that you want to take over."))
    for line in form.taken.values():
        days = {name: line[name].data for name in ("kind", "starts_on", "ends_on")}
        try:
            add_closure(school, **days, name=line.name.data or "", by=viewer().person_id, now=clock.now())
        except Refused as refusal:
            line.take.errors = (say(refusal),)
            raise Refused(
                N_("Nothing has been taken over yet: one of the days does not fit. See beside it.")
            ) from refusal


def _kept(school_id: int) -> School:
    """The school, for who may keep its days."""
    school = get_school(school_id)
    allow_or_404(may_keep_days(viewer(), school))
    return school
