"""What teachers find of themselves, in counts: for the commission, and for those of a school of that school."""

from collections.abc import Sequence

from flask import render_template, request

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.assessments import queries
from coachtrack.assessments.permissions import (
    COUNT_ROLES,
    OF_A_SCHOOL,
    may_ask_teachers,
    may_ask_teachers_at,
    may_see_counts_of,
)
from coachtrack.assessments.views.blueprint import bp
from coachtrack.errors import NotFound
from coachtrack.forms import number_or_none
from coachtrack.funding import queries as funding
from coachtrack.funding.models import FundingPeriod
from coachtrack.viewer import Role


@bp.get("/blik-van-leerkrachten")
@access(*COUNT_ROLES)
def index() -> str:
    """Counts of a period, of one school or of all those that she may see together."""
    periods, school_id = funding.periods(), _number("school")
    period = _chosen(periods)
    if school_id is not None and not may_see_counts_of(viewer(), school_id):
        raise NotFound
    shown = [school_id] if school_id is not None else _hers()
    offered = queries.schools_in(period.id, _hers()) if period else []
    return render_template(
        "assessments/index.html",
        period=period,
        period_choices=[(each.id, each.name) for each in periods],
        school_choices=[(each.id, each.name) for each in offered],
        school_id=school_id,
        counts=queries.counts_of(shown, period.id) if period else None,
        asked=queries.asked_of(shown, period.id) if period else None,
        may_ask=period is not None and period.starts_on <= clock.today() <= period.ends_on and _may_ask(school_id),
    )


def _hers() -> frozenset[int] | None:
    """The schools of which she sees counts; None for all."""
    return None if viewer().has(Role.COMMISSION) else viewer().school_ids(*OF_A_SCHOOL)


def _may_ask(school_id: int | None) -> bool:
    return may_ask_teachers(viewer()) if school_id is None else may_ask_teachers_at(viewer(), school_id)


def _chosen(periods: Sequence[FundingPeriod]) -> FundingPeriod | None:
    """The period that was asked for; otherwise the one of CmK that runs, or the first there is."""
    wanted = _number("period")
    running = funding.period_on(clock.today())
    asked = next((each for each in periods if each.id == wanted), None)
    return asked or running or next(iter(periods), None)


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return number_or_none(given) if given.isdecimal() and len(given) < 10 else None
