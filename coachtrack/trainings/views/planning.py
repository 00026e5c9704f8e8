"""Plan a training, from the catalogue or not, and resume one that ended not completed."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import PlaceKind
from coachtrack.database import db
from coachtrack.formatting import school_year
from coachtrack.forms import choices, page
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms.planning import ResumeForm, TrainingForm, Usual
from coachtrack.trainings.models import CatalogueEntry, Training
from coachtrack.trainings.permissions import (
    may_change_training,
    may_plan_training,
    may_see_attendance,
    may_see_who_cannot_come,
)
from coachtrack.trainings.rules import TargetGroup
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp, moments_asked, trainers_for
from coachtrack.viewer import Role


@bp.route("/nieuw", methods=["GET", "POST"])
@access(*MAY_PLAN)
def plan() -> Answer:
    """Plan a training with its meetings."""
    entry = _entry_asked()
    form = _form(entry)
    if "more" in request.form:
        form.meetings.append_entry()
        return render_template("trainings/plan.html", form=form, entry=entry)
    if form.validate_on_submit():
        allow_or_404(may_plan_training(viewer(), school_id=form.school.data, trainer_id=form.trainer.data))
        with form.refusals():
            training = _plan(form, entry)
            seen = may_see_who_cannot_come(viewer(), training.school_id)
            form.heed(queries.warned_of(training.meetings, clock.now()), with_names=seen)
            db.session.commit()
            flash(_("The training has been planned. Everyone it is for finds it in the agenda."))
            return redirect(url_for(".show", training_id=training.id), 303)
    return page("trainings/plan.html", form=form, entry=entry)


@bp.route("/<int:training_id>/hervatten", methods=["GET", "POST"])
@access(*MAY_PLAN)
def resume(training_id: int) -> Answer:
    """A series that ended not completed goes on with the meetings that remained."""
    training = queries.get_training(training_id)
    allow_or_404(may_change_training(viewer(), training))
    form = _resume_form(training)
    if "more" in request.form:
        form.meetings.append_entry()
        return render_template("trainings/resume.html", form=form, training=training)
    if form.validate_on_submit():
        with form.refusals():
            resumed = actions.resume_training(
                training, form.plans(), trainer_id=form.trainer.data, agreement_id=form.agreement.data,
                by=viewer().person_id, now=clock.now(),
            )  # fmt: skip
            form.heed(
                queries.warned_of(resumed.meetings, clock.now()), with_names=may_see_attendance(viewer(), resumed)
            )
            db.session.commit()
            flash(_("The training goes on. What was attended before counts with it."))
            return redirect(url_for(".show", training_id=resumed.id), 303)
    return page("trainings/resume.html", form=form, training=training)


def _entry_asked() -> CatalogueEntry | None:
    """The training of the catalogue that is to be planned, named by the form or by the address."""
    named = request.form.get("catalogue") or request.args.get("catalogus", "")
    return queries.find_entry(int(named), clock.today()) if named.isdecimal() and len(named) < 10 else None


def _form(entry: CatalogueEntry | None) -> TrainingForm:
    """The form with what this person can choose from; an address may say which school and agreement it is about."""
    person, today = viewer(), clock.today()
    form = TrainingForm(**(_as_offered(entry) | _as_asked()))
    schools = [(school.id, school.name) for school in queries.schools_for_trainings(person, today)]
    elsewhere = None if person.has(Role.ADVISOR) and not person.has(Role.COMMISSION) else _("Not at one school")
    form.school.choices = choices(schools, none=elsewhere)
    form.further_schools.choices = choices(schools)
    form.provider.choices = choices(
        [(each.id, each.name) for each in queries.providers_on(today)], none=_("Nobody else")
    )
    _offer_trainers_and_agreements(form, None)
    if entry is not None:
        form.usual = Usual(minutes=entry.minutes)
    return form


def _as_offered(entry: CatalogueEntry | None) -> dict[str, object]:
    """What the catalogue says of a training; where it leaves a choice, the form does."""
    if entry is None:
        return {"target_group": TargetGroup.CLASSROOM_STAFF}
    return {
        "catalogue": str(entry.id),
        "title": entry.title,
        "kind": entry.kind,
        "target_group": TargetGroup(entry.target_groups[0]),
        "discipline": Discipline(entry.disciplines[0]) if len(entry.disciplines) == 1 else None,
        "provider": entry.provider_id,
    }


def _as_asked() -> dict[str, object]:
    """What the address says of a training."""
    asked = request.args
    found = {
        "school": asked.get("school", type=int),
        "agreement": asked.get("schoolafspraak", type=int),
        "trainer": asked.get("trainer", type=int),
        "target_group": asked.get("target_group", type=TargetGroup),
        "meetings": moments_asked(),
        "place_kind": PlaceKind.SCHOOL,
    }
    return {name: value for name, value in found.items() if value is not None}


def _resume_form(training: Training) -> ResumeForm:
    """The trainer as before, and the times of the last meeting for those that leave them empty."""
    last = max(training.meetings, key=lambda each: each.appointment.starts_at)
    form = ResumeForm(trainer=training.trainer_id, place_kind=last.appointment.place_kind)
    form.usual = Usual(last.appointment.starts_at.astimezone(clock.AMSTERDAM).time(), last.minutes)
    _offer_trainers_and_agreements(form, training.school_id)
    if training.trainer_id not in [each.value for each in form.trainer.choices]:
        form.trainer.choices += choices([(training.trainer_id, training.trainer.name)])
    return form


def _offer_trainers_and_agreements(form: TrainingForm | ResumeForm, school_id: int | None) -> None:
    """Who can give it, and for which agreement it can count: of this school where one is given."""
    person, today = viewer(), clock.today()
    trainers = trainers_for(person, today)
    form.trainer.choices = choices(trainers, none=None if len(trainers) == 1 else _("Choose"))
    agreements = [
        (each.id, f"{each.school.name}, {each.instrument.name}, {school_year(each.first_year)}")
        for each in queries.agreements_for_trainings(person, today)
        if school_id in (None, each.school_id)
    ]
    form.agreement.choices = choices(agreements, none=_("No agreement"))


def _plan(form: TrainingForm, entry: CatalogueEntry | None) -> Training:
    return actions.plan_training(
        title=form.title.data or "",
        kind=form.kind.data,
        target_group=form.target_group.data,
        discipline=form.discipline.data,
        lesson_context=form.lesson_context.data,
        stream=form.stream.data,
        school_id=form.school.data,
        further_school_ids=form.further_schools.data or (),
        provider_id=form.provider.data,
        trainer_id=form.trainer.data,
        agreement_id=form.agreement.data,
        catalogue_id=entry.id if entry else None,
        meetings=form.plans(),
        by=viewer().person_id,
        now=clock.now(),
    )
