"""The inventory of columns: what of whom is kept where, for the package, erasure and retention alike."""

from coachtrack.privacy.rules import sheets_coaching, sheets_people, sheets_programme
from coachtrack.privacy.rules.sheets import AtErasure, Holds, Line, Part, Sheet

__all__ = ["BY_TABLE", "LINES", "NOBODY", "SHEETS", "AtErasure", "Holds", "Line", "Part", "Sheet"]

SHEETS: tuple[Sheet, ...] = (*sheets_people.SHEETS, *sheets_coaching.SHEETS, *sheets_programme.SHEETS)
"""Every table that holds something of people."""
BY_TABLE = {sheet.table: sheet for sheet in SHEETS}
LINES: tuple[Line, ...] = tuple(line for sheet in SHEETS for line in sheet.lines())
NOBODY = sheets_programme.NOBODY
"""Tables that hold nothing of people, with their columns: a further column has to be thought about here too."""
