"""The pages of funding: schemes, periods with their goals, participation of schools, opening of coaching."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.funding import actions, queries
from coachtrack.funding.forms import (
    EndOpeningForm,
    GoalForm,
    OpeningForm,
    ParticipationForm,
    ParticipationsForm,
    PeriodForm,
    SchemeForm,
    SchemeNameForm,
    track_words,
)
from coachtrack.funding.permissions import may_record_funding
from coachtrack.funding.views.blueprint import Answer, bp


@bp.route("")
@access("commission")
def index() -> Answer:
    """All schemes with their periods."""
    allow_or_404(may_record_funding(viewer()))
    return render_template("funding/index.html", schemes=queries.schemes(), periods=queries.periods())


@bp.route("/nieuw", methods=["GET", "POST"])
@access("commission")
def add_scheme() -> Answer:
    """A new scheme."""
    allow_or_404(may_record_funding(viewer()))
    form = SchemeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_scheme(
                code=form.code.data or "", name=form.name.data or "", by=viewer().person_id, now=clock.now()
            )
            db.session.commit()
            flash(_("The scheme has been added. Now add its first period."))
            return redirect(url_for(".index"))
    return page("funding/add_scheme.html", form=form)


@bp.post("/bekende-regelingen")
@access("commission")
def add_usual_schemes() -> Answer:
    """The schemes under which the programme has run so far, with their periods and goals."""
    allow_or_404(may_record_funding(viewer()))
    added = actions.add_usual_schemes(by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s period has been added.", "%(num)s periods have been added.", len(added)))
    return redirect(url_for(".index"))


@bp.route("/<int:scheme_id>/wijzigen", methods=["GET", "POST"])
@access("commission")
def change_scheme(scheme_id: int) -> Answer:
    """Another name for a scheme."""
    allow_or_404(may_record_funding(viewer()))
    scheme = queries.get_scheme(scheme_id)
    form = SchemeNameForm(name=scheme.name, version=str(scheme.version))
    if form.validate_on_submit():
        with form.refusals():
            by, version = viewer().person_id, form.opened_version
            actions.change_scheme(scheme, name=form.name.data or "", version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The scheme has been changed."))
            return redirect(url_for(".index"))
    return page("funding/change_scheme.html", form=form, scheme=scheme)


@bp.route("/<int:scheme_id>/perioden/nieuw", methods=["GET", "POST"])
@access("commission")
def add_period(scheme_id: int) -> Answer:
    """A new period of a scheme."""
    allow_or_404(may_record_funding(viewer()))
    scheme = queries.get_scheme(scheme_id)
    form = PeriodForm()
    if form.validate_on_submit():
        with form.refusals():
            days = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
            by = viewer().person_id
            period = actions.add_period(scheme, name=form.name.data or "", **days, by=by, now=clock.now())
            db.session.commit()
            flash(_("The period has been added."))
            return redirect(url_for(".show_period", period_id=period.id))
    return page("funding/add_period.html", form=form, scheme=scheme)


@bp.route("/perioden/<int:period_id>")
@access("commission")
def show_period(period_id: int) -> Answer:
    """A period: its goals, for which tracks coaching is open, which schools take part."""
    allow_or_404(may_record_funding(viewer()))
    return render_template(
        "funding/show_period.html",
        period=queries.get_period(period_id),
        goals=queries.goals_of(period_id),
        openings=queries.openings_of(period_id),
        history=queries.opening_history(period_id),
        participations=queries.participations_of(period_id),
        tracks=track_words(),
        today=clock.today(),
    )


@bp.route("/perioden/<int:period_id>/wijzigen", methods=["GET", "POST"])
@access("commission")
def change_period(period_id: int) -> Answer:
    """Another name or other days for a period."""
    allow_or_404(may_record_funding(viewer()))
    period = queries.get_period(period_id)
    known = {"name": period.name, "starts_on": period.starts_on, "ends_on": period.ends_on}
    form = PeriodForm(**known, version=str(period.version))
    if form.validate_on_submit():
        with form.refusals():
            said = {"name": form.name.data, "starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
            by, version = viewer().person_id, form.opened_version
            actions.change_period(period, **said, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The period has been changed."))
            return redirect(url_for(".show_period", period_id=period.id))
    return page("funding/change_period.html", form=form, period=period)


@bp.route("/perioden/<int:period_id>/doelen/nieuw", methods=["GET", "POST"])
@access("commission")
def add_goal(period_id: int) -> Answer:
    """A new goal of a period."""
    allow_or_404(may_record_funding(viewer()))
    period = queries.get_period(period_id)
    form = GoalForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_goal(period, name=form.name.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The goal has been added."))
            return redirect(url_for(".show_period", period_id=period.id, _anchor="goals"))
    return page("funding/add_goal.html", form=form, period=period)


@bp.route("/doelen/<int:goal_id>/wijzigen", methods=["GET", "POST"])
@access("commission")
def change_goal(goal_id: int) -> Answer:
    """Other words for a goal."""
    allow_or_404(may_record_funding(viewer()))
    goal = queries.get_goal(goal_id)
    form = GoalForm(name=goal.name, version=str(goal.version))
    if form.validate_on_submit():
        with form.refusals():
            by, version = viewer().person_id, form.opened_version
            actions.change_goal(goal, name=form.name.data or "", version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The goal has been changed."))
            return redirect(url_for(".show_period", period_id=goal.period_id, _anchor="goals"))
    return page("funding/change_goal.html", form=form, goal=goal)


@bp.route("/doelen/<int:goal_id>/omhoog", methods=["POST"])
@access("commission")
def raise_goal(goal_id: int) -> Answer:
    """A goal one place higher."""
    allow_or_404(may_record_funding(viewer()))
    goal = queries.get_goal(goal_id)
    actions.raise_goal(goal, by=viewer().person_id, now=clock.now())
    db.session.commit()
    return redirect(url_for(".show_period", period_id=goal.period_id, _anchor="goals"))


@bp.route("/perioden/<int:period_id>/scholen/nieuw", methods=["GET", "POST"])
@access("commission")
def add_participations(period_id: int) -> Answer:
    """Several schools take part on the same terms."""
    allow_or_404(may_record_funding(viewer()))
    period = queries.get_period(period_id)
    schools = {school.id: school for school in queries.schools_outside(period_id)}
    form = ParticipationsForm(starts_on=max(period.starts_on, min(clock.today(), period.ends_on)))
    form.offer_tracks()
    form.schools.choices = [(school.id, school.name) for school in schools.values()]
    if form.validate_on_submit():
        with form.refusals():
            chosen = [schools[school_id] for school_id in form.schools.data]
            rows = actions.add_participations(period, chosen, form.terms, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(ngettext("%(num)s school takes part now.", "%(num)s schools take part now.", len(rows)))
            return redirect(url_for(".show_period", period_id=period.id, _anchor="schools"))
    return page("funding/add_participations.html", form=form, period=period)


@bp.route("/deelname/<int:participation_id>", methods=["GET", "POST"])
@access("commission")
def change_participation(participation_id: int) -> Answer:
    """How one school takes part: change it, end it, and see what was recorded before."""
    allow_or_404(may_record_funding(viewer()))
    row = queries.standing_after(queries.get_participation(participation_id))
    form = ParticipationForm.of(row)
    if form.validate_on_submit():
        with form.refusals():
            by, opened = viewer().person_id, form.opened_version
            actions.change_participation(row, form.terms, opened=opened, by=by, now=clock.now())
            db.session.commit()
            flash(_("The participation of %(name)s has been recorded.", name=row.school.name))
            return redirect(url_for(".show_period", period_id=row.period_id, _anchor="schools"))
    history = queries.participation_history(row.school_id, row.period_id)
    return page("funding/change_participation.html", form=form, row=row, history=history, tracks=track_words())


@bp.route("/perioden/<int:period_id>/openstelling/nieuw", methods=["GET", "POST"])
@access("commission")
def open_coaching(period_id: int) -> Answer:
    """Coaching is opened for the schools of a track."""
    allow_or_404(may_record_funding(viewer()))
    period = queries.get_period(period_id)
    form = OpeningForm()
    form.track.choices = [(track.value, words.capitalize()) for track, words in track_words().items()]
    if form.validate_on_submit():
        with form.refusals():
            said = {"track": form.track.data, "starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
            actions.open_coaching(period, **said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Coaching has been opened."))
            return redirect(url_for(".show_period", period_id=period.id, _anchor="openings"))
    return page("funding/open_coaching.html", form=form, period=period)


@bp.route("/openstelling/<int:opening_id>/beeindigen", methods=["GET", "POST"])
@access("commission")
def end_opening(opening_id: int) -> Answer:
    """The last day on which coaching is open for a track."""
    allow_or_404(may_record_funding(viewer()))
    opening = queries.get_opening(opening_id)
    form = EndOpeningForm(ends_on=opening.ends_on)
    if form.validate_on_submit():
        with form.refusals():
            actions.end_opening(opening, ends_on=form.ends_on.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The last day has been recorded."))
            return redirect(url_for(".show_period", period_id=opening.period_id, _anchor="openings"))
    return page("funding/end_opening.html", form=form, opening=opening, track=track_words()[opening.track])


@bp.route("/kaders")
@access("commission")
def frameworks() -> Answer:
    """The curriculum frameworks that lessons can refer to."""
    allow_or_404(may_record_funding(viewer()))
    return render_template("funding/frameworks.html", frameworks=queries.frameworks())
