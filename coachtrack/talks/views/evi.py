"""What Evi, the school's own evaluation of its culture education, said: entered by hand, and shown as a trend."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.schools.queries import get_school
from coachtrack.talks.actions import preparation as actions
from coachtrack.talks.forms.preparation import EviForm, EviResultForm
from coachtrack.talks.models import EviResult
from coachtrack.talks.permissions import may_hold_talks_at, may_see_evi_of
from coachtrack.talks.queries.preparation import Measurement, evi_of, get_evi_result
from coachtrack.talks.rules.preparation import PILLAR_LABELS, SCENARIOS, EviPillar
from coachtrack.talks.views.blueprint import bp
from coachtrack.viewer import Role

WRITERS = (Role.ADVISOR, Role.COMMISSION)
READERS = (*WRITERS, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
Answer = Response | str | tuple[str, int]


@bp.get("/evi/<int:school_id>")
@access(*READERS)
def evi(school_id: int) -> str:
    """The outcomes of a school, day by day, and per pillar as a line."""
    school = get_school(school_id)
    allow_or_404(may_see_evi_of(viewer(), school.id))
    measured = evi_of(school.id)
    return render_template(
        "talks/evi.html",
        school=school,
        measured=measured,
        pillars=PILLAR_LABELS,
        lines=_lines(measured),
        highest=max(SCENARIOS),
        may_write=may_hold_talks_at(viewer(), school.id),
    )


def _lines(measured: Sequence[Measurement]) -> dict[EviPillar, list[tuple[str, int]]]:
    """For each pillar with two outcomes or more: the days with their scenarios, the oldest first."""
    found = {
        pillar: [
            (formatting.day(each.measured_on), each.results[pillar].scenario)
            for each in reversed(measured)
            if pillar in each.results
        ]
        for pillar in EviPillar
    }
    return {pillar: points for pillar, points in found.items() if len(points) > 1}


@bp.route("/evi/<int:school_id>/nieuw", methods=["GET", "POST"])
@access(*WRITERS)
def record_evi(school_id: int) -> Answer:
    """Type over what Evi said."""
    school = get_school(school_id)
    allow_or_404(may_hold_talks_at(viewer(), school.id))
    form: Any = EviForm()
    if form.validate_on_submit():
        with form.refusals():
            by, now = viewer().person_id, clock.now()
            actions.record_evi(school, form.measured_on.data, form.outcomes, by=by, now=now)
            db.session.commit()
            flash(_("The outcome of Evi has been written down."))
            return redirect(url_for(".evi", school_id=school.id), 303)
    return page("talks/record_evi.html", form=form, school=school, pillars=PILLAR_LABELS)


@bp.route("/evi/uitkomst/<int:evi_id>", methods=["GET", "POST"])
@access(*WRITERS)
def change_evi(evi_id: int) -> Answer:
    """Another day, scenario or remark; or not at all."""
    result = get_evi_result(evi_id)
    allow_or_404(may_hold_talks_at(viewer(), result.school_id))
    form, school_id = EviResultForm.of(result), result.school_id
    if form.validate_on_submit():
        with form.refusals():
            flash(_save(result, form))
            db.session.commit()
            return redirect(url_for(".evi", school_id=school_id), 303)
    return page("talks/change_evi.html", form=form, result=result, school=result.school, pillars=PILLAR_LABELS)


def _save(result: EviResult, form: EviResultForm) -> str:
    """Change or remove it, as the button says; the words to say afterwards."""
    version, by, now = form.opened_version, viewer().person_id, clock.now()
    if "remove" in request.form:
        actions.remove_evi(result, version=version, by=by, now=now)
        return str(_("The outcome has been removed."))
    actions.change_evi(
        result,
        measured_on=form.measured_on.data,
        scenario=form.scenario.data,
        remark=form.remark.data or "",
        version=version,
        by=by,
        now=now,
    )
    return str(_("The outcome has been changed."))
