"""Invented names: what takes the place of a name, and where a name stands in a text."""

import re
from collections.abc import Sequence

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for each other."""
LENGTH = 6
FIRST_NAME = "Deelnemer"
"""Dutch, as all that is stored for the screen: "Deelnemer K7RQ2M"."""
SHORTEST = 5


def invented(letters: Sequence[str]) -> str:
    """The last name that these letters make."""
    return "".join(letters)


def can_be_found(first_name: str, last_name: str) -> bool:
    """Whether a name is whole enough to know it in a text: "Jo" stands in many words, and may be anyone."""
    return bool(first_name and last_name) and len(first_name + last_name) >= SHORTEST


def replaced(text: str, wanted: Sequence[str], by: str) -> str:
    """A text with one name, or address, where others stood as whole words; in capitals or not."""
    for each in wanted:
        text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", by, text, flags=re.IGNORECASE)
    return text
