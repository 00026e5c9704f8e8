"""The package of somebody's own data: one file for programs, one to read, and her certificates as they were issued."""

import enum
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from coachtrack.clock import day_of
from coachtrack.jobs import Made, Making, Progress
from coachtrack.privacy.queries.package import Gathered, Section, gather, left_out
from coachtrack.privacy.rules.sheets import Holds, Part
from coachtrack.privacy.rules.wording import COLUMN_LABELS, FOR_PROGRAMS
from coachtrack.privacy.views.words import PART_LABELS, moment_word, value_word
from coachtrack.reports.rules.certificates import shown_code

READABLE, FOR_MACHINES, STYLE = "lees-mij.html", "gegevens.json", "opmaak.css"
CERTIFICATES = "certificaten"
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside: nothing is told by when a file was packed."""


@dataclass(frozen=True)
class Table:
    """One table of the readable page: its headings and its cells, in words."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    has_words: bool


@dataclass(frozen=True)
class Chapter:
    """What belongs together on the readable page."""

    title: str
    tables: list[Table]


def packing(person_id: int, now: datetime) -> Making:
    """What makes the package of this person; it reads only, and needs no request."""

    def pack(say: Progress) -> Made:
        say(0, 3)
        gathered = gather(person_id)
        say(1, 3)
        files = {FOR_MACHINES: _for_machines(gathered, now), READABLE: _readable(gathered, now), STYLE: _style()}
        say(2, 3)
        body = _zip(files | dict(_certificates(gathered)))
        return Made(f"mijn-gegevens-{day_of(now):%Y-%m-%d}.zip", "application/zip", body)

    return pack


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, OLDEST), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _certificates(gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    for section in gathered.sections:
        if section.sheet.table == "certificate":
            for row in section.rows:
                yield f"{CERTIFICATES}/{shown_code(row['code'])}.pdf", row["document"]


# --- for programs -----------------------------------------------------------------------------------------------


def _for_machines(gathered: Gathered, now: datetime) -> bytes:
    names = gathered.names
    told = {
        "made_at": now,
        "about": gathered.person.name,
        "tables": [_section(section) for section in gathered.sections],
        "done_in_rows_of_others": [
            {"table": act.sheet.table, "column": act.column, "numbers": list(act.numbers)} for act in gathered.acts
        ],
        "name_found_in_texts": [
            {
                "table": mention.sheet.table,
                "column": mention.column,
                "found": [{"number": number, "text": text} for number, text in mention.found],
            }
            for mention in gathered.mentions
        ],
        "what_numbers_stand_for": {
            "person": names.people,
            "school": names.schools,
            "funding_period": names.periods,
            "appointment": names.appointments,
        },
        "left_out": [{"table": line.table, "column": line.column, "why": str(_(line.why_not))} for line in left_out()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_as_text).encode()


def _section(section: Section) -> dict[str, Any]:
    return {
        "table": section.sheet.table,
        "what": str(_(section.sheet.label)),
        "has_a_part_in": section.in_part,
        "rows": list(section.rows),
    }


def _as_text(value: object) -> str:
    """What JSON has no form for. A file is in the package beside it."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bytes):
        return str(_("a file of %(size)s bytes, in the folder %(folder)s", size=len(value), folder=CERTIFICATES))
    raise TypeError(type(value).__name__)


# --- to read ----------------------------------------------------------------------------------------------------


def _readable(gathered: Gathered, now: datetime) -> bytes:
    template = current_app.jinja_env.get_template("privacy/package.html")
    page = template.render(
        name=gathered.person.name,
        made=moment_word(now),
        chapters=_chapters(gathered),
        acts=[(str(_(a.sheet.label)), str(_(COLUMN_LABELS[a.column])), len(a.numbers)) for a in gathered.acts],
        mentions=[(str(_(m.sheet.label)), [text for _number, text in m.found if text], len(m.found))
                  for m in gathered.mentions],
        reasons=dict.fromkeys(str(_(line.why_not)) for line in left_out()),
        files=(FOR_MACHINES, CERTIFICATES, STYLE),
        has_certificates=any(section.sheet.table == "certificate" for section in gathered.sections),
        language=str(get_locale() or "nl"),
    )  # fmt: skip
    return page.encode()


def _chapters(gathered: Gathered) -> list[Chapter]:
    order = list(Part)
    told = sorted(gathered.sections, key=lambda section: order.index(section.sheet.part))
    return [
        Chapter(str(_(PART_LABELS[part])), [_table(section, gathered) for section in sections])
        for part, sections in groupby(told, key=lambda section: section.sheet.part)
    ]


def _table(section: Section, gathered: Gathered) -> Table:
    shown = [column for column in section.columns if column not in FOR_PROGRAMS and column in COLUMN_LABELS]
    words = {line.column for line in section.sheet.lines() if line.holds is Holds.WORDS}
    title = str(_(section.sheet.label))
    if section.in_part:
        title = str(_("%(what)s, of others in which you have a part", what=title))
    return Table(
        title,
        [str(_(COLUMN_LABELS[column])) for column in shown],
        [[value_word(section.sheet, column, row[column], gathered.names) for column in shown] for row in section.rows],
        has_words=bool(words & set(shown)),
    )


def _style() -> bytes:
    return (Path(current_app.static_folder or "") / "css" / "package.css").read_bytes()
