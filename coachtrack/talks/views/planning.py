"""The agreements of a talk, made at the table, and the planning form: what stands in the agenda for them."""

from itertools import chain

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.ical.writing import around, empty_calendar, event_bytes
from coachtrack.agenda.queries import entry_of
from coachtrack.agenda.rules.appointments import KIND_LABELS, PLACE_LABELS
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.forms import AgreementForm
from coachtrack.agreements.queries import agreements_of, instruments, progress_of
from coachtrack.assessments.queries import counts_of
from coachtrack.coverage.permissions import may_set_ceiling
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.funding.queries import goals_of, periods
from coachtrack.schools.actions import add_attention as add_attention_point
from coachtrack.schools.forms import AttentionForm
from coachtrack.schools.queries import attention_points_of
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.talks.actions import planning as actions
from coachtrack.talks.models import Talk
from coachtrack.talks.permissions import may_hold_talk, may_see_talk
from coachtrack.talks.queries.beside import reached_at
from coachtrack.talks.queries.planning import agreements_in, planned_dates
from coachtrack.talks.queries.talks import get_talk, steps_of
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.trainings.queries import meeting_load
from coachtrack.viewer import Role

HOLDERS = (Role.ADVISOR, Role.COMMISSION)
READERS = (*HOLDERS, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
CALENDAR = "text/calendar; charset=utf-8"
Answer = Response | str | tuple[str, int]


WORDS = {str(each): word for each, word in chain(KIND_LABELS.items(), PLACE_LABELS.items(), DISCIPLINE_LABELS.items())}


@bp.app_template_filter("planning_word")
def planning_word(value: str) -> str:
    """A kind of meeting, a place or a discipline in a word."""
    return str(_(WORDS[str(value)]))


@bp.route("/<int:talk_id>/afspraken", methods=["GET", "POST"])
@access(*HOLDERS)
def agree(talk_id: int) -> Answer:
    """What school and advisor agree on for the school year, beside the goals and what was reached so far."""
    talk = held_by_her(talk_id)
    form = _agreement_form(talk)
    if form.validate_on_submit():
        with form.refusals():
            agreement = actions.agree(talk, form.promise, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The agreement stands. Plan it at once, or go on with the next one."))
            return redirect(url_for(".agree", talk_id=talk_id, _anchor=f"afspraak-{agreement.id}"), 303)
    return page("talks/agree.html", form=form, talk=talk, steps=steps_of(talk), **_at_the_table(talk))


def room_of(talk: Talk) -> dict[str, object]:
    """The team meetings of the school in the year of a talk, the most it wants, and where who may changes that."""
    may_set = may_set_ceiling(viewer(), talk.school_id)
    address = url_for("coverage.set_ceiling", school_id=talk.school_id, schooljaar=talk.first_year) if may_set else ""
    return {"load": meeting_load(talk.school_id, talk.first_year), "ceiling_url": address}


def _agreement_form(talk: Talk) -> AgreementForm:
    """The form of an agreement, for the school year of the talk and the periods that share days with it."""
    year = SchoolYear(talk.first_year)
    shared = [each for each in periods() if each.starts_on <= year.ends_on and year.starts_on <= each.ends_on]
    period_id = talk.period_id or next((each.id for each in shared), None)
    form = AgreementForm(first_year=talk.first_year, period_id=period_id)
    goals = [goal for period in shared for goal in goals_of(period.id)]
    form.offer(years=[talk.first_year], periods=shared, goals=goals, instruments=instruments())
    return form


def _at_the_table(talk: Talk) -> dict[str, object]:
    """What was agreed by now, and what one wants to see beside it: reached, promised before, to reckon with."""
    agreed = agreements_in(talk)
    made_here = {each.agreement_id for each in agreed}
    others = [each for each in agreements_of(talk.school_id, talk.first_year) if each.id not in made_here]
    before = agreements_of(talk.school_id, talk.first_year - 1)
    return {
        "agreed": agreed,
        "others": others,
        "before": before,
        "progress": progress_of(before, now=clock.now()),
        "goals": goals_of(talk.period_id) if talk.period_id is not None else (),
        "reached": reached_at(talk, clock.today()),
        "counts": counts_of([talk.school_id], talk.period_id) if talk.period_id is not None else None,
        "points": attention_points_of(talk.school_id, clock.today()),
        "is_open": talk.status is TalkStatus.OPEN,
        **room_of(talk),
    }


@bp.route("/<int:talk_id>/aandachtspunten", methods=["GET", "POST"])
@access(*HOLDERS)
def add_attention(talk_id: int) -> Answer:
    """Something that came up at the table and that planning has to reckon with."""
    talk = held_by_her(talk_id)
    form = AttentionForm(starts_on=max(clock.today(), SchoolYear(talk.first_year).starts_on))
    if form.validate_on_submit():
        with form.refusals():
            add_attention_point(talk.school_id, **form.said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Noted. Whoever plans at this school sees it."))
            return redirect(url_for(".agree", talk_id=talk_id, _anchor="aandachtspunten"), 303)
    return page("talks/add_attention.html", form=form, talk=talk)


@bp.get("/<int:talk_id>/planningsformulier")
@access(*READERS)
def planning_form(talk_id: int) -> str:
    """All dates that were agreed, as they stand now, and what is still without one."""
    talk = get_talk(talk_id)
    allow_or_404(may_see_talk(viewer(), talk))
    holds = may_hold_talk(viewer(), talk)
    return render_template(
        "talks/planning_form.html",
        talk=talk,
        steps=steps_of(talk) if holds else [],
        holds=holds,
        agreed=agreements_in(talk),
        points=attention_points_of(talk.school_id, clock.today()),
        **room_of(talk),
    )


@bp.get("/<int:talk_id>/planningsformulier.ics")
@access(*READERS)
def planning_calendar(talk_id: int) -> Response:
    """The same dates, to put in a calendar by hand; who has a feed finds them there and gets them once."""
    talk = get_talk(talk_id)
    allow_or_404(may_see_talk(viewer(), talk))
    entries = [entry_of(each.appointment_id) for each in planned_dates(talk)]
    response = Response(around(empty_calendar(), map(event_bytes, entries)), content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="planningsformulier-{talk_id}.ics"'
    return response
