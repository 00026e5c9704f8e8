"""How much was trained, by whom it was for: of a school year or a calendar year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.formatting import school_year
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, STREAM_LABELS
from coachtrack.trainings import queries
from coachtrack.trainings.permissions import schools_of_report
from coachtrack.trainings.rules import TARGET_GROUP_LABELS, Attended, Figures, figures, figures_by
from coachtrack.trainings.views.blueprint import MAY_READ_REPORT, bp

CALENDAR = "kalenderjaar"
FIRST_YEAR = 2016


@bp.get("/overzicht")
@access(*MAY_READ_REPORT)
def report() -> str:
    """How much was trained in a year, split by target group, part of the programme and kind of lessons."""
    by_calendar = request.args.get("telling") == CALENDAR
    now = clock.today().year if by_calendar else SchoolYear.of(clock.today()).first
    year = request.args.get("jaar", now, type=int)
    year = year if FIRST_YEAR <= year <= now else now
    days = _days(year, by_calendar=by_calendar)
    attended = queries.attended_between(days.first, days.last, schools_of_report(viewer()))
    return render_template(
        "trainings/report.html",
        title=str(year) if by_calendar else school_year(year),
        year=year,
        newest=now,
        oldest=FIRST_YEAR,
        by_calendar=by_calendar,
        total=figures(attended),
        splits=_splits(attended),
    )


def _days(year: int, *, by_calendar: bool) -> Days:
    if by_calendar:
        return Days(date(year, 1, 1), date(year, 12, 31))
    return Days(SchoolYear(year).starts_on, SchoolYear(year).ends_on)


def _splits(attended: list[Attended]) -> list[tuple[str, list[tuple[str, Figures]]]]:
    """Three times the same figures: by target group, by part of the programme, by kind of lessons."""
    groups = figures_by(lambda each: each.target_group, attended)
    streams = figures_by(lambda each: each.stream, attended)
    contexts = figures_by(lambda each: each.lesson_context, attended)
    before, unknown, either = _("taken over from before"), _("not known"), _("both, or neither of the two")
    return [
        (_("For whom"), _lines(TARGET_GROUP_LABELS, groups, before)),
        (_("Part of the programme"), _lines(STREAM_LABELS, streams, unknown)),
        (_("For which lessons"), _lines(LESSON_CONTEXT_LABELS, contexts, either)),
    ]


def _lines(labels: Mapping[Any, str], found: Mapping[Any, Figures], otherwise: str) -> list[tuple[str, Figures]]:
    """Each of these with its figures, also where there are none; what has no word of its own last."""
    nothing = Figures(0, 0, 0)
    lines = [(str(_(words)), found.get(value, nothing)) for value, words in labels.items()]
    return lines + [(otherwise, some) for value, some in found.items() if value is None]
