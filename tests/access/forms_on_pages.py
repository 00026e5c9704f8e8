"""The forms that stand on a page, read quickly: where they go, by which method, and what their fields are called."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PRESSED = {"submit", "button", "image", "reset"}


@dataclass
class FormOnPage:
    """A form, with the fields that a browser would send of it and what stands in them; files apart."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self._open: FormOnPage | None = None
        self._named = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = FormOnPage(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and tag == "option":
            self._open.fields.setdefault(self._named, []).append(given.get("value", ""))
        elif self._open is not None and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self._add(self._open, tag, given)

    def _add(self, form: FormOnPage, tag: str, given: dict[str, str]) -> None:
        self._named = given["name"]
        if given.get("type") == "file":
            form.files.append(self._named)
        elif tag == "select" or given.get("type") in PRESSED:
            form.fields.setdefault(self._named, [])
        else:
            form.fields.setdefault(self._named, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_on(html: str) -> list[FormOnPage]:
    """All forms of a page, in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
