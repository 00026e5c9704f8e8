"""A walk past every kind of page that each role can come to by following links from her start page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, template_rendered
from werkzeug.test import TestResponse

from tests.access.town import KINDS, Town, Words
from tests.support.client import Client, Page, location_of

CANARY = "Kanariegeel"
SECRET = Words(**{name: f"{CANARY} {name}" for name in ("question", "goal", "draft", "shared", "reaction")})
READ_BY = {"c", "t"}
"""The letters of those who share the content: the coach and the teacher."""
STANDING = ("/privacy", "/toegankelijkheid", "/mijn-account", "/agenda/eigen-app")
NO_PAGES = {"agenda.feed", "agenda.download"}


@dataclass(frozen=True)
class Found:
    """A kind of page: who came to it first, where, from which template; a plain form is narrow and has one form."""

    letter: str
    address: str
    template: str
    is_plain_form: bool


def walk(app: Flask, town: Town, client_of: Callable[[str], Client]) -> list[Found]:
    """Every kind of page once. Fails when a link leads nowhere, or when someone reads what is not hers."""
    found: dict[str, Found] = {}
    for letter, kind in KINDS.items():
        client = client_of(letter)
        client.judging = False
        for address, template, answer in _pages(app, client):
            html = answer.get_data(as_text=True)
            assert letter in READ_BY or CANARY not in html, f"{kind} reads a secret on {address}"
            is_form = 'class="container-page narrow"' in html and html.partition("<main")[2].count("novalidate") == 1
            found.setdefault(template, Found(letter, address, template, is_form))
    return list(found.values())


def _pages(app: Flask, client: Client) -> Iterator[tuple[str, str, TestResponse]]:
    """Address, template and answer of each view that is reached."""
    doors = app.url_map.bind("")
    waiting, seen = ["/", *STANDING], set()
    with _rendered(app) as names:
        while waiting:
            address = waiting.pop(0)
            path = urlsplit(address).path
            view = doors.match(path, method="GET")[0] if doors.test(path, method="GET") else None
            if view is None or view in seen | NO_PAGES:
                continue
            seen.add(view)
            names.clear()
            answer = client.get(address)
            if answer.status_code in {302, 303}:
                waiting.insert(0, location_of(answer))
                continue
            assert answer.status_code == 200, f"a link leads to {address}: {answer.status}"
            if answer.mimetype != "text/html":
                continue
            yield address, names[-1], answer
            waiting += [link for link in Page(answer).links().values() if link.startswith("/")]


@contextmanager
def _rendered(app: Flask) -> Iterator[list[str]]:
    """The names of the templates that are used meanwhile."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_more: object) -> None:
        names.append(str(template.name))

    with template_rendered.connected_to(note, app):
        yield names
