"""How schools stand in the frame of the programme: part and track, what they signed, by which framework they work."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.funding import actions, permissions, queries
from coachtrack.funding.forms import FrameworkForm, SigningForm, track_words
from coachtrack.funding.models import FrameworkChoice
from coachtrack.funding.views.blueprint import Answer, bp
from coachtrack.schools.queries import get_school
from coachtrack.viewer import Role

OF_A_SCHOOL = (Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


@bp.get("/scholen")
@access(Role.COMMISSION)
def schools() -> Answer:
    """Every school of a period: its track, whether it was told and signed, and by which framework it works."""
    allow_or_404(permissions.may_record_funding(viewer()))
    periods, today = queries.periods(), clock.today()
    asked = request.args.get("periode", type=int)
    current = queries.period_on(today)
    period = next((each for each in periods if each.id == asked), current or next(iter(periods), None))
    rows = queries.schools_in_frame(period.id, today) if period else []
    return render_template(
        "funding/schools.html", period=period, periods=periods, rows=rows, tracks=track_words(), today=today
    )


@bp.get("/scholen/<int:school_id>")
@access(*OF_A_SCHOOL)
def show_school(school_id: int) -> Answer:
    """One school: its part in every period, what it signed, and its frameworks over the years."""
    school = get_school(school_id)
    allow_or_404(permissions.may_see_frame_of(viewer(), school_id))
    choices = queries.choices_of(school_id)
    return render_template(
        "funding/show_school.html",
        school=school,
        parts=queries.parts_of_school(school_id),
        signed=queries.agreements_signed(school_id),
        choices=choices,
        standing=queries.choice_on(choices, clock.today()),
        tracks=track_words(),
        may_record=permissions.may_record_funding(viewer()),
        may_choose=permissions.may_choose_framework(viewer(), school_id),
    )


@bp.route("/scholen/<int:school_id>/overeenkomst/<int:period_id>", methods=["GET", "POST"])
@access(Role.COMMISSION)
def record_signing(school_id: int, period_id: int) -> Answer:
    """A school signed the cooperation agreement of a period."""
    allow_or_404(permissions.may_record_funding(viewer()))
    school, period = get_school(school_id), queries.get_period(period_id)
    form = SigningForm.of(queries.agreements_signed(school_id).get(period_id))
    if form.validate_on_submit():
        with form.refusals():
            said = {"signed_on": form.signed_on.data, "signed_by": form.signed_by.data or ""}
            by, version = viewer().person_id, form.opened_version
            actions.record_signing(school_id, period, **said, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The cooperation agreement of %(name)s has been recorded.", name=school.name))
            return redirect(url_for(".show_school", school_id=school_id))
    return page("funding/record_signing.html", form=form, school=school, period=period)


@bp.route("/scholen/<int:school_id>/kader", methods=["GET", "POST"])
@access(*OF_A_SCHOOL)
def choose_framework(school_id: int) -> Answer:
    """A school works by a framework from a day on."""
    school = get_school(school_id)
    allow_or_404(permissions.may_choose_framework(viewer(), school_id))
    form = FrameworkForm(starts_on=clock.today())
    frameworks = form.offer(queries.curriculum_frameworks())
    if form.validate_on_submit():
        with form.refusals():
            chosen = frameworks[form.framework.data]
            by, starts_on = viewer().person_id, form.starts_on.data
            actions.choose_framework(school_id, chosen, starts_on=starts_on, by=by, now=clock.now())
            db.session.commit()
            flash(_("The framework has been recorded."))
            return redirect(url_for(".show_school", school_id=school_id, _anchor="frameworks"))
    return page("funding/choose_framework.html", form=form, school=school)


def _choice_of_hers(choice_id: int) -> FrameworkChoice:
    """The choice, for who may choose for its school; for others it does not exist."""
    choice = queries.get_choice(choice_id)
    if not permissions.may_choose_framework(viewer(), choice.school_id):
        raise NotFound
    return choice


@bp.route("/kaderkeuze/<int:choice_id>", methods=["GET", "POST"])
@access(*OF_A_SCHOOL)
def change_choice(choice_id: int) -> Answer:
    """Another framework than was entered, or from another day."""
    choice = _choice_of_hers(choice_id)
    form = FrameworkForm.of(choice)
    frameworks = form.offer(queries.curriculum_frameworks())
    if form.validate_on_submit():
        with form.refusals():
            chosen, starts_on = frameworks[form.framework.data], form.starts_on.data
            by, version = viewer().person_id, form.opened_version
            actions.change_choice(choice, chosen, starts_on=starts_on, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The framework has been recorded."))
            return redirect(url_for(".show_school", school_id=choice.school_id, _anchor="frameworks"))
    return page("funding/change_choice.html", form=form, choice=choice)


@bp.post("/kaderkeuze/<int:choice_id>/weghalen")
@access(*OF_A_SCHOOL)
def drop_choice(choice_id: int) -> Answer:
    """A choice that was entered by mistake."""
    choice = _choice_of_hers(choice_id)
    school_id = choice.school_id
    actions.drop_choice(choice, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The choice has been taken back. The one before it stands again."))
    return redirect(url_for(".show_school", school_id=school_id, _anchor="frameworks"))
