"""Requests for coaching, asked by a teacher or her school; and the page of a teacher's own trajectories."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.people.queries import teachers_of
from coachtrack.reflections import queries as reflections
from coachtrack.schools.queries import get_school
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import AskForm
from coachtrack.trajectories.views.blueprint import bp, options, status_sentence
from coachtrack.trajectories.views.confirming import to_confirm
from coachtrack.viewer import Role

ASKERS = ("teacher", "culture_coordinator", "school_leader")


@bp.get("/trajecten/mijn")
@access("teacher")
def mine() -> str:
    """A teacher's own trajectories, what waits for her word, and what she asked for."""
    own = queries.trajectories_of_teacher(viewer().person_id)
    numbers = [trajectory.id for trajectory in own]
    progress = queries.progress_of(numbers, clock.now())
    return render_template(
        "trajectories/mine.html",
        trajectories=own,
        goals=reflections.first_goals_of(numbers),
        sentences={each.id: status_sentence(each, progress[each.id]) for each in own},
        to_confirm=to_confirm(viewer().person_id),
        asked=queries.requests_of_teacher(viewer().person_id),
        questions=queries.questions_about_content(viewer().person_id),
    )


@bp.get("/trajecten/aanvragen")
@access("commission", "coach", "culture_coordinator", "school_leader")
def requests() -> str:
    """The requests that wait."""
    return render_template(
        "trajectories/requests.html",
        asked=queries.requests_for(viewer(), clock.today()),
        may_propose=permissions.may_propose_trajectory(viewer()),
        may_take_up=permissions.may_start_trajectory(viewer()),
        may_ask=viewer().has(Role.CULTURE_COORDINATOR, Role.SCHOOL_LEADER),
        may_withdraw=permissions.may_withdraw_request,
        viewer=viewer(),
    )


@bp.route("/trajecten/aanvragen/nieuw", methods=["GET", "POST"])
@access(*ASKERS)
def ask_for_coaching() -> Response | tuple[str, int]:
    """A teacher asks for coaching, or her school does for her."""
    people = _people_to_ask_for()
    form = AskForm(who=next(iter(people), None) if len(people) == 1 else None, discipline=request.args.get("in"))
    form.who.choices = list(people.items())
    form.discipline.choices = options(DISCIPLINE_LABELS, Discipline)
    if form.validate_on_submit():
        teacher_id, school_id = map(int, form.who.data.split("-"))
        allow_or_404(permissions.may_ask_for_coaching(viewer(), teacher_id=teacher_id, school_id=school_id))
        with form.refusals():
            actions.ask_for_coaching(
                teacher_id=teacher_id,
                school_id=school_id,
                discipline=form.discipline.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The request is with the commission and the coaches of this discipline."))
            return _back()
    return page("trajectories/ask_for_coaching.html", form=form, back=_back_url())


@bp.post("/trajecten/aanvragen/<int:request_id>/intrekken")
@access(*ASKERS)
def withdraw_request(request_id: int) -> Response:
    """It is not wanted any more."""
    asked = queries.get_request(request_id)
    allow_or_404(permissions.may_withdraw_request(viewer(), asked))
    try:
        actions.withdraw_request(asked, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        flash(_("The request has been withdrawn."))
    return _back()


def _people_to_ask_for() -> dict[str, str]:
    """Herself at each of her schools, and the teachers of the schools that she leads; by their two numbers."""
    person_id, name, people = viewer().person_id, viewer().name, {}
    for school_id in sorted(viewer().school_ids(Role.TEACHER)):
        people[f"{person_id}-{school_id}"] = f"{name} · {get_school(school_id).name}"
    for school_id in sorted(viewer().school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)):
        school = get_school(school_id)
        for teacher in teachers_of(school_id, clock.today()):
            people.setdefault(f"{teacher.id}-{school_id}", f"{teacher.name} · {school.name}")
    return people


def _back_url() -> str:
    return url_for(".mine" if viewer().has(Role.TEACHER) else ".requests")


def _back() -> Response:
    return redirect(_back_url())
