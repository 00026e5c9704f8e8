"""Groups as people write them ("1/2", "5a", "6-7-8", "3 en 4"), in one form: "3", "1/2", "5a", "6/7/8"."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from coachtrack.errors import N_
from coachtrack.sheets import Cell, Remark, Unclear, as_text
from coachtrack.text import fold

_LARGEST_COMBINATION = 4
_TOKEN = re.compile(r"(?P<years>[0-8](?:\s*[/-]\s*[0-8])*)(?:\s*(?P<label>[a-z](?:\s*/\s*[a-z])*|[a-z]{2,12}))?")
_RANGE = re.compile(r"([0-8])\s*(?:t/m|tm|t\.m\.|-)\s*([0-8])")
_PARTS = re.compile(r"\s*(?:[,;+&]|\ben\b|\bof\b)\s*")
_LETTERED = re.compile(r"(?<=[a-z])\s*/\s*(?=\d)")
_WORD = re.compile(r"\b(?:groepen|groep|gr|klas|klassen)\b\.?")
_NONE = frozenset(["", "-", "nvt", "n.v.t.", "n.v.t", "geen", "0", "x", "/"])
_ALL = frozenset(
    ["alle", "alle groepen", "hele school", "allemaal", "diverse", "div", "divers", "wisselend", "1 t/m 8", "1-8"]
)
_STAGES = frozenset(
    ["onderbouw", "middenbouw", "bovenbouw", "kleuters", "ob", "mb", "bb", "kleuterbouw", "unit", "plusklas"]
)
_EXCEL_DATE = re.compile(r"(\d{1,2})-([a-z]{3})(?:-(\d{2}))?")
_SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug")


def parse_groups(cell: Cell) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """The groups in a cell, in order, with remarks on what was read otherwise than it stands there."""
    text = as_text(cell)
    if taken_for_date := _taken_for_date(cell, fold(text)):
        remark = Remark(
            "groups",
            N_("Excel made a date of the groups (%(text)s). We read them as %(groups)s."),
            {"text": text, "groups": taken_for_date},
        )
        return (taken_for_date,), (remark,)
    written = _WORD.sub(" ", fold(text)).replace("tot en met", "t/m").strip()
    if written in _NONE:
        return (), ()
    if written in _ALL or any(word in _STAGES for word in re.split(r"[\s/,;+-]+", written)):
        remark = Remark("groups", N_("“%(text)s” names no groups; we leave the groups open."), {"text": text})
        return (), (remark,)
    groups = [
        group for part in _PARTS.split(_LETTERED.sub(",", written)) if part for group in _groups(part.strip(), text)
    ]
    return in_order(groups), ()


def in_order(groups: Iterable[str]) -> tuple[str, ...]:
    """Groups from young to old, each once."""
    return tuple(sorted(set(groups), key=_order))


def _groups(part: str, text: str) -> list[str]:
    if found := _RANGE.fullmatch(part):
        first, last = int(found[1]), int(found[2])
        if last - first > 1 or "t" in part:
            return [str(number) for number in range(first, last + 1)]
    found = _TOKEN.fullmatch(part)
    if found is None:
        raise Unclear(N_("We cannot read the groups “%(text)s”. Write them like 3, 1/2 or 5a."), text=text)
    years = [int(year) for year in re.findall(r"\d", found["years"])]
    label = found["label"] or ""
    if not _is_combination(years):
        return [f"{year}{label}" for year in years]
    group = "/".join(map(str, years))
    if len(label) > 1 and "/" not in label:
        return [f"{group} {label}"]
    return [group + letter.strip() for letter in label.split("/")]


def _is_combination(years: list[int]) -> bool:
    """Consecutive years can sit in one class; "3/5", or all eight, are classes apart."""
    consecutive = all(following == year + 1 for year, following in pairwise(years))
    return consecutive and len(years) <= _LARGEST_COMBINATION


def _taken_for_date(cell: Cell, written: str) -> str:
    """ "1/2" typed in Excel becomes the first of February, "6-7-8" the sixth of July 2008."""
    if isinstance(cell, date):
        years = [cell.day, cell.month, cell.year % 100]
        return _consecutive(years) or _consecutive(years[:2])
    found = _EXCEL_DATE.fullmatch(written)
    if found is None or found[2] not in _SHORT_MONTHS:
        return ""
    years = [int(found[1]), _SHORT_MONTHS.index(found[2]) + 1]
    return _consecutive([*years, int(found[3])]) if found[3] else _consecutive(years)


def _consecutive(years: list[int]) -> str:
    return "/".join(map(str, years)) if years[-1] <= 8 and _is_combination(years) else ""


def _order(group: str) -> tuple[str, int, str]:
    return group[0], len(group.split("/")), group
