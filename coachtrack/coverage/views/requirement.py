"""The requirement of a period: the version in force, those before it, and a new one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.coverage import actions, queries
from coachtrack.coverage.forms import RequirementForm
from coachtrack.coverage.rules.requirement import Demand, Group, Measure, Requirement, read_requirement
from coachtrack.coverage.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.funding.queries import get_period
from coachtrack.people.rules.posts import FUNCTION_LABELS, PostFunction
from coachtrack.viewer import Role

FIRST = Requirement(
    (Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1),)),),
    functions=frozenset({PostFunction.CLASS_TEACHER, PostFunction.SUBJECT_TEACHER, PostFunction.CAREER_SWITCHER}),
)
"""What the form suggests before there is a first version; the commission writes its own."""


@bp.get("/voorwaarde/<int:period_id>")
@access(Role.COMMISSION)
def show_requirement(period_id: int) -> str:
    """The requirement in words, and its earlier versions."""
    return render_template(
        "coverage/show_requirement.html",
        period=get_period(period_id),
        versions=[(rule, read_requirement(rule.definition)) for rule in queries.rules_of(period_id)],
        in_force=queries.rule_in_force(period_id, clock.today()),
        function_labels=FUNCTION_LABELS,
    )


@bp.route("/voorwaarde/<int:period_id>/nieuw", methods=["GET", "POST"])
@access(Role.COMMISSION)
def set_requirement(period_id: int) -> Response | tuple[str, int]:
    """A new version of the requirement, from a day."""
    period = get_period(period_id)
    form = RequirementForm()
    form.fill_choices()
    if form.validate_on_submit():
        with form.refusals():
            now = clock.now()
            actions.set_requirement(
                period, form.requirement, starts_on=form.starts_on.data, by=viewer().person_id, now=now
            )
            db.session.commit()
            flash(_("The requirement has been set."))
            return redirect(url_for(".show_requirement", period_id=period_id))
    elif not form.is_submitted() and not form.starts_on.data:
        latest = next(iter(queries.rules_of(period_id)), None)
        form.show(read_requirement(latest.definition) if latest else FIRST)
        form.starts_on.data = min(max(clock.today(), period.starts_on), period.ends_on) if latest else period.starts_on
    return page("coverage/set_requirement.html", form=form, period=period)
