"""The requirement of a period: the version in force, those before it, and the form of a new one."""

from datetime import date
from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import access, viewer
from coachtrack.coverage import actions, queries
from coachtrack.coverage.forms import RequirementForm, rearranged
from coachtrack.coverage.forms.requirement import MOST_DEMANDS, MOST_GROUPS
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.rules.requirement import Demand, Group, Measure, Requirement, read_requirement
from coachtrack.coverage.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import get_period
from coachtrack.people.rules.posts import FUNCTION_LABELS, PostFunction
from coachtrack.viewer import Role

FIRST = Requirement(
    (Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1),)),),
    functions=frozenset({PostFunction.CLASS_TEACHER, PostFunction.SUBJECT_TEACHER, PostFunction.CAREER_SWITCHER}),
)
"""What the form suggests before there is a first version; the commission writes its own."""
MOST = {"most_groups": MOST_GROUPS, "most_demands": MOST_DEMANDS}
MOST_AT_ONCE = 2_000
"""More people than this are judged beside the request, with a page that shows how far it is."""


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
    """A new version of the requirement: written here, shown with whose status it changes, and set there."""
    period = get_period(period_id)
    if request.form.get("add") or request.form.get("remove"):
        typed = rearranged(request.form, add=request.form.get("add", ""), remove=request.form.get("remove", ""))
        form = RequirementForm(typed)
        return render_template("coverage/set_requirement.html", form=form, period=period, **MOST), 200
    form = RequirementForm.of(*_to_begin_with(period))
    if form.validate_on_submit():
        with form.refusals():
            actions.check_version(period, form.requirement, form.starts_on.data)
            return redirect(_tried(period, form.requirement, form.starts_on.data), 303)
    return page("coverage/set_requirement.html", form=form, period=period, **MOST)


def today_in(period: FundingPeriod) -> date:
    """Today, or the first or last day of a period that today does not lie in."""
    return min(max(clock.today(), period.starts_on), period.ends_on)


def _to_begin_with(period: FundingPeriod) -> tuple[Requirement, date]:
    """What the form shows first: what was just tried out, or the newest version, or a suggestion."""
    trial_id = request.args.get("proef", type=int)
    if trial_id is not None:
        trial = actions.trial_of(queries.get_trial(trial_id))
        return trial.requirement, trial.starts_on
    latest = next(iter(queries.rules_of(period.id)), None)
    if latest is None:
        return FIRST, period.starts_on
    return read_requirement(latest.definition), today_in(period)


def _tried(period: FundingPeriod, requirement: Requirement, starts_on: date) -> str:
    """Where to see whose status changes: at once for a small programme, else the page of the work that finds out."""
    person_id, on = viewer().person_id, today_in(period)
    address = url_for(".show_trial", trial_id=0).removesuffix("0")
    work = partial(_try, period.id, requirement, starts_on, on, person_id, address)
    if queries.how_many_people(Reference(period, on)) <= MOST_AT_ONCE:
        there = work(None)
        db.session.commit()
        return there
    return url_for("home.job", job_id=jobs.start("coverage_computation", work, by=person_id, now=clock.now()))


def _try(
    period_id: int,
    requirement: Requirement,
    starts_on: date,
    on: date,
    by: int,
    address: str,
    progress: jobs.Progress | None,
) -> str:
    reference, now = Reference(get_period(period_id), on), clock.now()
    tried = actions.try_requirement(reference, requirement, starts_on=starts_on, by=by, now=now, progress=progress)
    return f"{address}{tried.id}"
