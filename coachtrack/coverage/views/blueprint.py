"""The blueprint of coverage, and the period and day that its pages are about."""

from dataclasses import replace
from datetime import date, datetime

from flask import Blueprint, request

from coachtrack import clock
from coachtrack.coverage.queries import Coverage, Reference
from coachtrack.errors import NotFound
from coachtrack.funding.queries import period_on, periods

bp = Blueprint("coverage", __name__, url_prefix="/bereik")


def asked_day() -> date | None:
    """The reference date in the address; None where there is none, or none that exists."""
    typed = request.args.get("peildatum", "").strip()
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def asked_reference() -> Reference | None:
    """The period and reference date in the address, or the current ones; None while there are no periods.

    A day outside the period becomes its first or last one: the page says so.
    """
    on = asked_day() or clock.today()
    known = {period.id: period for period in periods()}
    chosen = request.args.get("periode", type=int)
    if chosen is not None and chosen not in known:
        raise NotFound
    latest = max(known.values(), key=lambda one: one.starts_on, default=None)
    period = known[chosen] if chosen is not None else period_on(on) or latest
    if period is None:
        return None
    reference = Reference(period, min(max(on, period.starts_on), period.ends_on))
    if request.args.get("bekend") == "toen":
        return replace(reference, known_at=reference.last_moment)
    return reference


def narrowed(coverage: Coverage) -> Coverage:
    """The schools that fit the board, district and track in the address, and their people."""
    board, district = request.args.get("bestuur", type=int), request.args.get("wijk", type=int)
    track = request.args.get("spoor", "")
    if board is None and district is None and not track:
        return coverage
    fitting = [
        school.id
        for school in coverage.schools
        if (board is None or school.board_id == board)
        and (district is None or school.district_id == district)
        and (not track or coverage.participations[school.id].track == track)
    ]
    return coverage.only(fitting)
