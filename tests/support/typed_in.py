"""Forms as they stand on a page, filled in so that they are likely to be accepted: whatever they ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.support import pages

KEPT = {"csrf_token", "form_key", "form_page", "version"}
TYPED = {
    "date": "2026-12-08", "time": "10:00", "email": "iemand.anders@school.example", "number": "30",
    "url": "https://www.school.example", "tel": "0742501234", "password": "een zin over fietsen in maart",
}  # fmt: skip
PRESSED = {"submit", "image"}
CHANGED = "Anders dan het was"


@dataclass(frozen=True)
class Filled:
    """A form on a page: where it goes, what a browser would send of it, and the fields that hold words."""

    to: str
    fields: Mapping[str, list[str]]
    words: tuple[str, ...]
    has_file: bool

    @property
    def kind(self) -> tuple[str, ...]:
        """The same for forms that differ in numbers only."""
        shape = "".join(sign for sign in self.to.partition("?")[0] if not sign.isdigit())
        return (shape, *sorted("".join(sign for sign in name if not sign.isdigit()) for name in self.fields))

    @property
    def is_opened_on_a_version(self) -> bool:
        """Whether it says on which version of a thing it was opened."""
        return bool(self.fields.get("version", [""])[0])

    def with_words(self, said: str) -> "dict[str, list[str]]":
        """The same with this said in its first field of words."""
        return dict(self.fields) | {name: [said] for name in self.words[:1]}


def forms_of(html: str, address: str, *, everything: bool) -> Iterator[Filled]:
    """The forms of a page that are posted; `everything` fills in what may be left empty too."""
    tree, _errors = pages.parse(html)
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            yield _filled(form, form.get("action") or address, everything=everything)


def _filled(form: Element, to: str, *, everything: bool) -> Filled:
    sent = pages.fields_of(form)
    words, has_file, pressed = [], False, False
    for element in form.iter():
        name, kind = element.get("name"), element.get("type") or "text"
        has_file = has_file or kind == "file"
        if element.tag in {"button", "input"} and kind in PRESSED | {"text"} and element.tag == "button":
            if name and not pressed:
                sent[name] = [element.get("value") or ""]
            pressed = True
        if not name or name in KEPT or element.tag not in {"input", "select", "textarea"} or kind in {"hidden", "file"}:
            continue
        if element.tag == "textarea" or (element.tag == "input" and kind in {"text", "search"}):
            words.append(name)
        if everything or element.get("required") is not None:
            _complete(sent, element, name, kind)
    return Filled(to, sent, tuple(words), has_file)


def _complete(sent: dict[str, list[str]], element: Element, name: str, kind: str) -> None:
    """Fill in what stands empty."""
    if any(sent.get(name, [])):
        return
    if element.tag == "select":
        values = [each.get("value", pages.text_of(each)) for each in element.iter("option")]
        sent[name] = [value for value in values if value][-1:]
    elif kind in {"radio", "checkbox"}:
        sent[name] = [element.get("value", "on")]
    else:
        sent[name] = [TYPED.get(kind, "Iets wat klopt")]
