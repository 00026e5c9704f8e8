"""What is let in: how large a file may be, what kind it really is, and how a zipped one is opened without danger."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO

from coachtrack.errors import N_, Refused

MEGABYTE = 1_000_000
MAX_MEMBERS = 500
MAX_COLUMNS = 256
CHUNK = 1 << 16
ROOM_FOR_SMALL_FILES = 20 * MEGABYTE
BYTES_PER_ROW = 3_000


class UnreadableSheet(Refused):
    """The file as a whole cannot be used. `status` is the HTTP status that fits."""

    status = 422

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, field="file", **values)


class TooLarge(UnreadableSheet):
    """The file holds more than is taken in at once."""

    status = 413


class WrongKind(UnreadableSheet):
    """The file is not a spreadsheet, whatever it is called."""

    status = 415


@dataclass(frozen=True)
class Limits:
    """How much is taken in at once."""

    max_bytes: int
    max_rows: int

    @property
    def max_cells(self) -> int:
        """Filled cells of one worksheet."""
        return self.max_rows * 50

    def max_unzipped(self, size: int) -> int:
        """What a zipped file of `size` bytes may hold: ten times itself, more if small, no more than rows fill."""
        return min(max(10 * size, ROOM_FOR_SMALL_FILES), self.max_rows * BYTES_PER_ROW)

    def check_rows(self, count: int) -> None:
        """Refuse more rows than allowed."""
        if count > self.max_rows:
            raise TooLarge(N_("The file has more than %(rows)s rows. Split it in parts."), rows=self.max_rows)


class FileKind(Enum):
    """The kinds of file that are read."""

    EXCEL = auto()
    OPENDOCUMENT = auto()
    DELIMITED = auto()


_OLD_EXCEL = N_(
    "This is an Excel file of the old kind (.xls). Open it in Excel and save it as an Excel workbook (.xlsx)."
)
_BINARY_EXCEL = N_("This is a binary Excel file (.xlsb). Open it in Excel and save it as an Excel workbook (.xlsx).")
_PASSWORD = N_("The file is protected with a password. Remove the password in Excel and save it again.")
_WEB_PAGE = N_("This is a web page, even if its name says otherwise. Open it in Excel and save it as .xlsx.")
_PDF = N_("This is a PDF. Ask for the list as an Excel file or as CSV.")
_DOCUMENT = N_("This is a text document, not a spreadsheet. Copy the table to Excel and save it as .xlsx.")
_PICTURE = N_("This is a picture. Ask for the list as an Excel file or as CSV.")
_NO_SHEET = N_("This is not a spreadsheet. Choose an Excel file (.xlsx), an OpenDocument file (.ods) or a CSV file.")
DAMAGED = N_("The file is damaged: it cannot be read to its end. Save it again and try once more.")

_MAGIC = (
    (b"%PDF-", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"{\\rtf", _DOCUMENT),
    (b"BEGIN:V", _NO_SHEET),
    (b"\x1f\x8b", _NO_SHEET),
    (b"Rar!", _NO_SHEET),
    (b"7z\xbc\xaf", _NO_SHEET),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<div", b"<center")


def kind_of(file: bytes, limits: Limits) -> FileKind:
    """What a file is by its content; its name does not count."""
    if not file.strip():
        raise UnreadableSheet(N_("The file is empty. Choose the file with the list in it."))
    if len(file) > limits.max_bytes:
        raise TooLarge(
            N_("The file is larger than %(megabytes)s MB. Split it in parts."), megabytes=limits.max_bytes // MEGABYTE
        )
    if file.startswith(b"PK"):
        return _kind_of_zip(file, limits)
    if file.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise WrongKind(_reason_for_compound_file(file))
    _refuse_other_kinds(file)
    return FileKind.DELIMITED


class Package:
    """A zipped file of which no more is unpacked than allowed, by its directory and while reading."""

    def __init__(self, file: bytes, limits: Limits) -> None:
        if file.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise TooLarge(N_("The file consists of too many parts to be an ordinary spreadsheet."))
        try:
            self._zip = zipfile.ZipFile(BytesIO(file))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
            raise UnreadableSheet(DAMAGED) from error
        allowed = limits.max_unzipped(len(file))
        self._left = 2 * allowed  # a part may be read twice: its first rows, then all
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise TooLarge(N_("The file consists of too many parts to be an ordinary spreadsheet."))
        if sum(member.file_size for member in members) > allowed:
            raise TooLarge(_GROWS)
        if any(member.flag_bits & 1 for member in members):
            raise WrongKind(_PASSWORD)
        self.names = frozenset(self._zip.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of one part, piece by piece."""
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise TooLarge(_GROWS)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, RuntimeError) as error:
            raise UnreadableSheet(DAMAGED) from error


_GROWS = N_("The file grows far too large when it is unpacked. Save the list again as a new file.")


def _kind_of_zip(file: bytes, limits: Limits) -> FileKind:
    names = Package(file, limits).names
    if "xl/workbook.bin" in names:
        raise WrongKind(_BINARY_EXCEL)
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return FileKind.EXCEL
    if "content.xml" in names:
        return _kind_of_opendocument(Package(file, limits))
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise WrongKind(_DOCUMENT)
    raise WrongKind(_NO_SHEET)


def _kind_of_opendocument(package: Package) -> FileKind:
    kind = b"".join(package.chunks("mimetype")) if "mimetype" in package.names else b""
    if kind and b"spreadsheet" not in kind:
        raise WrongKind(_DOCUMENT)
    if "META-INF/manifest.xml" in package.names:
        manifest = b"".join(package.chunks("META-INF/manifest.xml"))
        if b"encryption-data" in manifest:
            raise WrongKind(_PASSWORD)
    return FileKind.OPENDOCUMENT


def _reason_for_compound_file(file: bytes) -> str:
    """Old Office files and new ones with a password share one wrapping; names in its directory tell them apart."""
    for name, reason in (("EncryptedPackage", _PASSWORD), ("WordDocument", _DOCUMENT), ("Workbook", _OLD_EXCEL)):
        if name.encode("utf-16-le") in file:
            return reason
    return _OLD_EXCEL if "Book".encode("utf-16-le") in file else _NO_SHEET


def _refuse_other_kinds(file: bytes) -> None:
    for magic, reason in _MAGIC:
        if file.startswith(magic):
            raise WrongKind(reason)
    start = file[:1024].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if start.startswith(_MARKUP) or b"<html" in start:
        raise WrongKind(_WEB_PAGE)
    if start.startswith((b"<?xml", b"<!doctype")):
        raise WrongKind(_NO_SHEET)
