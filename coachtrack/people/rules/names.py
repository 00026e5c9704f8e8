"""Names and e-mail addresses as they stand in lists: "Berg, van der", "Anna van der Berg", mailto: links."""

import re
from dataclasses import dataclass

from coachtrack.errors import N_
from coachtrack.sheets import Unclear
from coachtrack.text import clean_name, fold, is_infix, split_infix

_LONGEST_ADDRESS = 254
_NO_ADDRESS = frozenset(["", "-", "geen", "nvt", "n.v.t.", "onbekend", "n.n.b.", "nnb", "x", "?"])
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


@dataclass(frozen=True)
class Name:
    """Someone's name in its parts."""

    first: str
    infix: str
    last: str

    def __str__(self) -> str:
        """As people say it."""
        return " ".join(part for part in (self.first, self.infix, self.last) if part)

    @property
    def key(self) -> str:
        """The name to compare by."""
        return fold(str(self))


def parse_name(first: str, infix: str, last: str) -> Name:
    """The parts of a name, wherever they were written; what cannot be told apart stays empty."""
    first, infix, last = clean_name(first), clean_name(infix), clean_name(last)
    if "," in last:
        last, after = (part.strip() for part in last.split(",", 1))
        given, own_infix = _without_infix(after)
        infix, first = infix or own_infix, first or given
    elif not first and " " in last:
        first, own_infix, last = _apart(last)
        infix = infix or own_infix
    own_infix, bare = split_infix(last)
    if own_infix and (not infix or fold(own_infix) == fold(infix)):
        infix, last = own_infix, bare
    return Name(first, infix.lower(), last)


def parse_email(text: str) -> str:
    """The address in a cell in small letters, empty if there is none."""
    written = clean_name(text).removeprefix("mailto:").removeprefix("MAILTO:")
    if found := _IN_BRACKETS.fullmatch(written):
        written = found[1]
    address = written.casefold().strip(" <>;,.'\"").removeprefix("mailto:").partition("?")[0]
    if address in _NO_ADDRESS or fold(text) in _NO_ADDRESS:
        return ""
    if address.count("@") > 1 and re.search(r"[;,\s/]", address):
        raise Unclear(N_("“%(text)s” holds more than one e-mail address. Keep the one for signing in."), text=text)
    if not address.isascii():
        raise Unclear(
            N_("“%(text)s” has a letter that only looks like an ordinary one. Type the e-mail address again."),
            text=text,
        )
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise Unclear(N_("“%(text)s” is not an e-mail address. Write it like anna@school.nl."), text=text)
    return address


def _without_infix(text: str) -> tuple[str, str]:
    """("Anna", "van der") for "Anna van der"."""
    words = text.split()
    for count in range(min(4, len(words)), 0, -1):
        if is_infix(" ".join(words[-count:])):
            return " ".join(words[:-count]), " ".join(words[-count:]).lower()
    return text, ""


def _apart(text: str) -> tuple[str, str, str]:
    """("Anna", "van der", "Berg") for "Anna van der Berg"."""
    words = text.split()
    for place in range(len(words)):
        infix, last = split_infix(" ".join(words[place:]))
        if infix:
            return " ".join(words[:place]), infix, last
    return " ".join(words[:-1]), "", words[-1]
