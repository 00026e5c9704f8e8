"""The blueprint of coverage, and the period, day, year and schools that its pages are about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from flask import Blueprint, request

from coachtrack import clock
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.rules.choice import Choice, day_in, read_year
from coachtrack.errors import NotFound
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import periods
from coachtrack.funding.rules import Stream, Track
from coachtrack.schools.rules.subjects import Discipline

bp = Blueprint("coverage", __name__, url_prefix="/bereik")
HIGHEST = 2**31 - 1
FIRST_SCHEME = "cmk"


def asked_day() -> date | None:
    """The reference date in the address; None where there is none, or none that exists."""
    typed = request.args.get("peildatum", "").strip()
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def asked_reference(known: Sequence[FundingPeriod] | None = None) -> Reference | None:
    """The period and reference date in the address, or the current ones; None while there are no periods.

    `known` are all periods, where they were read already. A year in the address sets the day to its end. A day outside
    the period becomes its first or last one: the page says so. What is known of a day that is not over is what is
    known now.
    """
    chosen, year, today = asked_day(), read_year(request.args.get("jaar", "")), clock.today()
    on = (chosen or today) if year is None else day_in(year, chosen, today)
    period = _asked_period(on, known if known is not None else periods())
    if period is None:
        return None
    reference = Reference(period, min(max(on, period.starts_on), period.ends_on))
    if request.args.get("bekend") == "toen" and reference.last_moment < clock.now():
        return replace(reference, known_at=reference.last_moment)
    return reference


def _asked_period(on: date, known: Sequence[FundingPeriod]) -> FundingPeriod | None:
    """The period in the address; else the one of the first scheme in which the day lies, or the latest there is."""
    chosen = request.args.get("periode", type=int)
    if chosen is None:
        running = [each for each in known if each.starts_on <= on <= each.ends_on and each.scheme.code == FIRST_SCHEME]
        return next(iter(running), None) or max(known, key=lambda each: each.starts_on, default=None)
    found = next((each for each in known if each.id == chosen), None)
    if found is None:
        raise NotFound
    return found


def asked_choice() -> Choice:
    """The year, schools, discipline and stream in the address; what does not exist narrows nothing."""
    year = read_year(request.args.get("jaar", ""))
    track, discipline, stream = (request.args.get(name, "") for name in ("spoor", "discipline", "stroom"))
    return Choice(
        year=year,
        board_id=_number("bestuur"),
        district_id=_number("wijk"),
        track=Track(track) if track in set(Track) else None,
        discipline=Discipline(discipline) if discipline in set(Discipline) else None,
        stream=Stream(stream) if stream in set(Stream) else None,
    )


def asked_page() -> int:
    """The page of a long list."""
    return _number("page") or 1


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return min(int(given), HIGHEST) if given.isdecimal() and given.isascii() else None
