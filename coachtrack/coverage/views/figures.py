"""What the pages of the commission have in common: period, day and choice, and where their figures come from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.coverage import queries
from coachtrack.coverage.actions.computing import compute as make
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.computed import find_reckoned
from coachtrack.coverage.queries.dashboard import Page, Source, boards_offered, districts_offered, schools_page
from coachtrack.coverage.queries.reckoned import Reckoned, reckoned_on
from coachtrack.coverage.queries.tallies import Kept, rule_and_kept
from coachtrack.coverage.rules.choice import Choice, Year, years_of
from coachtrack.coverage.rules.figures import Figures
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.coverage.views.blueprint import asked_choice, asked_day, asked_page, asked_reference, bp
from coachtrack.coverage.views.freshness import Freshness, bring_up_to_date
from coachtrack.errors import NotFound
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import get_period, periods
from coachtrack.funding.rules import STREAM_LABELS, TRACK_LABELS
from coachtrack.jobs import Progress, start
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role

LABELS = {"tracks": TRACK_LABELS, "disciplines": DISCIPLINE_LABELS, "streams": STREAM_LABELS}
"""What the templates of these pages say of tracks, disciplines and streams."""
MOST_AT_ONCE = 2_000
"""For more people than this it takes too long to wait for: then it is a job."""


@dataclass(frozen=True)
class Asked:
    """What the address of a page asks for, and where its figures come from."""

    periods: Sequence[FundingPeriod]
    reference: Reference
    choice: Choice
    requirement: Requirement
    rule_id: int
    is_kept: bool
    freshness: Freshness | None = None

    @cached_property
    def _found(self) -> Source | None:
        return _source_of(self)

    @property
    def is_ready(self) -> bool:
        """Whether the figures are there."""
        return self._found is not None

    @property
    def source(self) -> Source:
        """Where the figures come from."""
        if self._found is None:
            raise LookupError("figures that were not reckoned yet")
        return self._found

    @cached_property
    def total(self) -> Figures:
        """The figures of the schools that fit, each person once."""
        return self.source.total(self.choice)

    @cached_property
    def boards(self) -> list[tuple[int, str]]:
        """The boards that can be chosen."""
        return boards_offered(self.reference)

    @cached_property
    def districts(self) -> list[tuple[int, str]]:
        """The districts that can be chosen."""
        return districts_offered(self.reference)

    @property
    def reckoned_at(self) -> datetime | None:
        """When these figures were reckoned, where that was a while ago and more may be known by now."""
        found = self._found if self.reference.known_at is None else None
        return found.made_at if isinstance(found, Reckoned) else None

    @property
    def is_today(self) -> bool:
        """Whether it is looked at as it is now: then the figures are kept."""
        return self.reference.on == clock.today() and self.reference.known_at is None

    @property
    def years(self) -> list[Year]:
        """The school years and calendar years of the period that have begun."""
        period = self.reference.period
        return years_of(period.starts_on, period.ends_on, clock.today())

    @property
    def query(self) -> dict[str, str | int | None]:
        """All of it in an address."""
        return self.reference.query | self.choice.query


def asked(*, counts: bool = True, board_id: int | None = None) -> Asked | str:
    """What the address asks for; else a page that says what is missing, or what takes a while to reckon first.

    `board_id`: of which board the page is. `counts`: the page shows figures of where people stand; what is kept of
    today is brought up to date for it.
    """
    freshness = bring_up_to_date() if counts and asked_day() in (None, clock.today()) else None
    known = periods()
    reference, choice = asked_reference(known), asked_choice()
    rule, is_kept = rule_and_kept(reference) if reference else (None, False)
    if reference is None or rule is None:
        return render_template("coverage/index_empty.html", reference=reference, periods=known)
    choice = choice if board_id is None else replace(choice, board_id=board_id)
    about = Asked(known, reference, choice, read_requirement(rule.definition), rule.id, is_kept, freshness)
    return about if about.is_ready or not counts else render_template("coverage/to_compute.html", about=about)


def _source_of(about: Asked) -> Source | None:
    """What is kept for today, what was reckoned before, or what can be reckoned at once; None: it takes a while."""
    if about.is_today and about.is_kept:
        return Kept(about.reference)
    before = find_reckoned(about.reference, about.rule_id, now=clock.now())
    if before is not None or queries.how_many_people(about.reference) > MOST_AT_ONCE:
        return before
    return reckoned_on(about.reference, about.requirement)


@bp.post("/berekenen")
@access(Role.COMMISSION)
def compute() -> Response:
    """Reckon the figures of another day: a job, after which the page that was asked for shows them."""
    reference = asked_reference()
    if reference is None or queries.requirement_in_force(reference) is None:
        raise NotFound
    period_id, on, known_at, by = reference.period.id, reference.on, reference.known_at, viewer().person_id
    query: dict[str, Any] = reference.query | asked_choice().query
    there = url_for(".index", **query)
    if queries.how_many_people(reference) <= MOST_AT_ONCE:
        return redirect(there, 303)

    def work(progress: Progress) -> str:
        make(Reference(get_period(period_id), on, known_at), by=by, now=clock.now(), progress=progress)
        return there

    return redirect(url_for("home.job", job_id=start("coverage_computation", work, by=by, now=clock.now())), 303)


def schools_asked(about: Asked) -> Page:
    """The page of schools that the address asks for, in its order."""
    sort = request.args.get("sort", "name")
    return schools_page(about.reference, about.choice, about.source, sort=sort, page=asked_page())
