"""The time that coaches have until the end of the period, beside what people still need, per discipline."""

from flask import render_template

from coachtrack.access import access
from coachtrack.coverage.queries.capacity import capacity_of, people_named
from coachtrack.coverage.queries.dashboard import school_ids
from coachtrack.coverage.queries.demand import wanted_by_discipline
from coachtrack.coverage.queries.outlook_facts import calendars_of
from coachtrack.coverage.rules.capacity import shares_of_need
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.views.blueprint import bp
from coachtrack.coverage.views.figures import LABELS, asked
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role


@bp.get("/capaciteit")
@access(Role.COMMISSION)
def capacity() -> str:
    """Hours of coaches that are not booked yet against the hours that people still need."""
    about = asked(counts=False)
    if isinstance(about, str):
        return about
    calendars = calendars_of(about.reference, sorted(school_ids(about.reference, Choice())))
    found = capacity_of(about.reference, about.requirement, calendars)
    wanted = wanted_by_discipline(about.reference)
    shares = shares_of_need(wanted)
    return render_template(
        "coverage/capacity.html",
        about=about,
        capacity=found,
        supplies=[found.of(discipline, shares[discipline]) for discipline in Discipline],
        together=found.of(None),
        without_hours=people_named([coach.person_id for coach in found.coaches if not coach.weekly_minutes]),
        is_guessed=not wanted,
        labels=LABELS,
    )
