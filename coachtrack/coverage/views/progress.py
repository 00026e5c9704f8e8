"""How many were reached as time went by, against the straight line to the end of the period."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.coverage import queries
from coachtrack.coverage.actions.points import keep_day
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.points import Point, points_of
from coachtrack.coverage.queries.reckoned import in_silence
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.line import drawn, missing_days, month_ends, straight
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.coverage.views.figures import LABELS, MOST_AT_ONCE, Asked, asked
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.funding.queries import get_period
from coachtrack.jobs import Progress, start
from coachtrack.viewer import Role


@bp.get("/voortgang")
@access(Role.COMMISSION)
def progress() -> str:
    """How many stood where at the ends of months, and on the day itself."""
    about = asked()
    if isinstance(about, str):
        return about
    reference = about.reference
    period, first, last = reference.period, *_stretch(about)
    kept = points_of(period.id, first, last)
    points = _points(about, kept)
    return render_template(
        "coverage/progress.html",
        about=about,
        points=points,
        places=drawn([(point.on, point.figures.tally.share or 0) for point in points], first, last),
        line=drawn([(day, straight(period.starts_on, period.ends_on, day)) for day in (first, last)], first, last),
        expected=straight(period.starts_on, period.ends_on, reference.on),
        missing=len(missing_days(first, reference.on, [point.on for point in kept])),
        labels=LABELS,
    )


def _stretch(about: Asked) -> tuple[date, date]:
    """From when to when is drawn: the year that was chosen as far as it lies in the period, or the whole period."""
    period, year = about.reference.period, about.choice.year
    if year is None:
        return period.starts_on, period.ends_on
    return max(period.starts_on, year.starts_on), min(period.ends_on, year.ends_on)


def _points(about: Asked, kept: Sequence[Point]) -> list[Point]:
    """The ends of months before the day, and the day itself; without days of which it was asked of nobody."""
    on = about.reference.on
    ends = set(month_ends(about.reference.period.starts_on, on))
    today = Point(on, about.source.total(Choice()), clock.now())
    return [point for point in [*(point for point in kept if point.on in ends), today] if point.figures.tally.asked]


@bp.post("/voortgang/tekenen")
@access(Role.COMMISSION)
def draw_line() -> Response:
    """Reckon the points of the months that are missing, as known now; a job, for there may be many."""
    reference = asked_reference()
    if reference is None:
        raise NotFound
    there = url_for(".progress", periode=reference.period.id)
    work = partial(_draw, reference.period.id, reference.on, there)
    if queries.how_many_people(reference) <= MOST_AT_ONCE:
        return redirect(work(in_silence), 303)
    return redirect(
        url_for("home.job", job_id=start("coverage_line", work, by=viewer().person_id, now=clock.now())), 303
    )


def _draw(period_id: int, on: date, there: str, progress: Progress) -> str:
    """One day after the other, each kept at once; returns where the line stands."""
    period = get_period(period_id)
    days = missing_days(period.starts_on, on, [point.on for point in points_of(period_id, period.starts_on, on)])
    for number, day in enumerate(days):
        progress(number, len(days))
        keep_day(Reference(get_period(period_id), day), now=clock.now())
        db.session.commit()
    return there
