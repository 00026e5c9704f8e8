"""What a form tells before it goes on, and the box that says that one knows."""

from werkzeug.test import TestResponse

from tests.support.client import Page
from tests.support.pages import text_of


def told(response: TestResponse) -> list[str]:
    """The sentences that a form tells first, in order."""
    return [
        text_of(line)
        for block in Page(response).elements("div", kind="form-warnings")
        for line in block.iter()
        if line.tag == "li"
    ]


def ticked(response: TestResponse) -> str | None:
    """What the box beside them sends when it is ticked; None where there is none."""
    (box,) = [each for each in Page(response).elements("input") if each.get("name") == "anyway"] or [None]
    return None if box is None else box.get("value")
