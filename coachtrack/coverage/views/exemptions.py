"""Exempt someone from the requirement, and end it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.coverage import actions, queries
from coachtrack.coverage.forms import ExemptionForm
from coachtrack.coverage.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.funding.queries import get_period
from coachtrack.people.queries import get_person
from coachtrack.viewer import Role


@bp.route("/mensen/<int:person_id>/vrijstelling/<int:period_id>", methods=["GET", "POST"])
@access(Role.COMMISSION)
def exempt(person_id: int, period_id: int) -> Response | tuple[str, int]:
    """Someone need not meet the requirement: why, and until when."""
    person, period = get_person(person_id), get_period(period_id)
    form = ExemptionForm()
    form.fill_choices()
    if form.validate_on_submit():
        with form.refusals():
            actions.exempt(
                person_id,
                period,
                reason=form.reason.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("%(name)s has been exempted.", name=person.name))
            return redirect(url_for(".show_person", person_id=person_id, periode=period_id))
    if not form.is_submitted() and form.starts_on.data is None:
        form.starts_on.data = clock.today()
    return page("coverage/exempt.html", form=form, person=person, period=period)


@bp.post("/vrijstellingen/<int:exemption_id>/beeindigen")
@access(Role.COMMISSION)
def end_exemption(exemption_id: int) -> Response:
    """From today the requirement holds for her again."""
    exemption = queries.get_exemption(exemption_id)
    back = url_for(".show_person", person_id=exemption.person_id, periode=exemption.period_id)
    try:
        actions.end_exemption(exemption, on=clock.today(), by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        flash(say(refusal), "warning")
        return redirect(back)
    db.session.commit()
    flash(_("The exemption has ended."))
    return redirect(back)
