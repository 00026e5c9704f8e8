"""Words that stand nowhere else, written where only two may read them; and all that an answer or a table says."""

import io
import zipfile
from collections.abc import Set
from dataclasses import astuple
from html import unescape
from typing import Any

import pypdf
import sqlalchemy as sa
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from coachtrack.database import Model
from tests.access.town import Words

CANARIES = Words(
    "zeewierlantaarn", "grutterijkompas", "duinroosfluister", "vlasschuurgalm", "sterrenmosdraad", "kwelderharmonica",
    "berkenbastbrief",
)  # fmt: skip
EVERY_WORD = frozenset(astuple(CANARIES))
SEEN: dict[str, Set[str]] = {
    "c": EVERY_WORD - {CANARIES.told, CANARIES.let_read},
    "t": EVERY_WORD - {CANARIES.draft},
    "i": {CANARIES.told},
    "d": {CANARIES.told},
    "v": {CANARIES.let_read},
}
"""Who may read which of them: the coach all of her own, the teacher all but the draft; what the teacher shared of her
coaching by another coach, a goal and a debrief, those with whom she did; nobody else any."""
IN_HER_PACKAGE: dict[tuple[str, str], Set[str]] = {("t", "privacy.download_package"): {CANARIES.draft}}
"""What somebody reads at one door only: a draft about the teacher is in the package of all that is kept about her."""


def words_in(said: str) -> set[str]:
    """The canaries in a text, in whatever case."""
    low = said.casefold()
    return {word for word in EVERY_WORD if word in low}


def text_of(response: TestResponse) -> str:
    """All that an answer says: its headers, its body, and what is packed in it."""
    return f"{response.headers}\n{unpacked(response.get_data())}"


def unpacked(body: bytes) -> str:
    """What a file says: all members of a workbook, the text and the metadata of a document."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return "\n".join(unpacked(package.read(name)) for name in package.namelist())
    if body.startswith(b"%PDF") and b"%%EOF" in body:
        document = pypdf.PdfReader(io.BytesIO(body))
        said = [page.extract_text() for page in document.pages]
        return "\n".join([*said, str(document.metadata), body.decode("latin-1")]).replace("\u200b", "")
    return unescape(body.decode("utf-8", "replace"))


def tables(db: "scoped_session[Any]") -> dict[str, str]:
    """The rows of every table, as text; the files in them unpacked."""
    return {
        table.name: "\n".join(sorted(map(_row, db.execute(sa.text(f'select * from "{table.name}"')))))
        for table in Model.metadata.sorted_tables
    }


def _row(row: Any) -> str:
    return "\t".join(unpacked(bytes(value)) if isinstance(value, bytes | memoryview) else str(value) for value in row)
