"""How a series ends, for which agreement it counts, and who finished the coach course."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.errors import Refused
from coachtrack.formatting import school_year
from coachtrack.forms import choices, page, say
from coachtrack.people.queries import qualifications_by_coach
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms.outcomes import CountForForm, FinishersForm
from coachtrack.trainings.models import Training
from coachtrack.trainings.permissions import may_change_training, may_name_finishers
from coachtrack.trainings.rules import Presence
from coachtrack.trainings.views.blueprint import MAY_AGREE, MAY_PLAN, Answer, bp, day_of
from coachtrack.viewer import Role


def _mine_to_change(training_id: int) -> Training:
    training = queries.get_training(training_id)
    allow_or_404(may_change_training(viewer(), training))
    return training


@bp.post("/<int:training_id>/afsluiten")
@access(*MAY_PLAN)
def finish(training_id: int) -> Response:
    """The series is done, or ends before it was."""
    training = _mine_to_change(training_id)
    completed = request.form.get("completed") == "yes"
    names = completed and training.gives_qualification and may_name_finishers(viewer())
    try:
        actions.finish_training(training, completed=completed, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The training is completed.") if completed else _("The training has ended, not completed."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        names = False
    return redirect(url_for(".name_finishers" if names else ".show", training_id=training_id), 303)


@bp.post("/<int:training_id>/annuleren")
@access(*MAY_PLAN)
def cancel(training_id: int) -> Response:
    """The training does not go on at all."""
    training = _mine_to_change(training_id)
    try:
        actions.cancel_training(training, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The training is cancelled. It stays visible in the agenda, crossed out."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".show", training_id=training_id), 303)


@bp.route("/<int:training_id>/schoolafspraak", methods=["GET", "POST"])
@access(*MAY_AGREE)
def count_for(training_id: int) -> Answer:
    """The agreement for which a training counts, or none; what was held of it goes along."""
    training = _mine_to_change(training_id)
    form = CountForForm(agreement=training.agreement_id, version=training.version)
    form.agreement.choices = choices(_agreements(training), none=_("No agreement"))
    if form.validate_on_submit():
        with form.refusals():
            check_version(training, form.opened_version, {"agreement": _said(training)})
            actions.count_for(training, form.agreement.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("It has been saved for which agreement the training counts."))
            return redirect(url_for(".show", training_id=training_id), 303)
    return page("trainings/count_for.html", form=form, training=training)


def _agreements(training: Training) -> list[tuple[int, str]]:
    """Those of its school that are open, and the one for which it counts now."""
    days = [day_of(each) for each in training.meetings] or [clock.today()]
    offered = {
        each.id: each
        for day in (min(days), max(days))
        for each in queries.agreements_for_trainings(viewer(), day)
        if each.school_id == training.school_id
    }
    if training.agreement is not None:
        offered[training.agreement.id] = training.agreement
    return [(each.id, f"{each.instrument.name}, {school_year(each.first_year)}") for each in offered.values()]


def _said(training: Training) -> str:
    agreement = training.agreement
    return f"{agreement.instrument.name}, {school_year(agreement.first_year)}" if agreement else _("No agreement")


@bp.route("/<int:training_id>/opleiding", methods=["GET", "POST"])
@access(Role.COMMISSION)
def name_finishers(training_id: int) -> Answer:
    """Of those who came to the coach course: who finished it, and when."""
    training = queries.get_training(training_id)
    allow_or_404(may_name_finishers(viewer()) and training.gives_qualification)
    form = _finishers_form(training)
    if form.validate_on_submit():
        with form.refusals():
            finished = form.finished.data or []
            actions.name_finishers(
                training, finished, obtained_on=form.obtained_on.data, by=viewer().person_id, now=clock.now()
            )
            db.session.commit()
            flash(ngettext("%(num)d person finished the course.", "%(num)d people finished the course.", len(finished)))
            return redirect(url_for(".show", training_id=training_id), 303)
    return page("trainings/name_finishers.html", form=form, training=queries.get_training(training_id))


def _finishers_form(training: Training) -> FinishersForm:
    """Ticked are those of whom it was said before, or else those who were at every meeting."""
    came = queries.who_came(training)
    known = qualifications_by_coach([person.id for person in came])
    title = training.catalogue.title if training.catalogue else ""
    rows = {person_id: row for person_id, some in known.items() for row in some if row.course == title}
    finished = {person_id for person_id, row in rows.items() if row.status is QualificationStatus.OBTAINED}
    held = [each for part in queries.story_of(training) for each in part.meetings if each.attendance_taken_at]
    always = [{row.person_id for row in each.attendance if row.presence is Presence.PRESENT} for each in held]
    days = [rows[each].obtained_on for each in finished] or [day_of(each) for each in held] or [clock.today()]
    form = FinishersForm(
        finished=sorted(finished or set.intersection(*always)) if always else [],
        obtained_on=max(day for day in days if day is not None) if any(days) else clock.today(),
    )
    form.finished.choices = choices([(person.id, person.name) for person in came])
    return form
