"""The talks there are and what is due, opening one, who sits at the table, another moment."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.forms.clashes import moment_asked
from coachtrack.agenda.queries.clashes import warnings_of
from coachtrack.agenda.queries.invitations import who_hears
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agreements.queries import pressing_agreements
from coachtrack.agreements.views.words import prospect_sentence, standing_look
from coachtrack.database import check_version, db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.people.models import Person
from coachtrack.people.queries import get_person, staff_posts
from coachtrack.schools.models import School
from coachtrack.schools.queries import get_school
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.talks.actions import talks as actions
from coachtrack.talks.forms.talks import (
    CallOffForm,
    FrameForm,
    MoveTalkForm,
    OpenForm,
    as_it_stands,
    moment_of_talk,
    usual_seats,
)
from coachtrack.talks.models import Talk
from coachtrack.talks.permissions import may_hold_talk, may_hold_talks_at, may_see_talk
from coachtrack.talks.queries import talks as queries
from coachtrack.talks.rules.reports import ReportState, state_of
from coachtrack.talks.rules.talks import DUE_LABELS, TALK_LABELS, Due, TalkKind, TalkStatus, due_of, year_ahead
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.viewer import Role, Viewer

Answer = str | Response | tuple[str, int]
READERS = ("advisor", "commission", "school_leader", "culture_coordinator")


def kind_word(kind: TalkKind) -> str:
    """Which talk it is, in the language of the reader."""
    return str(_(TALK_LABELS[kind]))


@bp.context_processor
def words() -> dict[str, object]:
    """Words that the pages of talks need."""
    return {"talk_word": kind_word, "due_of": _due, "due_labels": DUE_LABELS}


def _due(talk: Talk) -> Due:
    appointment = talk.appointment
    state = state_of(talk.status, reported_at=talk.reported_at, change_asked_at=talk.change_asked_at)
    return due_of(
        talk.status,
        appointment.starts_at if appointment is not None else None,
        clock.now(),
        is_called_off=appointment is not None and appointment.status is AppointmentStatus.CANCELLED,
        is_change_asked=state is ReportState.TO_BE_CHANGED,
    )


@bp.get("/")
@access(*READERS)
def index() -> Answer:
    """What is due, and the talks that this person may read."""
    asked, person = request.args, viewer()
    talks = queries.page_of_talks(
        person,
        school_id=asked.get("school", type=_number),
        first_year=asked.get("year", type=_number),
        kind=asked.get("kind", type=TalkKind),
        number=asked.get("page", 1, type=_number),
    )
    return render_template(
        "talks/index.html",
        talks=talks,
        years=[(each, formatting.school_year(each)) for each in queries.years_of_talks(person)],
        kinds=[(kind.value, kind_word(kind)) for kind in TalkKind],
        may_write_guides=person.has(Role.COMMISSION),
        late=pressing_agreements(person, now=clock.now()),
        prospect_sentence=prospect_sentence,
        standing_look=standing_look,
        **_due_for(person),
    )


def _due_for(person: Viewer) -> dict[str, object]:
    """What is to be done: about talks that were opened, and with schools with which none was opened yet."""
    year, may_hold = year_ahead(clock.today()), person.has(Role.ADVISOR, Role.COMMISSION)
    without = queries.schools_without_talk(person, TalkKind.AMBITION, year) if may_hold else []
    return {
        "due": _by_due(queries.unfinished_talks(person)),
        "without": without,
        "year": year,
        "may_hold": may_hold,
    }


def _number(given: str) -> int:
    number = int(given)
    if not 0 <= number < 2**31:
        raise ValueError("no table holds this number")
    return number


def _by_due(talks: Sequence[Talk]) -> dict[Due, list[Talk]]:
    """The talks for which something is to be done, by what that is."""
    wanted = (Due.CALLED_OFF, Due.PREPARE, Due.REPORT, Due.CHANGE, Due.CONFIRM)
    return {due: [talk for talk in talks if _due(talk) is due] for due in wanted}


@bp.route("/nieuw", methods=["GET", "POST"], endpoint="open")
@access("advisor", "commission")
def open_talk() -> Answer:
    """Open a talk with a school of the register; it stands in the agenda of all who are known."""
    school = _school_asked()
    if school is None:
        return render_template("talks/choose_school.html", schools=queries.schools_for_talks(viewer()))
    allow_or_404(may_hold_talks_at(viewer(), school.id) and school.closed_on is None)
    form = _open_form(school)
    if "more" in request.form:
        form.seats.append_entry()
        form.offer_people(staff_posts(school.id, clock.today()))
        return render_template("talks/open.html", form=form, school=school)
    if form.validate_on_submit():
        with form.refusals():
            talk = _open(form, school)
            form.heed(warnings_of([talk.appointment] if talk.appointment else []))
            db.session.commit()
            flash(_("The talk stands in the agenda. Now prepare it."))
            return redirect(url_for(".show", talk_id=talk.id), 303)
    return page("talks/open.html", form=form, school=school)


def _school_asked() -> School | None:
    number = request.args.get("school", type=_number)
    return get_school(number) if number is not None else None


def _open_form(school: School) -> OpenForm:
    today = clock.today()
    posts = staff_posts(school.id, today)
    form = OpenForm(
        kind=request.args.get("kind", TalkKind.AMBITION, type=TalkKind),
        first_year=request.args.get("year", year_ahead(today), type=int),
        advisor=viewer().person_id,
        seats=usual_seats(posts),
        **_coached(school),
        **moment_asked(request.args),
    )
    form.offer(today=today, advisors=_advisors(school))
    form.offer_people(posts)
    return form


def _coached(school: School) -> dict[str, str]:
    """What CoachTrack knows of coaching at the school."""
    periods = [
        f"{', '.join(_(DISCIPLINE_LABELS[each]) for each in disciplines)} ({period})"
        for period, disciplines in queries.coached_before(school.id).items()
    ]
    return {"was_coached": "yes", "coached_how": formatting.capital("; ".join(periods))[:300]} if periods else {}


def _advisors(school: School) -> list[Person]:
    """Who may hold the talk: the advisors of the school, and who opens it."""
    advisors = list(queries.advisors_of(school.id, clock.today()))
    herself = get_person(viewer().person_id)
    return advisors if herself in advisors else [herself, *advisors]


def _open(form: OpenForm, school: School) -> Talk:
    starts_at, ends_at = form.span
    return actions.open_talk(
        school.id,
        form.kind.data,
        form.frame,
        first_year=form.first_year.data,
        advisor_id=form.advisor.data,
        starts_at=starts_at,
        ends_at=ends_at,
        place=form.place.data or "",
        by=viewer().person_id,
        now=clock.now(),
    )


@bp.get("/afspraken/<int:appointment_id>")
@access(*READERS)
def of_appointment(appointment_id: int) -> Response:
    """From the agenda to the talk that an appointment belongs to, or to the form that moves it (`naar`)."""
    talk = queries.get_talk_of(appointment_id)
    allow_or_404(may_see_talk(viewer(), talk))
    asked = request.args
    if asked.get("naar") == "verzetten" and may_hold_talk(viewer(), talk) and talk.status is TalkStatus.OPEN:
        return redirect(url_for(".move", talk_id=talk.id, dag=asked.get("dag"), tijd=asked.get("tijd")))
    return redirect(url_for(".show", talk_id=talk.id))


@bp.route("/<int:talk_id>/gegevens", methods=["GET", "POST"])
@access("advisor", "commission")
def change(talk_id: int) -> Answer:
    """Who sits at the table, whether the school was coached before, remarks."""
    talk = held_by_her(talk_id)
    form = FrameForm(**as_it_stands(talk, queries.participants_of(talk_id)))
    if "more" in request.form:
        form.seats.append_entry()
    form.offer_people(staff_posts(talk.school_id, clock.today()))
    if "more" in request.form:
        return render_template("talks/change.html", form=form, talk=talk)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_frame(talk, form.frame, version=form.opened_version, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The talk has been changed."))
            return redirect(url_for(".show", talk_id=talk_id), 303)
    return page("talks/change.html", form=form, talk=talk)


@bp.route("/<int:talk_id>/verzetten", methods=["GET", "POST"])
@access("advisor", "commission")
def move(talk_id: int) -> Answer:
    """The same talk at another moment."""
    talk = held_by_her(talk_id)
    form = MoveTalkForm(**(dict(moment_of_talk(talk)) | moment_asked(request.args)))
    appointment = talk.appointment
    if appointment is None:
        raise NotFound
    if form.validate_on_submit():
        with form.refusals():
            when = formatting.moment_range(appointment.starts_at, appointment.ends_at)
            check_version(appointment, form.opened_version, {"day": when, "place": appointment.place})
            _move(talk, form)
            form.heed(warnings_of([appointment]))
            db.session.commit()
            flash(_("The talk has been moved to %(when)s.", when=formatting.moment(appointment.starts_at)))
            return redirect(url_for(".show", talk_id=talk_id), 303)
    people = [each.person_id for each in appointment.participants]
    return page("talks/move.html", form=form, talk=talk, told=who_hears(people, except_id=viewer().person_id))


@bp.route("/<int:talk_id>/afzeggen", methods=["GET", "POST"])
@access("advisor", "commission")
def call_off(talk_id: int) -> Answer:
    """The talk does not go on at its moment."""
    talk = held_by_her(talk_id)
    form = CallOffForm()
    form.offer()
    if form.validate_on_submit():
        with form.refusals():
            actions.call_off(talk, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The talk has been called off. What was written down stays; give it another moment when you can."))
            return redirect(url_for(".index"), 303)
    people = [each.person_id for each in talk.appointment.participants] if talk.appointment else []
    return page("talks/call_off.html", form=form, talk=talk, told=who_hears(people, except_id=viewer().person_id))


def _move(talk: Talk, form: MoveTalkForm) -> None:
    starts_at, ends_at = form.span
    place, by = form.place.data or "", viewer().person_id
    actions.move_talk(talk, starts_at=starts_at, ends_at=ends_at, place=place, by=by, now=clock.now())
