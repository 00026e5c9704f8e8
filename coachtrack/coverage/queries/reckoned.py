"""Figures of another day, or as known then: reckoned from the facts of everyone at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from coachtrack.coverage.queries.dashboard import Schools, school_ids
from coachtrack.coverage.queries.gathering import in_batches, without_searching
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.tallies import FIGURES
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.figures import Figures, Standing, each_once, keys_of
from coachtrack.coverage.rules.requirement import Requirement
from coachtrack.coverage.rules.verdict import decide
from coachtrack.database import db
from coachtrack.jobs import Progress
from coachtrack.schools.models import School


def in_silence(_done: int, _total: int) -> None:
    """Nobody waits for it."""


class Reckoned:
    """Where everyone stands at each school on the day: every answer is counted from it.

    `made_at`: when it was reckoned, where it was kept since.
    """

    def __init__(
        self, reference: Reference, standings: Iterable[tuple[int, Standing]], *, made_at: datetime | None = None
    ) -> None:
        self.reference, self.made_at = reference, made_at
        self.by_school: dict[int, list[Standing]] = defaultdict(list)
        for school_id, standing in standings:
            self.by_school[school_id].append(standing)

    def total(self, choice: Choice) -> Figures:
        """Of the schools that fit, each person once."""
        return self._once(school_ids(self.reference, choice) if choice.narrows_schools else self.by_school)

    def at_schools(self, school_ids: Collection[int]) -> Mapping[int, Figures]:
        """Of each of these schools."""
        return {school_id: self._at(school_id) for school_id in school_ids}

    def at_boards(self, schools: Schools) -> Mapping[int, Figures]:
        """Of each board, each person once; `schools` are the schools with their boards."""
        places: dict[int, list[int]] = defaultdict(list)
        for school_id, board_id in db.session.execute(schools):
            places[board_id].append(school_id)
        return {board_id: self._once(there) for board_id, there in places.items()}

    def lines_between(self, schools: Schools, sort: str, offset: int, limit: int) -> Sequence[Any]:
        """So many of these rows, by name or by a figure, with - before it backwards; those without it come last."""
        backwards, name = sort.startswith("-"), sort.removeprefix("-")
        by_name = School.sort_name.desc() if backwards and name == "name" else School.sort_name
        rows = list(db.session.execute(schools.order_by(by_name, School.id)))
        if name in {"reached", *FIGURES}:
            known = {row[0]: self._figure(row[0], name) for row in rows}
            rows.sort(key=lambda row: (known[row[0]] is None, (known[row[0]] or 0) * (-1 if backwards else 1)))
        return rows[offset : offset + limit]

    def _figure(self, school_id: int, name: str) -> float | None:
        figures = self._at(school_id)
        return figures.people.get(FIGURES[name], 0) if name in FIGURES else figures.tally.share

    def _at(self, school_id: int) -> Figures:
        return Figures(Counter(key for standing in self.by_school.get(school_id, ()) for key in keys_of(standing)))

    def _once(self, places: Iterable[int]) -> Figures:
        return Figures(each_once(standing for place in places for standing in self.by_school.get(place, ())))


@without_searching()
def reckoned_on(
    reference: Reference,
    requirement: Requirement,
    *,
    school_ids: Collection[int] | None = None,
    progress: Progress = in_silence,
) -> Reckoned:
    """Where everyone stands by this requirement, people by the thousand: a fixed number of statements for each."""
    standings: list[tuple[int, Standing]] = []
    done = 0
    for people, gathered in in_batches(reference, school_ids):
        for person_id, facts in gathered.facts.items():
            reached_in = gathered.reached_in(person_id)
            for school_id in sorted(facts.school_ids):
                status = decide(requirement, facts.at([school_id]), reference.frame).status
                standings.append((school_id, Standing(person_id, status, reached_in=reached_in)))
        done += len(gathered.facts)
        progress(done, people)
    return Reckoned(reference, standings)
