"""What the pages of the commission have in common: period, day and choice, and where their figures come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import render_template, request

from coachtrack import clock
from coachtrack.coverage import queries
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.dashboard import Offered, Page, Source, offered, schools_page
from coachtrack.coverage.queries.reckoned import reckoned_on
from coachtrack.coverage.queries.tallies import Kept, is_kept
from coachtrack.coverage.rules.choice import Choice, Year, years_of
from coachtrack.coverage.rules.figures import Figures
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.coverage.views.blueprint import asked_choice, asked_page, asked_reference
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import periods
from coachtrack.funding.rules import STREAM_LABELS, TRACK_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS

LABELS = {"tracks": TRACK_LABELS, "disciplines": DISCIPLINE_LABELS, "streams": STREAM_LABELS}
"""What the templates of these pages say of tracks, disciplines and streams."""


@dataclass(frozen=True)
class Asked:
    """What the address of a page asks for, and where its figures come from."""

    periods: Sequence[FundingPeriod]
    reference: Reference
    choice: Choice
    requirement: Requirement
    rule_id: int

    @cached_property
    def source(self) -> Source:
        """Where the figures come from: what is kept for today, else reckoned when they are asked for first."""
        if self.is_today and is_kept(self.reference, self.rule_id):
            return Kept(self.reference)
        return reckoned_on(self.reference, self.requirement)

    @cached_property
    def total(self) -> Figures:
        """The figures of the schools that fit, each person once."""
        return self.source.total(self.choice)

    @cached_property
    def offered(self) -> Offered:
        """The boards and districts that can be chosen."""
        return offered(self.reference)

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


def asked() -> Asked | str:
    """What the address asks for; a page that says what is missing where there is nothing to count yet."""
    known = periods()
    reference, choice = asked_reference(known), asked_choice()
    rule = queries.rule_in_force(reference.period.id, reference.on, known_at=reference.known_at) if reference else None
    if reference is None or rule is None:
        return render_template("coverage/index_empty.html", reference=reference, periods=known)
    return Asked(known, reference, choice, read_requirement(rule.definition), rule.id)


def schools_asked(about: Asked) -> Page:
    """The page of schools that the address asks for, in its order."""
    sort = request.args.get("sort", "name")
    return schools_page(about.reference, about.choice, about.source, sort=sort, page=asked_page())
