"""Start a trajectory as a coach, or propose a coach as the commission; upon a request for coaching or without one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.queries import agreements_of
from coachtrack.database import db
from coachtrack.formatting import capital
from coachtrack.forms import choices, page
from coachtrack.funding.queries import open_school_ids
from coachtrack.funding.rules import STREAM_LABELS, Stream
from coachtrack.people.models import Person
from coachtrack.people.queries import coach_disciplines, coaches_of, teachers_of
from coachtrack.schools.models import School
from coachtrack.schools.queries import get_school, open_schools
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import ProposeForm, StartForm
from coachtrack.trajectories.models import CoachingRequest
from coachtrack.trajectories.views.blueprint import (
    agreement_words,
    bp,
    discipline_word,
    number_asked,
    options,
)
from coachtrack.trajectories.views.trajectories import to_trajectory


@bp.route("/trajecten/start", methods=["GET", "POST"])
@access("coach")
def start() -> Response | str | tuple[str, int]:
    """A coach begins with a teacher: first the school, then with whom and in what."""
    asked = _request_asked()
    school = _school_asked(asked)
    if school is None:
        return render_template(
            "trajectories/choose_school.html", schools=_offered_schools(), title=_("Start a trajectory")
        )
    form = _with_choices(StartForm(**_prefilled(asked)), school, _own_disciplines())
    if form.validate_on_submit():
        with form.refusals():
            trajectory = actions.start_trajectory(
                coach_id=viewer().person_id, by=viewer().person_id, now=clock.now(), **_chosen(form, school, asked)
            )
            db.session.commit()
            _say_started()
            return to_trajectory(trajectory.id)
    return page("trajectories/start.html", form=form, school=school, asked=asked)


def _say_started() -> None:
    flash(_("The trajectory has been started. Write down the question and set a goal together."))
    if not queries.has_obtained_course(viewer().person_id, clock.today()):
        flash(_("You have not finished the course for coaching yet. You can start; the commission sees it."), "warning")


@bp.route("/trajecten/voorstel", methods=["GET", "POST"])
@access("commission")
def propose() -> Response | str | tuple[str, int]:
    """The commission proposes a coach for a teacher."""
    asked = _request_asked()
    school = _school_asked(asked)
    if school is None:
        return render_template(
            "trajectories/choose_school.html", schools=_offered_schools(), title=_("Propose a coach")
        )
    form = _with_choices(ProposeForm(**_prefilled(asked)), school, options(DISCIPLINE_LABELS, _disciplines(asked)))
    coaches = {each: coaches_of(each, clock.today()) for each in _disciplines(asked)}
    form.coach_id.choices = _coach_choices(coaches)
    if form.validate_on_submit():
        with form.refusals():
            trajectory = actions.propose_trajectory(
                coach_id=form.coach_id.data, by=viewer().person_id, now=clock.now(), **_chosen(form, school, asked)
            )
            db.session.commit()
            flash(_("%(name)s gets the question to take this on.", name=trajectory.coach.name))
            return to_trajectory(trajectory.id)
    return page("trajectories/propose.html", form=form, school=school, asked=asked)


def _disciplines(asked: CoachingRequest | None) -> Sequence[Discipline]:
    return [asked.discipline] if asked is not None else list(Discipline)


def _coach_choices(coaches: Mapping[Discipline, Sequence[Person]]) -> list[tuple[int, str]]:
    """Every coach once, with her disciplines and the hours she has."""
    hours = queries.weekly_minutes_of(clock.today())
    said: dict[int, tuple[str, list[str]]] = {}
    for discipline, people in coaches.items():
        for person in people:
            said.setdefault(person.id, (person.name, []))[1].append(discipline_word(discipline))
    return [
        (
            number,
            f"{name} · {', '.join(words)} · " + _("%(hours)s a week", hours=formatting.duration(hours.get(number, 0))),
        )
        for number, (name, words) in sorted(said.items(), key=lambda item: item[1][0])
    ]


def _request_asked() -> CoachingRequest | None:
    number = number_asked("aanvraag")
    if number is None:
        return None
    asked = queries.get_request(number)
    may = permissions.may_take_up_request(viewer(), asked) or permissions.may_propose_for_request(viewer(), asked)
    allow_or_404(may)
    return asked


def _school_asked(asked: CoachingRequest | None) -> School | None:
    number = asked.school_id if asked is not None else number_asked("school")
    return get_school(number) if number is not None else None


def _offered_schools() -> list[School]:
    opened = open_school_ids(clock.today())
    return [school for school in open_schools() if school.id in opened]


def _own_disciplines() -> list[tuple[str, str]]:
    """Her disciplines; one that has expired says so."""
    today, said = clock.today(), {}
    for row in coach_disciplines(viewer().person_id):
        holds = row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
        words = capital(discipline_word(row.discipline))
        if holds or row.discipline not in said:
            said[row.discipline] = words if holds else _("%(discipline)s (not valid today)", discipline=words)
    return [(discipline.value, words) for discipline, words in said.items()]


def _prefilled(asked: CoachingRequest | None) -> dict[str, object]:
    return {"teacher_id": asked.teacher_id, "discipline": asked.discipline} if asked is not None else {}


def _with_choices(form: StartForm, school: School, disciplines: list[tuple[str, str]]) -> StartForm:
    today = clock.today()
    opened = school.id in open_school_ids(today)  # who works at a school that is not open is none of a coach's business
    people = {person.id: person.name for person in teachers_of(school.id, today)} if opened else {}
    if form.teacher_id.data and form.teacher_id.data not in people:
        people[form.teacher_id.data] = str(_("someone who does not work here now"))
    form.teacher_id.choices = choices(people.items(), none=_("Choose…"))
    form.discipline.choices = disciplines
    if form.discipline.data is None and len(disciplines) == 1:
        form.discipline.data = Discipline(disciplines[0][0])
    offered = [each for each in agreements_of(school.id, SchoolYear.of(today).first) if each.ended_at is None]
    form.agreement_id.choices = choices(
        [(each.id, agreement_words(each)) for each in offered], none=_("No agreement yet")
    )
    form.stream.choices = options(STREAM_LABELS, Stream)
    return form


def _chosen(form: StartForm, school: School, asked: CoachingRequest | None) -> dict[str, Any]:
    return {
        "teacher_id": form.teacher_id.data,
        "school_id": school.id,
        "discipline": form.discipline.data,
        "stream": form.stream.data,
        "agreement_id": form.agreement_id.data,
        "request": asked,
    }
