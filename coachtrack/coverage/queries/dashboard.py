"""The figures of the commission from what is kept: so many statements, however many schools and people there are."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination

from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.figures import Figures
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.funding.rules import Track
from coachtrack.schools.models import District, School, SchoolBoard

Schools = sa.Select[*tuple[Any, ...]]
"""A choice of schools: their numbers first, and what is told with them."""
PER_PAGE = 50


@dataclass(frozen=True)
class SchoolLine:
    """A school that takes part, with its figures."""

    id: int
    name: str
    board_id: int | None
    board: str | None
    track: Track
    figures: Figures


@dataclass(frozen=True)
class BoardLine:
    """A board with how many of its schools take part, and their figures: each person once."""

    id: int
    name: str
    schools: int
    figures: Figures


class Page(Pagination):
    """A page of lines: `read` reads those from an offset, `counted` says how many there are."""

    def _query_items(self) -> list[Any]:
        read: Callable[[int, int], list[Any]] = self._query_args["read"]
        return read(self._query_offset, self.per_page)

    def _query_count(self) -> int:
        if self.items and len(self.items) < self.per_page:  # the end is in sight
            return self._query_offset + len(self.items)
        counted: Callable[[], int] = self._query_args["counted"]
        return counted()


class Source(Protocol):
    """Where figures come from: what is kept for today, or what was computed for another day."""

    def total(self, choice: Choice) -> Figures:
        """Of the schools that fit, each person once."""

    def at_schools(self, school_ids: Collection[int]) -> Mapping[int, Figures]:
        """Of each of these schools."""

    def at_boards(self, schools: Schools) -> Mapping[int, Figures]:
        """Of each board, each person once; `schools` are the schools with their boards."""

    def lines_between(self, schools: Schools, sort: str, offset: int, limit: int) -> Sequence[Any]:
        """So many of these rows, by name or by a figure, with - before it backwards; those without it come last."""


def taking_part(reference: Reference, choice: Choice) -> Schools:
    """The schools that take part on the day and fit, each with how it takes part."""
    rows = sa.select(School.id).join(SchoolParticipation, SchoolParticipation.school_id == School.id)
    return _fitting(rows, reference, choice)


def _counted(reference: Reference, choice: Choice) -> Schools:
    """The same to be counted: schools themselves are looked at where they are asked about only."""
    if choice.board_id is not None or choice.district_id is not None:
        return taking_part(reference, choice)
    return _fitting(sa.select(SchoolParticipation.school_id), reference, choice)


def _fitting(rows: Schools, reference: Reference, choice: Choice) -> Schools:
    rows = rows.where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    if choice.board_id is not None:
        rows = rows.where(School.board_id == choice.board_id if choice.board_id else School.board_id.is_(None))
    if choice.district_id is not None:
        rows = rows.where(School.district_id == choice.district_id)
    return rows.where(SchoolParticipation.track == choice.track) if choice.track is not None else rows


def school_ids(reference: Reference, choice: Choice) -> frozenset[int]:
    """The schools that take part on the day and fit."""
    return frozenset(db.session.scalars(taking_part(reference, choice)))


def schools_by_name(reference: Reference, choice: Choice) -> list[int]:
    """The same, in the order of their names."""
    return list(db.session.scalars(taking_part(reference, choice).order_by(School.sort_name, School.id)))


def schools_page(reference: Reference, choice: Choice, source: Source, *, sort: str, page: int) -> Page:
    """A page of the schools that fit, with their figures. Three statements."""
    chosen = taking_part(reference, choice)
    told = chosen.outerjoin(SchoolBoard, SchoolBoard.id == School.board_id).add_columns(
        School.name, School.board_id, SchoolBoard.name, SchoolBoard.number, SchoolParticipation.track
    )

    def read(offset: int, limit: int) -> list[SchoolLine]:
        rows = source.lines_between(told, sort, offset, limit)
        figures = source.at_schools([row[0] for row in rows])
        return [
            SchoolLine(school_id, name, board_id, board or number, track, figures.get(school_id, Figures()))
            for school_id, name, board_id, board, number, track in rows
        ]

    return _paged(_counted(reference, choice), read, page)


def boards_page(reference: Reference, choice: Choice, source: Source, *, words: str, page: int) -> Page:
    """A page of the boards of the schools that fit, by name, with their figures. Five statements."""
    chosen = taking_part(reference, choice).join(SchoolBoard, SchoolBoard.id == School.board_id)
    name = sa.func.coalesce(SchoolBoard.name, SchoolBoard.number)
    for word in words.split()[:8]:
        chosen = chosen.where(sa.or_(name.icontains(word, autoescape=True), SchoolBoard.number == word))
    boards = chosen.with_only_columns(SchoolBoard.id, name, sa.func.count(School.id)).group_by(SchoolBoard.id, name)
    ordered = boards.order_by(sa.func.lower(name), SchoolBoard.id)

    def read(offset: int, limit: int) -> list[BoardLine]:
        rows = db.session.execute(ordered.offset(offset).limit(limit)).all()
        there = chosen.with_only_columns(School.id, School.board_id)
        figures = source.at_boards(there.where(School.board_id.in_([row[0] for row in rows])))
        return [
            BoardLine(board_id, title, schools, figures.get(board_id, Figures())) for board_id, title, schools in rows
        ]

    return _paged(boards, read, page)


def _paged(chosen: Schools, read: Callable[[int, int], list[Any]], page: int) -> Page:
    def count() -> int:
        return db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0

    return Page(page=max(1, min(page, 10_000)), per_page=PER_PAGE, error_out=False, read=read, counted=count)


MANY = 200
"""Of more than so many nobody chooses from a list."""


def boards_offered(reference: Reference) -> list[tuple[int, str]]:
    """The boards by which schools that take part can be chosen, by name; none where they are too many."""
    name = sa.func.coalesce(SchoolBoard.name, SchoolBoard.number)
    return _few(reference, sa.select(SchoolBoard.id, name), School.board_id == SchoolBoard.id)


def districts_offered(reference: Reference) -> list[tuple[int, str]]:
    """The same of districts."""
    return _few(reference, sa.select(District.id, District.name), School.district_id == District.id)


def _few(reference: Reference, named: sa.Select[int, str], of_school: sa.ColumnElement[bool]) -> list[tuple[int, str]]:
    """Not put in order by the database: so it stops looking as soon as they are too many."""
    takes_part = taking_part(reference, Choice()).where(of_school).exists()
    some = [(row[0], row[1]) for row in db.session.execute(named.where(takes_part).limit(MANY + 1))]
    return sorted(some, key=lambda each: (each[1].casefold(), each[0])) if len(some) <= MANY else []
