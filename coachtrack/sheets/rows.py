"""Worksheets and rows as they come out of a file, before anybody knows which of them is the heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from coachtrack.errors import N_
from coachtrack.sheets.cells import Cell
from coachtrack.sheets.guard import MAX_COLUMNS, TooLarge

HEADING_WITHIN = 10
"""The headings stand in one of the first so many filled rows."""


@dataclass(frozen=True)
class RawRow:
    """A row with something in it; `line` is the number that the spreadsheet shows beside it."""

    line: int
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, line: int, cells: Mapping[int, Cell]) -> "RawRow":
        """The row with these cells at these columns, empty ones between them."""
        return cls(line, tuple(cells.get(column) for column in range(max(cells) + 1)))


class RowReader(Protocol):
    """Reads a worksheet, all of it or its first filled rows."""

    def __call__(self, at_most: int | None = None) -> list[RawRow]:
        """Read."""


@dataclass(frozen=True)
class Worksheet:
    """A worksheet that can be read."""

    title: str
    is_hidden: bool
    read: RowReader


def too_wide() -> TooLarge:
    """The refusal of a sheet that is filled far to the right."""
    return TooLarge(N_("The sheet is filled beyond column %(columns)s. Keep only the list."), columns=MAX_COLUMNS)
