"""What a spreadsheet would take for a formula gets a quotation mark on the way out, and loses it coming in."""

import re

# a spreadsheet takes a cell for a formula by its first character; full-width forms are turned into the plain ones on
# import. A cell can also begin after a separator or a quotation mark, when the file is opened with other settings.
_RISKY = "=+\\-@＝＋－＠﹢﹣﹦﹫−"
_GOES_OUT = re.compile(rf"(?:(?<=[;,\"])|^)(?=['\s]*[{_RISKY}])")
_COMES_IN = re.compile(rf"(?:(?<=[;,\"])|^)'(?=['\s]*[{_RISKY}])")


def neutral(text: str) -> str:
    """The text as it may stand in a CSV file."""
    return _GOES_OUT.sub("'", text)


def original(text: str) -> str:
    """The text as it was before `neutral`."""
    return _COMES_IN.sub("", text) if "'" in text else text
