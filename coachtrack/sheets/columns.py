"""Headings: which column of a file holds what, by the names that people give their columns."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coachtrack.sheets.cells import Cell, as_text
from coachtrack.text import fold


def heading_key(text: str) -> str:
    """A heading as it is compared: its letters and digits, without case or accents."""
    return "".join(character for character in fold(text) if character.isalnum())


def recognised(texts: Iterable[str], known: Collection[str]) -> int:
    """How many of these texts are known headings."""
    return sum(heading_key(text) in known for text in texts)


@dataclass(frozen=True)
class Columns:
    """Where each field stands; `ignored` names the columns that mean nothing here."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]

    def __contains__(self, field: str) -> bool:
        return field in self.places

    def cell(self, cells: Sequence[Cell], field: str) -> Cell:
        """The cell of a field in a row, None where the row or the file has none."""
        place = self.places.get(field, len(cells))
        return cells[place] if place < len(cells) else None

    def text(self, cells: Sequence[Cell], field: str) -> str:
        """The text of a field in a row."""
        return as_text(self.cell(cells, field))


def match_columns(headings: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> Columns:
    """Find the fields by their synonyms, the best name first; a second column for the same field is ignored."""
    keys = [heading_key(heading) for heading in headings]
    places: dict[str, int] = {}
    for field, names in synonyms.items():
        found = [keys.index(key) for key in map(heading_key, names) if key in keys]
        if found:
            places[field] = found[0]
    taken = set(places.values())
    ignored = tuple(heading for place, heading in enumerate(headings) if heading and place not in taken)
    return Columns(places, ignored)


def known_headings(synonyms: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """All the headings of these fields, as they are compared."""
    return frozenset(heading_key(name) for names in synonyms.values() for name in names)
