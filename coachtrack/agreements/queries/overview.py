"""The agreements that someone may read together: how far each is, what presses, and sums per school and year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries.agreements import Choice, chosen_agreements
from coachtrack.agreements.queries.progress import progress_of, prospects_of
from coachtrack.agreements.rules.deadlines import PRESSING, Prospect
from coachtrack.agreements.rules.progress import Progress, Sums, sums
from coachtrack.clock import AMSTERDAM
from coachtrack.jobs import RowsPage
from coachtrack.schools.models import School
from coachtrack.viewer import Viewer

PER_PAGE = 25


@dataclass(frozen=True)
class Overview:
    """Agreements in the order in which they are shown, with how far each is and whether it can still be kept."""

    agreements: Sequence[Agreement]
    progress: Mapping[int, Progress]
    prospects: Mapping[int, Prospect]

    @property
    def total(self) -> Sums:
        """All of them together."""
        return self._sums(self.agreements)

    @property
    def per_school(self) -> list[tuple[School, int, int, Sums]]:
        """Per school and school year: how many agreements, and what they come to."""
        ordered = sorted(self.agreements, key=lambda each: (each.school.name, each.school_id, -each.first_year))
        return [
            (same[0].school, same[0].first_year, len(same), self._sums(same))
            for _, group in groupby(ordered, key=lambda each: (each.school_id, each.first_year))
            for same in [list(group)]
        ]

    def _sums(self, agreements: Iterable[Agreement]) -> Sums:
        return sums(self.progress[each.id] for each in agreements)


def page_of(whole: Overview, number: int) -> RowsPage:
    """One page of these agreements."""
    return RowsPage(rows=list(whole.agreements), page=number, per_page=PER_PAGE, error_out=False)


def overview(viewer: Viewer, choice: Choice, *, now: datetime) -> Overview:
    """The agreements that a person may read and asked for, in so many statements however many there are."""
    found = chosen_agreements(viewer, choice)
    progress = progress_of(found, now=now)
    prospects = prospects_of(found, progress, today=now.astimezone(AMSTERDAM).date())
    if choice.is_pressing:
        found = [each for each in found if prospects[each.id].is_pressing]
    return Overview(found, progress, prospects)


def pressing_agreements(viewer: Viewer, *, now: datetime) -> list[tuple[Agreement, Prospect]]:
    """The agreements of this school year that run out of time, of those that a person may read; the worst first."""
    year = SchoolYear.of(now.astimezone(AMSTERDAM).date()).first
    return pressing_among(overview(viewer, Choice(first_year=year, is_open=True), now=now), now=now)


def pressing_among(whole: Overview, *, now: datetime) -> list[tuple[Agreement, Prospect]]:
    """Those of this school year among these agreements that run out of time, the worst first."""
    year = SchoolYear.of(now.astimezone(AMSTERDAM).date()).first
    both = [(each, whole.prospects[each.id]) for each in whole.agreements if each.first_year == year]
    pressing = [(each, prospect) for each, prospect in both if prospect.is_pressing]
    return sorted(
        pressing, key=lambda one: (PRESSING.index(one[1].standing), one[1].due_on, one[0].school.name, one[0].id)
    )
