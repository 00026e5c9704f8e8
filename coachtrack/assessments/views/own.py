"""A teacher's own page: what she said, what she can say now, say it otherwise, take it back. Nobody else comes here."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.assessments import actions, queries
from coachtrack.assessments.forms import AssessmentForm, form_for
from coachtrack.assessments.models import SelfAssessment
from coachtrack.assessments.permissions import may_assess_at, may_see_assessment
from coachtrack.assessments.rules.questions import AssessmentMoment, is_open
from coachtrack.assessments.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.funding import queries as funding

Answer = str | Response | tuple[str, int]


@bp.get("/mijn-blik")
@access(SIGNED_IN)
def mine() -> str:
    """Everything she said, and what she can say about the periods that run."""
    person_id, today = viewer().person_id, clock.today()
    said = queries.assessments_of(person_id)
    about = {each.about for each in said}
    open_periods = [
        period
        for period in funding.periods_on(today)
        if f"period:{period.id}" not in about and queries.schools_to_assess(person_id, period.id, today)
    ]
    changeable = {each.id for each in said if is_open(each.period.starts_on, each.period.ends_on, today)}
    return render_template("assessments/mine.html", said=said, open_periods=open_periods, changeable=changeable)


@bp.route("/mijn-blik/periode/<int:period_id>", methods=["GET", "POST"])
@access("teacher")
def say_for_period(period_id: int) -> Answer:
    """Once a period, and as often as she likes until it ends: how it goes now."""
    period, person_id = funding.get_period(period_id), viewer().person_id
    schools = queries.schools_to_assess(person_id, period_id, clock.today())
    school = next((each for each in schools if may_assess_at(viewer(), each.id)), None)
    if school is None:
        raise NotFound
    about = actions.About(person_id, school.id, period, AssessmentMoment.PERIOD)
    standing = queries.find_assessment(person_id, about.key, about.moment)
    form = form_for(about.moment, None, standing.said if standing else None)
    if form.validate_on_submit():
        with form.refusals():
            actions.say(about, form.answers, now=clock.now())
            db.session.commit()
            return said_it(form)
    return page("assessments/say_for_period.html", form=form, period=period)


@bp.route("/mijn-blik/<int:assessment_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def change(assessment_id: int) -> Answer:
    """She says it otherwise, while the period runs."""
    standing = _hers(assessment_id)
    about = actions.About(
        standing.person_id, standing.school_id, standing.period, standing.moment,
        trajectory_id=standing.trajectory_id, discipline=standing.discipline,
    )  # fmt: skip
    form = form_for(standing.moment, standing.discipline, standing.said)
    if form.validate_on_submit():
        with form.refusals():
            actions.say(about, form.answers, now=clock.now())
            db.session.commit()
            return said_it(form)
    return page("assessments/change.html", form=form, assessment=standing)


@bp.post("/mijn-blik/<int:assessment_id>/verwijderen")
@access(SIGNED_IN)
def take_back(assessment_id: int) -> Response:
    """She does not want to have said it."""
    actions.take_back(_hers(assessment_id))
    db.session.commit()
    flash(_("Your answers are gone."))
    return redirect(url_for(".mine"), 303)


@bp.post("/mijn-blik/verwijderen")
@access(SIGNED_IN)
def take_back_everything() -> Response:
    """She does not want to have said anything."""
    actions.take_back_everything(viewer().person_id)
    db.session.commit()
    flash(_("All your answers are gone."))
    return redirect(url_for(".mine"), 303)


def said_it(form: AssessmentForm) -> Response:
    """Thank her, and go to her own page."""
    flash(_("Thank you. Only you can read this back.") if form.answers else _("You skipped everything. That is fine."))
    return redirect(url_for("assessments.mine"), 303)


def _hers(assessment_id: int) -> SelfAssessment:
    found = queries.get_assessment(assessment_id)
    allow_or_404(may_see_assessment(viewer(), found))
    return found
