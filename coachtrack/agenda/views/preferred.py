"""The page on which a teacher says at what times she likes to be coached."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.preferred import PreferredForm
from coachtrack.agenda.rules.preferred import MOST_LINES
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.viewer import Role


@bp.route("/agenda/voorkeuren", methods=["GET", "POST"])
@access(Role.TEACHER)
def preferred_times() -> str | tuple[str, int] | Response:
    """When I like to be coached: only used to propose moments, and shown to nobody."""
    person_id = viewer().person_id
    form = PreferredForm(lines=queries.preferred_times_of(person_id))
    if "more" in request.form and len(form.lines) < MOST_LINES:
        form.lines.append_entry()
        return render_template("agenda/preferred_times.html", form=form, most=MOST_LINES)
    if form.validate_on_submit():
        with form.refusals():
            actions.prefer_times(person_id, form.told(), by=person_id, now=clock.now())
            db.session.commit()
            flash(_("Your times have been saved. Your coach gets proposals that fit them first."))
            return redirect(url_for(".preferred_times"), 303)
    return page("agenda/preferred_times.html", form=form, most=MOST_LINES)
