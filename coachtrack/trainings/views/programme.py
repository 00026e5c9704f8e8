"""The trainings there are, and one of them with the whole story of its meetings."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import KIND_LABELS, PLACE_LABELS
from coachtrack.agreements.permissions import may_see_agreement
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, STREAM_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.trainings import queries
from coachtrack.trainings.models import Training
from coachtrack.trainings.permissions import (
    may_change_training,
    may_name_finishers,
    may_see_attendance,
    may_see_presence,
    may_see_training,
)
from coachtrack.trainings.rules import TARGET_GROUP_LABELS, Presence, TrainingStatus, attended_minutes
from coachtrack.trainings.views.blueprint import MAY_AGREE, MAY_PLAN, MAY_READ_REPORT, bp, schools_said
from coachtrack.viewer import Viewer

STATES = {
    TrainingStatus.PLANNED: "planned",
    TrainingStatus.COMPLETED: "completed",
    TrainingStatus.NOT_COMPLETED: "stopped",
    TrainingStatus.CANCELLED: "cancelled",
}
FORMS = {"verzetten": ".move_meeting", "annuleren": ".cancel_meeting"}


@bp.app_template_filter("training_words")
def training_words(training: Training) -> dict[str, str]:
    """What a training is, in the language of the reader: kind, discipline, for whom and where, and its state."""
    context = training.lesson_context
    return {
        "kind": str(_(KIND_LABELS[training.kind])),
        "discipline": str(_(DISCIPLINE_LABELS[training.discipline])) if training.discipline else "",
        "target_group": str(_(TARGET_GROUP_LABELS[training.target_group])),
        "stream": str(_(STREAM_LABELS[training.stream])),
        "lesson_context": str(_(LESSON_CONTEXT_LABELS[context])) if context else "",
        "schools": schools_said(training),
        "state": STATES[training.status],
    }


@bp.get("/")
@access(SIGNED_IN, limit="search")
def index() -> str:
    """The trainings that I give, follow, or am responsible for; first those of which I have still to say who came."""
    asked, person = request.args, viewer()
    trainings = queries.page_of_trainings(
        person,
        words=asked.get("q", ""),
        sort=asked.get("sort", "-day"),
        number=asked.get("page", 1, type=int),
    )
    return render_template(
        "trainings/index.html",
        trainings=trainings,
        to_take=[] if asked.get("q") or asked.get("page") else queries.to_take(person.person_id, clock.now()),
        may_plan=person.has(*MAY_PLAN),
        may_read_report=person.has(*MAY_READ_REPORT),
    )


@bp.get("/<int:training_id>")
@access(SIGNED_IN)
def show(training_id: int) -> str:
    """One training with those it resumes and in which it goes on: what, when, and who was there."""
    training, person = queries.get_training(training_id), viewer()
    allow_or_404(may_see_training(person, training))
    story = [each for each in queries.story_of(training) if may_see_training(person, each)]
    return render_template(
        "trainings/show.html",
        training=training,
        story=story,
        attendance=_attendance(person, story),
        mine={key: value for each in story for key, value in queries.presence_of(person.person_id, each).items()},
        sees_all=may_see_attendance(person, training),
        may_change=may_change_training(person, training),
        is_resumed=story[-1] is not training,
        corrected=_corrected(person, story),
        sees_whole=may_see_presence(person, training, None),
        may_count_for=may_change_training(person, training) and person.has(*MAY_AGREE),
        may_name_finishers=may_name_finishers(person),
        may_see_agreement=training.agreement is not None and may_see_agreement(person, training.agreement),
        places={kind: str(_(words)) for kind, words in PLACE_LABELS.items()},
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


def _corrected(person: Viewer, story: list[Training]) -> dict[int, datetime]:
    """When the list of a meeting was last put right about somebody of whom she may see it, herself for one."""
    found = {}
    for training in story:
        rows = {
            (meeting.id, row.person_id): row.school_id for meeting in training.meetings for row in meeting.attendance
        }
        sees = may_see_attendance(person, training)
        for each in queries.corrections_of(training.meetings):
            school_id = rows.get((each.meeting_id, each.person.id))
            if each.person.id == person.person_id or (sees and may_see_presence(person, training, school_id)):
                found[each.meeting_id] = each.at
    return found


def _attendance(person: Viewer, story: list[Training]) -> list[tuple[str, dict[int, Presence], int]]:
    """Everyone who was marked and may be seen, by name: how, per meeting of the story, and the minutes that makes."""
    seen = [
        (row, meeting)
        for training in story
        if may_see_attendance(person, training)
        for meeting in training.meetings
        for row in meeting.attendance
        if may_see_presence(person, training, row.school_id)
    ]
    marked: dict[int, dict[int, Presence]] = {}
    minutes = {meeting.id: meeting.minutes for _row, meeting in seen}
    for row, meeting in seen:
        marked.setdefault(row.person_id, {})[meeting.id] = row.presence
    people = {row.person_id: row.person for row, _meeting in seen}.values()
    return [
        (
            each.name,
            marked[each.id],
            attended_minutes(list(marked[each.id].values()), [minutes[number] for number in marked[each.id]]),
        )
        for each in sorted(people, key=lambda each: (each.sort_name, each.id))
    ]
