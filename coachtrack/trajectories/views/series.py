"""Find a moment that suits coach and teacher, and plan a session at it or a series from it on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, viewer
from coachtrack.agenda.forms.openings import ChoiceForm, instead_of, moment_named, why_none, why_suits
from coachtrack.agenda.queries.clashes import warnings_of
from coachtrack.agenda.queries.openings import opening_facts
from coachtrack.agenda.rules.appointments import KIND_LABELS, SESSION_KINDS, ParticipantRole, Span
from coachtrack.agenda.rules.openings import HORIZON, Facts, openings
from coachtrack.agenda.rules.series import Planned, series
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.forms.series import FindForm, SeriesForm
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.views.blueprint import bp, options
from coachtrack.trajectories.views.planning import as_before, planned_by_her
from coachtrack.trajectories.views.trajectories import to_trajectory

Answer = Response | tuple[str, int]


@bp.route("/trajecten/<int:trajectory_id>/moment", methods=["GET", "POST"])
@access("coach")
def find_moment(trajectory_id: int) -> Answer:
    """The first moments that suit both; one is planned at once, a series is looked at first."""
    trajectory = planned_by_her(trajectory_id)
    search, form = _search(), ChoiceForm()
    if not search.validate():
        told = {"search": search, "form": form, "found": None, "hints": {}}
        return render_template("trajectories/find_moment.html", trajectory=trajectory, **told), 422
    if form.validate_on_submit():
        if search.times.data > 1:
            asked = search.arguments | {"moment": form.moment.data}
            return redirect(url_for(".plan_series", trajectory_id=trajectory_id, **asked), 303)
        with form.refusals():
            session = _plan(trajectory, search, form.chosen)
            form.heed(warnings_of([session.appointment]))
            db.session.commit()
            return _planned([session])
    return _proposals(trajectory, search, form)


@bp.route("/trajecten/<int:trajectory_id>/reeks", methods=["GET", "POST"])
@access("coach")
def plan_series(trajectory_id: int) -> Answer:
    """A series from a moment on: shown first, each line to adapt or leave out, then planned in one go."""
    trajectory = planned_by_her(trajectory_id)
    search, first = _search(), moment_named(request.args.get("moment"))
    if not search.validate() or first is None:
        return redirect(url_for(".find_moment", trajectory_id=trajectory_id), 303)
    proposed = _proposed(trajectory, search, first)
    form = SeriesForm(lines=SeriesForm.data_of(proposed))
    if form.validate_on_submit():
        with form.refusals():
            spans = form.spans()
            sessions = _plan_all(trajectory, search, form, spans)
            form.heed_lines(list(spans), warnings_of([each.appointment for each in sessions]))
            db.session.commit()
            return _planned(sessions)
    notes = [", ".join(map(instead_of, each.instead_of)) for each in proposed]
    return page("trajectories/plan_series.html", form=form, trajectory=trajectory, search=search, notes=notes)


def _search() -> FindForm:
    """What is looked for, by the address; from tomorrow on unless it says otherwise."""
    search = FindForm(request.args, first=clock.today() + timedelta(days=1))
    search.kind.choices = options(KIND_LABELS, SESSION_KINDS)
    return search


def _proposals(trajectory: CoachingTrajectory, search: FindForm, form: ChoiceForm) -> tuple[str, int]:
    first = max(search.first.data, clock.today())
    last = _until(trajectory, first, first + HORIZON)
    facts, length = _facts(trajectory, first, last), timedelta(minutes=search.length.data)
    found = openings(facts, length=length, first=first, last=last, not_before=clock.now())
    form.offer(found.openings, length=length)
    both_free = _("You are both free.")
    hints = {each.span.starts_at.isoformat(): why_suits(each) or both_free for each in found.openings}
    return page(
        "trajectories/find_moment.html", trajectory=trajectory, search=search, form=form, found=found, hints=hints,
        why=why_none(found),
    )  # fmt: skip


def _proposed(trajectory: CoachingTrajectory, search: FindForm, first: datetime) -> tuple[Planned, ...]:
    weeks, times = search.interval, search.times.data
    day = clock.day_of(first)
    last = _until(trajectory, day, day + timedelta(weeks=weeks * times) + HORIZON)
    facts, length = _facts(trajectory, day, last), timedelta(minutes=search.length.data)
    return series(facts, first=first, length=length, times=times, weeks=weeks, last=last)


def _until(trajectory: CoachingTrajectory, first: date, last: date) -> date:
    """Up to where to look: no further than she may coach. Where she may not any more, planning says so itself."""
    until = queries.coached_until(trajectory)
    return min(last, until) if until >= first else last


def _facts(trajectory: CoachingTrajectory, first: date, last: date) -> Facts:
    both = (trajectory.coach, ParticipantRole.COACH), (trajectory.teacher, ParticipantRole.TEACHER)
    return opening_facts(
        {person.id: role for person, role in both},
        school_id=trajectory.school_id,
        first=first,
        last=last,
        names={person.id: person.first_name for person, _role in both},
    )


def _plan(trajectory: CoachingTrajectory, search: FindForm, starts_at: datetime) -> CoachingSession:
    return actions.plan_session(
        trajectory,
        kind=search.kind.data,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=search.length.data),
        by=viewer().person_id,
        now=clock.now(),
        **as_before(trajectory),
    )


def _plan_all(
    trajectory: CoachingTrajectory, search: FindForm, form: SeriesForm, spans: Mapping[int, Span]
) -> list[CoachingSession]:
    place, by = form.place.data or "", viewer().person_id
    return actions.plan_series(trajectory, spans, kind=search.kind.data, place=place, by=by, now=clock.now())


def _planned(sessions: Sequence[CoachingSession]) -> Response:
    first, count = sessions[0], len(sessions)
    when, name = formatting.moment(first.appointment.starts_at), first.trajectory.teacher.first_name
    if count == 1:
        flash(_("Planned for %(when)s. It stands in the agenda of %(name)s too.", when=when, name=name))
    else:
        flash(_("%(count)s sessions planned, the first on %(when)s. They stand in the agenda of %(name)s too.",
                count=count, when=when, name=name))  # fmt: skip
    return to_trajectory(first.trajectory_id)
