"""The blueprint of coverage, and the period and day that its pages are about."""

from datetime import date

from flask import Blueprint, request

from coachtrack import clock
from coachtrack.coverage.queries import Reference
from coachtrack.errors import NotFound
from coachtrack.funding.queries import period_on, periods

bp = Blueprint("coverage", __name__, url_prefix="/bereik")


def asked_day(name: str = "peildatum") -> date:
    """The reference date in the address; today where there is none, or none that exists."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return clock.today()


def asked_reference() -> Reference | None:
    """The period and reference date in the address, or the current ones; None while there are no periods."""
    on = asked_day()
    chosen = request.args.get("periode", type=int)
    known = {period.id: period for period in periods()}
    if chosen is not None:
        if chosen not in known:
            raise NotFound
        return Reference(known[chosen], on)
    period = period_on(on) or max(known.values(), key=lambda one: one.starts_on, default=None)
    return Reference(period, on) if period else None
