"""The trainings there are, one of them, planning a new one, and how a series ends."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda.queries.clashes import warnings_of
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.formatting import school_year
from coachtrack.forms import choices, page, say
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms import TrainingForm
from coachtrack.trainings.models import Training
from coachtrack.trainings.permissions import (
    may_change_training,
    may_plan_training,
    may_see_attendance,
    may_see_training,
    may_see_who_cannot_come,
)
from coachtrack.trainings.rules import (
    TARGET_GROUP_LABELS,
    Presence,
    TargetGroup,
    TrainingStatus,
    attended_minutes,
)
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp, moments_asked, still_to_come, trainers_for
from coachtrack.viewer import Role

STATES = {
    TrainingStatus.PLANNED: "planned",
    TrainingStatus.COMPLETED: "completed",
    TrainingStatus.NOT_COMPLETED: "stopped",
    TrainingStatus.CANCELLED: "cancelled",
}
FORMS = {"verzetten": ".move_meeting", "annuleren": ".cancel_meeting"}


@bp.app_template_filter("training_words")
def training_words(training: Training) -> dict[str, str]:
    """Kind, discipline, target group and part of the programme in the language of the reader, and the state."""
    return {
        "kind": str(_(KIND_LABELS[training.kind])),
        "discipline": str(_(DISCIPLINE_LABELS[training.discipline])) if training.discipline else "",
        "target_group": str(_(TARGET_GROUP_LABELS[training.target_group])),
        "stream": str(_(STREAM_LABELS[training.stream])),
        "state": STATES[training.status],
    }


@bp.get("/")
@access(SIGNED_IN)
def index() -> str:
    """The trainings that I give, follow, or am responsible for."""
    asked = request.args
    trainings = queries.page_of_trainings(
        viewer(),
        words=asked.get("q", ""),
        sort=asked.get("sort", "-day"),
        number=asked.get("page", 1, type=int),
    )
    return render_template("trainings/index.html", trainings=trainings, may_plan=viewer().has(*MAY_PLAN))


@bp.get("/<int:training_id>")
@access(SIGNED_IN)
def show(training_id: int) -> str:
    """One training: what, when, and for whom it concerns who was there."""
    training = queries.get_training(training_id)
    allow_or_404(may_see_training(viewer(), training))
    sees_all = may_see_attendance(viewer(), training)
    return render_template(
        "trainings/show.html",
        training=training,
        meetings=sorted(training.meetings, key=lambda meeting: meeting.appointment.starts_at),
        attendance=_attendance(training) if sees_all else [],
        mine=queries.presence_of(viewer().person_id, training),
        sees_all=sees_all,
        may_change=may_change_training(viewer(), training),
        now=clock.now(),
    )


@bp.get("/afspraken/<int:appointment_id>")
@access(SIGNED_IN)
def of_appointment(appointment_id: int) -> Response:
    """From the agenda to the training that an appointment belongs to, or to a form that changes it (`naar`)."""
    training = queries.training_of_appointment(appointment_id)
    allow_or_404(may_see_training(viewer(), training))
    form = FORMS.get(request.args.get("naar", ""))
    if form and may_change_training(viewer(), training):
        meeting = next(each for each in training.meetings if each.appointment_id == appointment_id)
        asked = request.args
        return redirect(url_for(form, meeting_id=meeting.id, dag=asked.get("dag"), tijd=asked.get("tijd")))
    return redirect(url_for(".show", training_id=training.id))


@bp.route("/nieuw", methods=["GET", "POST"])
@access(*MAY_PLAN)
def plan() -> Answer:
    """Plan a training with its meetings."""
    form = _form()
    if "more" in request.form:
        form.meetings.append_entry()
        return render_template("trainings/plan.html", form=form)
    if form.validate_on_submit():
        allow_or_404(may_plan_training(viewer(), school_id=form.school.data, trainer_id=form.trainer.data))
        with form.refusals():
            training = _plan(form)
            seen = may_see_who_cannot_come(viewer(), training.school_id)
            form.heed(warnings_of(still_to_come(training.meetings)), with_names=seen)
            db.session.commit()
            flash(_("The training has been planned. Everyone it is for finds it in the agenda."))
            return redirect(url_for(".show", training_id=training.id), 303)
    return page("trainings/plan.html", form=form)


@bp.post("/<int:training_id>/afsluiten")
@access(*MAY_PLAN)
def finish(training_id: int) -> Response:
    """The series is done, or ends before it was."""
    training = queries.get_training(training_id)
    allow_or_404(may_change_training(viewer(), training))
    completed = request.form.get("completed") == "yes"
    try:
        actions.finish_training(training, completed=completed, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The training is completed.") if completed else _("The training has ended, not completed."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".show", training_id=training_id), 303)


@bp.post("/<int:training_id>/annuleren")
@access(*MAY_PLAN)
def cancel(training_id: int) -> Response:
    """The training does not go on at all."""
    training = queries.get_training(training_id)
    allow_or_404(may_change_training(viewer(), training))
    try:
        actions.cancel_training(training, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The training is cancelled. It stays visible in the agenda, crossed out."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".show", training_id=training_id), 303)


def _form() -> TrainingForm:
    """The form with what this person can choose from; an address may say which school and agreement it is about."""
    person, today = viewer(), clock.today()
    form = TrainingForm(
        school=request.args.get("school", type=int),
        agreement=request.args.get("schoolafspraak", type=int),
        trainer=request.args.get("trainer", type=int),
        target_group=request.args.get("target_group", TargetGroup.CLASSROOM_STAFF, type=TargetGroup),
        meetings=moments_asked(),
    )
    schools = [(school.id, school.name) for school in queries.schools_for_trainings(person, today)]
    agreements = [
        (each.id, f"{each.school.name}, {each.instrument.name}, {school_year(each.first_year)}")
        for each in queries.agreements_for_trainings(person, today)
    ]
    trainers = trainers_for(person, today)
    elsewhere = None if person.has(Role.ADVISOR) and not person.has(Role.COMMISSION) else _("Not at one school")
    form.school.choices = choices(schools, none=elsewhere)
    form.provider.choices = choices(
        [(each.id, each.name) for each in queries.providers_on(today)], none=_("Nobody else")
    )
    form.trainer.choices = choices(trainers, none=None if len(trainers) == 1 else _("Choose"))
    form.agreement.choices = choices(agreements, none=_("No agreement"))
    return form


def _plan(form: TrainingForm) -> Training:
    return actions.plan_training(
        title=form.title.data or "",
        kind=form.kind.data,
        target_group=form.target_group.data,
        discipline=form.discipline.data,
        stream=form.stream.data,
        school_id=form.school.data,
        provider_id=form.provider.data,
        trainer_id=form.trainer.data,
        agreement_id=form.agreement.data,
        meetings=form.plans(),
        by=viewer().person_id,
        now=clock.now(),
    )


def _attendance(training: Training) -> list[tuple[str, dict[int, Presence], int]]:
    """Everyone who was marked, by name: how, per meeting, and the minutes that makes."""
    marked: dict[int, dict[int, Presence]] = {}
    people = {row.person_id: row.person for meeting in training.meetings for row in meeting.attendance}
    minutes = {meeting.id: meeting.minutes for meeting in training.meetings}
    for meeting in training.meetings:
        for row in meeting.attendance:
            marked.setdefault(row.person_id, {})[meeting.id] = row.presence
    in_order = sorted(people.values(), key=lambda person: (person.sort_name, person.id))
    return [
        (
            person.name,
            marked[person.id],
            attended_minutes(list(marked[person.id].values()), [minutes[each] for each in marked[person.id]]),
        )
        for person in in_order
    ]
