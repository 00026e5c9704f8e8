"""A judge of pages: what every HTML page of the product has to be, whatever it shows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
ALLOWED = {"expected-named-entity"}  # a bare & in an address: HTML as it is now allows it, the parser does not know yet
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bFalse\b|\bNone\b|\bundefined\b|<\w+ object at |&lt;\w+ object at ")


@lru_cache(maxsize=8)
def parse(html: str) -> tuple[Element, list[str]]:
    """The page as a tree to read, and what a strict parser says of it. It is slow, so the last few are kept."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    lines = html.splitlines()
    errors = []
    for (line, _column), code, values in parser.errors:
        if code in ALLOWED:
            continue
        shown = lines[line - 1].strip()[:160] if 0 < line <= len(lines) else ""
        errors.append(f"line {line}: {html5lib.constants.E.get(code, code) % values} — {shown}")
    return tree, errors


def text_of(element: Element | None) -> str:
    """The text that a reader sees in an element, in one line."""
    return " ".join("".join(_texts(element)).split()) if element is not None else ""


def _texts(element: Element) -> Iterator[str]:
    if element.tag in {"script", "style", "template"}:
        return
    yield element.text or ""
    for child in element:
        space = "" if child.tag in INLINE else " "
        yield space
        yield from _texts(child)
        yield space
        yield child.tail or ""


def faults_of(html: str, *, answers: Callable[[str, str], bool] | None = None, address: str = "/") -> list[str]:
    """Everything that is wrong with a page. `answers(method, path)` tells whether the app has such a door."""
    tree, faults = parse(html)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    faults += [f"the id {name!r} is used {count} times" for name, count in ids.items() if count > 1]
    faults += _outline(tree, elements)
    faults += _references(elements, set(ids))
    faults += _controls(tree, elements)
    faults += _containers(tree)
    faults += _inline(elements)
    if answers is not None:
        faults += _doors(elements, answers, address)
    if left := PLACEHOLDER.search(text_of(tree.find("body"))):
        faults.append(f"the text shows something of the machinery: {left.group()!r}")
    return faults


def _outline(tree: Element, elements: list[Element]) -> Iterator[str]:
    if not tree.get("lang"):
        yield "html has no lang"
    if not text_of(tree.find("head/title")):
        yield "the title is empty"
    headings = [text_of(element) for element in elements if element.tag == "h1"]
    if len(headings) != 1 or not headings[0]:
        yield f"there must be one h1 with text, found {headings}"
    if len([element for element in elements if element.tag == "main"]) != 1:
        yield "there must be one main"


def _references(elements: list[Element], ids: set[str | None]) -> Iterator[str]:
    for element in elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list", "headers"):
            for wanted in (element.get(name) or "").split():
                if wanted not in ids:
                    yield f"{element.tag} {name}={wanted!r} points at nothing"
        href = element.get("href") or ""
        if element.tag == "a" and len(href) > 1 and href.startswith("#") and href[1:] not in ids:
            yield f"the link {href!r} points at nothing"


def _controls(tree: Element, elements: list[Element]) -> Iterator[str]:
    wrapped = {id(inner) for label in tree.iter("label") if text_of(label) for inner in label.iter()}
    labelled = {label.get("for") for label in tree.iter("label") if text_of(label)}
    for element in elements:
        named = element.get("aria-label") or element.get("aria-labelledby")
        if element.tag in {"input", "select", "textarea"} and element.get("type") not in UNLABELLED:
            if not named and id(element) not in wrapped and element.get("id") not in labelled:
                yield f"{element.tag} {element.get('name')!r} has no label"
        elif element.tag in {"a", "button", "summary"} and not named and not _speaks(element):
            yield f"{element.tag} {element.get('href') or element.get('name') or ''} has no text"


def _containers(tree: Element) -> Iterator[str]:
    for picture in tree.iter("img"):
        if picture.get("alt") is None:
            yield f"img {picture.get('src')} has no alt"
    for group in tree.iter("fieldset"):
        if not text_of(group.find("legend")):
            yield "a fieldset has no legend"
    for form in tree.iter("form"):
        tokens = [field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token"]
        if (form.get("method") or "get").lower() == "post" and (len(tokens) != 1 or not tokens[0]):
            yield f"the form to {form.get('action')!r} must have one csrf_token"


def _speaks(element: Element) -> bool:
    return bool(text_of(element)) or any(inner.get("alt") or inner.get("aria-label") for inner in element.iter())


def _inline(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"{element.tag} inside the page"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"{element.tag} has {name}={value!r}"


def _doors(elements: list[Element], answers: Callable[[str, str], bool], address: str) -> Iterator[str]:
    for element in elements:
        if element.tag in {"a", "link"}:
            method, target = "GET", element.get("href")
        elif element.tag in {"script", "img"}:
            method, target = "GET", element.get("src")
        elif element.tag == "form":
            method, target = (element.get("method") or "get").upper(), element.get("action") or address
        else:
            continue
        parts = urlsplit(urljoin(address, target or ""))
        if (
            target
            and not target.startswith("#")
            and not parts.scheme
            and not parts.netloc
            and not answers(method, parts.path)
        ):
            yield f"{element.tag} leads to {target!r}, which answers no {method}"


def fields_of(form: Element) -> dict[str, list[str]]:
    """What a browser would send for this form as it stands, buttons apart."""
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        for value in _values(element):
            sent.setdefault(name, []).append(value)
    return sent


def _values(element: Element) -> list[str]:
    if element.tag == "textarea":
        return [(element.text or "").removeprefix("\n")]
    if element.tag == "select":
        return _chosen(element)
    if element.tag != "input" or element.get("type") in {"submit", "button", "image", "reset", "file"}:
        return []
    if element.get("type") in {"checkbox", "radio"}:
        return [element.get("value", "on")] if element.get("checked") is not None else []
    return [element.get("value", "")]


def _chosen(select: Element) -> list[str]:
    options = [option for option in select.iter("option") if option.get("disabled") is None]
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", text_of(option)) for option in chosen]
