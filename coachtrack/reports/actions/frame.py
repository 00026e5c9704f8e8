"""What every report has, on paper and in sheets: what it is about, and on which state of rule and evidence it rests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import gettext as _

from coachtrack import formatting
from coachtrack.clock import AMSTERDAM
from coachtrack.pdf import pdf_of
from coachtrack.reports.rules.kinds import REPORT_LABELS, Audience, FileKind
from coachtrack.reports.rules.orders import Order
from coachtrack.sheets import Book, Value
from coachtrack.text import fold

LANGUAGE = "nl"
"""A report has one language, whoever issues it."""
HUNDREDTH = Decimal("0.01")
MINUTES_IN_HOUR = 60


@dataclass(frozen=True)
class Heading:
    """A column of a table on paper; `width`: its share of the page, 0: as wide as it needs."""

    label: str
    width: int = 0
    is_number: bool = False


def title_of(order: Order) -> str:
    """`Urenregistratie De Bron, schooljaar 2026–2027`."""
    return f"{formatting.capital(_(REPORT_LABELS[order.kind]))} {place_of(order)}, {year_of(order)}"


def place_of(order: Order) -> str:
    """The school, or all schools."""
    return order.school.name if order.school else str(_("of all schools"))


def year_of(order: Order) -> str:
    """`schooljaar 2026–2027`, `kalenderjaar 2026`."""
    if order.is_school_year:
        return str(_("school year %(year)s", year=order.year.name))
    return str(_("calendar year %(year)s", year=order.year.name))


def carried(order: Order) -> list[tuple[str, Value]]:
    """What a report carries of the state on which it rests, with a word for each."""
    return [
        (_("Version of the requirement"), order.rule.number if order.rule else None),
        (_("Data known up to"), order.cutoff.astimezone(AMSTERDAM)),
        (_("Head of the evidence chain"), str(order.head)),
    ]


def about(order: Order) -> list[tuple[str, Value]]:
    """All that a report says of itself."""
    return [
        (_("Accountability report"), formatting.capital(_(REPORT_LABELS[order.kind]))),
        (_("School"), _with_code(order)),
        (_("Year"), year_of(order)),
        (_("From"), order.year.starts_on),
        (_("Reference date"), order.on),
        (_("Funding period"), order.period_name),
        *carried(order),
    ]


def _with_code(order: Order) -> str:
    if order.school is None:
        return str(_("all schools"))
    return f"{order.school.name} ({order.school.code})" if order.school.code else order.school.name


def add_about(book: Book, order: Order, notes: Sequence[str]) -> None:
    """The worksheet on which a workbook says what it is."""
    sheet = book.sheet(_("About this report"), [_("What"), _("Told")])
    for label, value in about(order):
        sheet.add([label, value if value is not None else _("none was in force")])
    for note in notes:
        sheet.add(["", note])


def table(
    caption: str, headings: Sequence[Heading], rows: Sequence[Sequence[Value]], *, total: bool = False
) -> dict[str, Any]:
    """A table on paper; `total`: its last line is the sum of the others."""
    columns = [{"label": each.label, "width": each.width, "number": each.is_number} for each in headings]
    lines = [[written(value) for value in row] for row in rows]
    return {"caption": caption, "columns": columns, "rows": lines, "total": total}


def section(title: str, *tables: dict[str, Any], notes: Sequence[str] = ()) -> dict[str, Any]:
    """A part of the paper."""
    return {"title": title, "notes": list(notes), "tables": list(tables)}


def paper(order: Order, sections: Sequence[dict[str, Any]], *, notes: Sequence[str] = (), wide: bool = False) -> bytes:
    """The report on paper, dated at its cutoff."""
    title = title_of(order)
    told = [(label, written(value) if value is not None else _("none was in force")) for label, value in about(order)]
    data = {
        "language": LANGUAGE,
        "sender": "CoachTrack",
        "words": {
            "page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"),
            "replaced": _("Not every sign can be shown on paper: [emoji] and ? stand for what the sheets of it show."),
        },
        "title": title,
        "kicker": formatting.capital(_(REPORT_LABELS[order.kind])),
        "heading": formatting.capital(place_of(order) if order.school else _("all schools")),
        "subtitle": _("%(year)s, as on %(day)s", year=formatting.capital(year_of(order)), day=written(order.on)),
        "foot": title,
        "facts": [{"label": label, "value": value} for label, value in told],
        "notes": list(notes),
        "sections": list(sections),
        "wide": wide,
    }
    return pdf_of("accountability", data, at=order.cutoff)


def written(value: Value) -> str:
    """A value as it stands on paper: dates as dd-mm-jjjj, decimal comma, thousands apart."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if hasattr(value, "hour"):
        return f"{value:%d-%m-%Y %H:%M}"
    if hasattr(value, "year"):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal):
        return f"{value:,}".translate(str.maketrans(",.", ".,"))
    return f"{value:,}".replace(",", ".")


def hours(minutes: int) -> Decimal:
    """Minutes in hours, to the hundredth."""
    return (Decimal(minutes) / MINUTES_IN_HOUR).quantize(HUNDREDTH, ROUND_HALF_UP)


def euros(cents: int | None) -> Decimal | None:
    """Cents in euros."""
    return None if cents is None else (Decimal(cents) / 100).quantize(HUNDREDTH)


def file_name(order: Order, audience: Audience, kind: FileKind) -> str:
    """`urenregistratie-de-bron-2026-2027-24-11-2026.xlsx`: of letters, digits and dashes only."""
    words = [str(_(REPORT_LABELS[order.kind])), order.school.name if order.school else str(_("all schools"))]
    words += [order.year.name, f"{order.on:%d-%m-%Y}"]
    if audience is Audience.SCHOOL:
        words.append(str(_("for the school")))
    name = "-".join(re.sub(r"[^a-z0-9]+", "-", fold(word)).strip("-")[:60] for word in words)
    return f"{name}.{kind.value}"
