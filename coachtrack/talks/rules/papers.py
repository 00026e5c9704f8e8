"""Files that go with a talk: what may be kept, known by its content, and how it is called when somebody opens it."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from coachtrack.errors import N_, Refused
from coachtrack.text import clean_name

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 150
MOST_PARTS = 5_000
_MIME = "mimetype"
_OPENDOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"


class WrongPaper(Refused):
    """The file cannot be kept. `status` is the HTTP status that fits."""

    status = 415

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, field="file", **values)


class TooLargePaper(WrongPaper):
    """The file is larger than what is kept."""

    status = 413


@dataclass(frozen=True)
class PaperKind:
    """A kind of file that is kept: how its name ends, and what a browser is told that it is."""

    ending: str
    media_type: str


PDF = PaperKind("pdf", "application/pdf")
PNG = PaperKind("png", "image/png")
JPEG = PaperKind("jpg", "image/jpeg")
WORD = PaperKind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
EXCEL = PaperKind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
OPENDOCUMENT = PaperKind("odt", _OPENDOCUMENT_TEXT.decode())
KINDS = (PDF, PNG, JPEG, WORD, EXCEL, OPENDOCUMENT)
_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def kind_of(body: bytes) -> PaperKind:
    """What a file is by its content; its name does not count. Raises `WrongPaper`."""
    if not body:
        raise WrongPaper(N_("The file is empty. Choose another one."))
    if len(body) > LARGEST:
        raise TooLargePaper(
            N_("The file is larger than %(megabytes)s MB. Save it smaller, for instance as a PDF for the web."),
            megabytes=LARGEST // MEGABYTE,
        )
    found = next((kind for magic, kind in _MAGIC if body.startswith(magic)), None)
    if found is None and body.startswith(b"PK\x03\x04"):
        found = _kind_of_zip(body)
    if found is None:
        raise WrongPaper(
            N_("Choose a PDF, a Word or OpenDocument text, an Excel workbook or a picture (PNG or JPEG). This is not.")
        )
    return found


def name_of(name: str, kind: PaperKind) -> str:
    """The name to keep, without the folders it came from, and with the ending of what it really is."""
    own = clean_name(name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = own.rpartition(".")
    if not dot or len(ending) > 4:
        stem = own
    return f"{stem[:LONGEST_NAME].strip() or 'stuk'}.{kind.ending}"


def _kind_of_zip(body: bytes) -> PaperKind | None:
    """Word, Excel and OpenDocument are zipped; only their tables of contents and one short part are looked at."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            names = frozenset(package.namelist())
            if len(names) > MOST_PARTS:
                return None
            if any(name.endswith("vbaProject.bin") for name in names):
                raise WrongPaper(N_("This file holds macros. Save it as a PDF or without macros, and choose it again."))
            if _MIME in names and _is_plain(package.getinfo(_MIME)):
                return OPENDOCUMENT if package.read(_MIME) == _OPENDOCUMENT_TEXT else None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, RuntimeError) as error:
        raise WrongPaper(N_("The file is damaged: it cannot be opened. Save it again and try once more.")) from error
    if "[Content_Types].xml" not in names:
        return None
    return WORD if "word/document.xml" in names else EXCEL if "xl/workbook.xml" in names else None


def _is_plain(part: zipfile.ZipInfo) -> bool:
    """Whether a part is stored as it is, as the standard asks of this one: what is packed may unpack to anything."""
    return part.compress_type == zipfile.ZIP_STORED and part.compress_size <= len(_OPENDOCUMENT_TEXT)
