"""XML parts of a spreadsheet, walked from start to end in small pieces; a document type is refused."""

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from coachtrack.sheets.guard import DAMAGED, UnreadableSheet

Attributes = Mapping[str, str]


class Enough(Exception):
    """Stop walking."""


class Walker:
    """Hears of every element by its local name; a subclass says what to do with it."""

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Text stands here."""


def walk(chunks: Iterable[bytes], walker: Walker) -> None:
    """Lead the walker through the part; a document type or broken markup makes the file unreadable."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _by_local_name(walker.opened)
    parser.EndElementHandler = lambda name: walker.closed(name.rpartition(":")[2])
    parser.CharacterDataHandler = walker.said
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:
        raise UnreadableSheet(DAMAGED) from error


def _refuse_document_type(*_declaration: object) -> None:
    raise UnreadableSheet(DAMAGED)


def _by_local_name(opened: Callable[[str, Attributes], None]) -> Callable[[str, dict[str, str]], None]:
    def hear(name: str, attributes: dict[str, str]) -> None:
        opened(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    return hear
