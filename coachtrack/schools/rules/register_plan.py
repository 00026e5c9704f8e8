"""Choosing schools from the national register, and what importing them would change."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches

from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.places import municipality_name
from coachtrack.schools.rules.register import SchoolRow
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.text import fold

_ALIASES = {"den haag": "'s-gravenhage", "den bosch": "'s-hertogenbosch"}


@dataclass(frozen=True)
class StoredSchool:
    """A school that we have, in the words of the register."""

    id: int
    row: SchoolRow
    is_closed: bool = False


@dataclass(frozen=True)
class SchoolPlan:
    """What importing would do with one location. A missing school is proposed as closed, never deleted."""

    verdict: Verdict
    row: SchoolRow
    school_id: int | None = None
    differences: tuple[Difference, ...] = ()
    reopens: bool = False


def municipalities(rows: Iterable[SchoolRow]) -> dict[str, int]:
    """The municipalities in the register with their number of locations, in alphabetical order."""
    counts = Counter(row.municipality for row in rows if row.municipality)
    return {name: counts[name] for name in sorted(counts, key=lambda name: fold(name).lstrip("'"))}


def boards(rows: Iterable[SchoolRow]) -> dict[str, int]:
    """The numbers of the boards with their number of locations."""
    counts = Counter(row.board_number for row in rows if row.board_number)
    return dict(sorted(counts.items()))


def choose(
    rows: Sequence[SchoolRow], *, municipality: str | None = None, board: str | None = None
) -> tuple[SchoolRow, ...]:
    """The locations in a municipality (by name or number), of a board (by number), of both, or all."""
    chosen = tuple(row for row in rows if _is_chosen(row, municipality, board))
    if not chosen:
        _refuse_choice(rows, municipality, board)
    return chosen


def plan_register(
    rows: Sequence[SchoolRow],
    existing: Sequence[StoredSchool],
    *,
    municipality: str | None = None,
    board: str | None = None,
) -> tuple[SchoolPlan, ...]:
    """What importing the chosen locations would do. `rows` is the whole file: a school that moved is not missing."""
    known = {school.row.code: school for school in existing if school.row.code}
    in_file = {row.code for row in rows}
    wanted = {row.code for row in choose(rows, municipality=municipality, board=board)}
    wanted |= {code for code, school in known.items() if _is_chosen(school.row, municipality, board)}
    plans = [_plan(row, known.get(row.code)) for row in rows if row.code in wanted]
    gone = (
        SchoolPlan(Verdict.MISSING, school.row, school.id)
        for code, school in known.items()
        if code in wanted and code not in in_file and not school.is_closed
    )
    return (*plans, *gone)


def _plan(row: SchoolRow, school: StoredSchool | None) -> SchoolPlan:
    if school is None:
        return SchoolPlan(Verdict.ADDED, row)
    differences = tuple(
        Difference(field.name, old, new)
        for field in fields(SchoolRow)
        if (old := getattr(school.row, field.name)) != (new := getattr(row, field.name))
    )
    verdict = Verdict.CHANGED if differences or school.is_closed else Verdict.UNCHANGED
    return SchoolPlan(verdict, row, school.id, differences, reopens=school.is_closed)


def _is_chosen(row: SchoolRow, municipality: str | None, board: str | None) -> bool:
    if board and row.board_number != board.strip():
        return False
    if not municipality:
        return True
    wanted = _ALIASES.get(fold(municipality), fold(municipality))
    return row.municipality_code == wanted or fold(row.municipality) in (wanted, fold(municipality_name(wanted)))


def _refuse_choice(rows: Sequence[SchoolRow], municipality: str | None, board: str | None) -> None:
    if board and municipality:
        raise Refused(
            N_("The file has no school of board %(board)s in “%(name)s”."),
            field="board",
            board=board,
            name=municipality,
        )
    if board:
        raise Refused(N_("The file has no school of board %(board)s."), field="board", board=board)
    if municipality:
        close = get_close_matches(municipality.title(), municipalities(rows), n=3)
        if close:
            raise Refused(
                N_("The file has no school in “%(name)s”. Did you mean %(names)s?"),
                field="municipality",
                name=municipality,
                names=", ".join(close),
            )
        raise Refused(N_("The file has no school in “%(name)s”."), field="municipality", name=municipality)
    raise Refused(N_("The file has no schools."), field="file")
