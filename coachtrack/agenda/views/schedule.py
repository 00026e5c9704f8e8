"""The schedule: a day, a week, a month, or a list of the weeks to come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from coachtrack import clock, formatting
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.agenda import queries
from coachtrack.agenda.permissions import keeps_agenda, schools_shown
from coachtrack.agenda.queries.busy import busy_by_person
from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.schedule import NAMED_BY, Period, View
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.agenda.views.blueprint import bp
from coachtrack.agenda.views.lines import Day, Line, line_of, midnight, schedule_of
from coachtrack.errors import N_
from coachtrack.viewer import Role, Viewer

WITH_BUSY_TIMES = (View.DAY, View.WEEK)
WAYS_ON = {
    Role.COMMISSION: ("trainings.index", N_("To the team trainings")),
    Role.ADMINISTRATOR: ("people.index", N_("To the people")),
}


@bp.get("/agenda")
@access(SIGNED_IN)
def index() -> str:
    """My appointments, and for whoever leads or advises a school those of the school."""
    person, now, today = viewer(), clock.now(), clock.today()
    period = _period_asked(today)
    schools = queries.schools_named(schools_shown(person))
    school_id = _school_asked([school.id for school in schools])
    is_now = period == Period.now(period.view, today)
    return render_template(
        "agenda/index.html",
        period=period,
        view=period.view,
        days=_days(person, period, school_id, now),
        title=_title(period),
        earlier=_title(period.earlier),
        later=_title(period.later),
        address=_address(period, today, school_id, is_now=is_now),
        is_now=is_now,
        schools=schools if len(schools) > 1 else [],
        school_id=school_id,
        next_line=_next_line(person, now) if is_now else None,
        keeps_agenda=keeps_agenda(person),
        way_on=_way_on(person) or ("", ""),
        is_teacher=person.has(Role.TEACHER),
        today=today,
    )


def _period_asked(today: date) -> Period:
    """What the address asks for; where it names nothing that exists, the view as it opens by itself."""
    asked = request.args.get("weergave", "")
    implied = next((view for view in (View.DAY, View.MONTH) if view.value in request.args), View.WEEK)
    view = View(asked) if asked in set(View) else implied
    return Period.named(view, request.args.get(NAMED_BY[view], "")) or Period.now(view, today)


def _school_asked(school_ids: Collection[int]) -> int | None:
    asked = request.args.get("school", type=int)
    return asked if asked in school_ids else None


def _days(person: Viewer, period: Period, school_id: int | None, now: datetime) -> list[Day]:
    stretch = period.grid
    from_, until = midnight(stretch.first), midnight(stretch.last + timedelta(days=1))
    shown = queries.visible_appointments(person.person_id, schools_shown(person), from_, until, at_school=school_id)
    busy: Sequence[Span] = ()
    if period.view in WITH_BUSY_TIMES:
        busy = busy_by_person([person.person_id], from_, until)[person.person_id]
    home = _home(person, school_id)
    lines = [line_of(appointment, person, now, home=home) for appointment in shown]
    return schedule_of(stretch, lines, busy, _school_days(person, stretch, school_id), clock.day_of(now))


def _school_days(person: Viewer, stretch: Days, school_id: int | None) -> SchoolDays:
    """The days of her only school, or of the one she chose; of several the holidays that most of them have."""
    home = _home(person, school_id)
    if home is not None:
        return queries.school_days(home, stretch.first, stretch.last)
    region = queries.holiday_region_of(person.school_ids(*Role))
    found = queries.holidays_between(region, stretch.first, stretch.last)
    return SchoolDays(holidays=tuple(NamedDays(each.starts_on, each.ends_on, each.name) for each in found))


def _home(person: Viewer, school_id: int | None) -> int | None:
    """The school that she chose to look at, or the only one where she has a role."""
    schools = person.school_ids(*Role)
    return next(iter(schools)) if school_id is None and len(schools) == 1 else school_id


def _title(period: Period) -> str:
    if period.view is View.DAY:
        return formatting.day_long(period.first)
    if period.view is View.MONTH:
        return formatting.month(period.first)
    days = formatting.day_range(period.first, period.last)
    return _("Week %(number)s, %(days)s", number=period.week.number, days=days) if period.view is View.WEEK else days


def _address(period: Period, today: date, school_id: int | None, *, is_now: bool) -> Mapping[str, object]:
    """Where the other views, the days around this, and each day in it are."""

    def to(other: Period | None, view: View) -> str:
        named: dict[str, Any] = {NAMED_BY[view]: other.name} if other else {}
        return url_for(".index", weergave=view.value, school=school_id, **named)

    day = period.seen_from(today)
    return {
        "views": {view: to(None if is_now else Period.around(view, day), view) for view in View},
        "earlier": to(period.earlier, period.view),
        "later": to(period.later, period.view),
        "now": to(None, period.view),
        "day": lambda day: to(Period.around(View.DAY, day), View.DAY),
        "week": lambda day: to(Period.around(View.WEEK, day), View.WEEK),
    }


def _next_line(person: Viewer, now: datetime) -> Line | None:
    coming = queries.next_appointment_of(person.person_id, now)
    return line_of(coming, person, now, home=_home(person, None)) if coming else None


def _way_on(person: Viewer) -> tuple[str, str] | None:
    """Where someone without an agenda of her own finds what she may have come for: words and address."""
    ways = [way for role, way in WAYS_ON.items() if person.has(role)]
    return next(((_(words), url_for(endpoint)) for endpoint, words in ways), None)
