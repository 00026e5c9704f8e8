"""The strict client: it asks pages as a browser does, one fresh context a request, and judges every answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.test import TestResponse

from coachtrack.database import db
from tests.support import pages
from tests.support.watch import COMPLAINTS

Given = str | int | Sequence[str | int] | None | tuple[Any, str]


class Client(FlaskClient):
    """What the test prepared in its session is committed before each request, and read anew after it.

    A POST gets the security token that a page would have given it, unless the test sends its own.
    """

    judging = True

    def open(self, *args: Any, **options: Any) -> TestResponse:
        db.session.commit()
        given = options.get("data")
        if options.pop("with_token", True) and options.get("method") == "POST" and isinstance(given, Mapping | None):
            options["data"] = self._with_token(given or {})
        complaints: list[str] = []
        self.environ_base[COMPLAINTS] = complaints
        response = Context().run(self._answered, *args, **options)
        db.session.expire_all()
        assert not complaints, f"{response.request.method} {response.request.path}: " + "; ".join(complaints)
        self._judge(response)
        return response

    def _answered(self, *args: Any, **options: Any) -> TestResponse:
        """The whole answer, and what the app does once it has gone."""
        response = super().open(*args, **options)
        response.get_data()
        response.close()
        return response

    def page(self, address: str, *, status: int = 200) -> "Page":
        """The page at this address, to read."""
        response = self.get(address)
        assert response.status_code == status, f"{address}: {response.status}"
        return Page(response)

    def submit(
        self, form_at: "str | TestResponse", *, button: str | None = None, action: str | None = None, **fields: Given
    ) -> TestResponse:
        """Fill in a form as a browser would, leaving alone what is not named, and send it.

        `button` is the text of the button pressed (the form is the one that has it); `action` the end of the form's
        address, where one page has several forms.
        """
        response = self.get(form_at) if isinstance(form_at, str) else form_at
        here = response.request.full_path.rstrip("?")
        form, pressed = Page(response).form(button=button, action=action)
        sent = pages.fields_of(form)
        names = {element.get("name") for element in form.iter() if element.get("name")}
        unknown = set(fields) - names
        assert not unknown, f"the form has no {sorted(unknown)}; it has {sorted(filter(None, names))}"
        sent.update({name: _listed(value) for name, value in fields.items()})
        if pressed is not None and pressed.get("name"):
            sent[str(pressed.get("name"))] = [pressed.get("value") or ""]
        address = form.get("action") or here
        if (form.get("method") or "get").lower() == "get":
            return self.get(address, query_string=sent)
        return self.post(address, data=sent, with_token=False)

    def _with_token(self, data: Mapping[str, Any]) -> dict[str, Any]:
        filled = dict(data)
        if "csrf_token" not in filled:
            with self.session_transaction() as cookie:
                secret = cookie.setdefault("csrf_token", "0" * 40)
            signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
            filled["csrf_token"] = signer.dumps(secret)
        return filled

    def _judge(self, response: TestResponse) -> None:
        if response.request.method == "HEAD" or response.mimetype != "text/html":
            return
        if response.status_code in {301, 302, 303, 307, 308, 304}:
            return
        html = response.get_data(as_text=True)
        if self.judging:
            faults = pages.faults_of(html, answers=doors_of(self.application), address=response.request.path)
            assert not faults, f"{response.request.path} ({response.status}):\n  " + "\n  ".join(faults[:12])


class Page:
    """A page to read: its text, its forms, its tables."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.tree, _errors = pages.parse(response.get_data(as_text=True))

    @property
    def text(self) -> str:
        """What a reader sees in the main part of the page."""
        return pages.text_of(next(self.tree.iter("main"), self.tree))

    @property
    def heading(self) -> str:
        """The text of its h1."""
        return pages.text_of(next(self.tree.iter("h1"), None))

    def all(self, tag: str, *, kind: str | None = None) -> list[str]:
        """The texts of all elements with this tag, and this class if given, in order."""
        return [pages.text_of(element) for element in self.elements(tag, kind=kind)]

    def elements(self, tag: str, *, kind: str | None = None) -> list[Element]:
        """All elements with this tag, and this class if given, in order."""
        found = self.tree.iter(tag)
        return [element for element in found if kind is None or kind in (element.get("class") or "").split()]

    def links(self) -> dict[str, str]:
        """The links of the page: their texts and where they lead."""
        return {pages.text_of(link): link.get("href") or "" for link in self.tree.iter("a")}

    def rows(self, number: int = 0) -> list[list[str]]:
        """The cells of a table's body, row by row."""
        table = list(self.tree.iter("table"))[number]
        rows = [row for body in table.iter("tbody") for row in body.iter("tr")]
        return [[pages.text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in rows]

    def error_at(self, name: str) -> str:
        """The message beside the field with this name; empty where there is none."""
        by_id = {element.get("id"): element for element in self.tree.iter() if element.get("id")}
        for element in self.tree.iter():
            if element.get("name") == name and element.get("aria-invalid") == "true":
                described = (element.get("aria-describedby") or "").split()
                return " ".join(pages.text_of(by_id.get(wanted)) for wanted in described if "error" in wanted)
        return ""

    def form(self, *, button: str | None = None, action: str | None = None) -> tuple[Element, Element | None]:
        """The form with this button or address, or else the only one that shows in the main part; and the button."""
        main = next(self.tree.iter("main"), self.tree)
        found = []
        for form in main.iter("form"):
            if form.get("hidden") is not None:
                continue
            buttons = [b for b in form.iter() if b.tag == "button" or (b.tag == "input" and b.get("type") == "submit")]
            pressed = [b for b in buttons if (pages.text_of(b) or b.get("value")) == button]
            fits = action is None or urlsplit(form.get("action") or "").path.endswith(action)
            if fits and (button is None or pressed):
                found.append((form, pressed[0] if pressed else next(iter(buttons), None)))
        assert len(found) == 1, f"{len(found)} forms fit button={button!r} action={action!r} on {self.heading!r}"
        return found[0]


def _listed(value: Given) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value if isinstance(value, tuple) else str(value)]


def doors_of(app: Flask) -> Callable[[str, str], bool]:
    """Whether the app has a view that answers this method at this path."""
    doors = app.url_map.bind("")

    def answers(method: str, path: str) -> bool:
        try:
            doors.match(path, method=method)
        except MethodNotAllowed:
            return False
        except HTTPException as error:
            return error.code in {301, 308}
        return True

    return answers


class Statements(list[str]):
    """The statements sent to the database since the test asked for them, or since `clear()`."""

    @property
    def reads(self) -> list[str]:
        """Those that read."""
        return [statement for statement in self if statement.lstrip().lower().startswith(("select", "with"))]

    def naming(self, *tables: str) -> list[str]:
        """Those that name one of these tables."""
        wanted = re.compile(r"\b(" + "|".join(map(re.escape, tables)) + r")\b")
        return [statement for statement in self if wanted.search(statement)]


def location_of(response: TestResponse) -> str:
    """Where a redirect leads, without host."""
    assert response.status_code in {302, 303}, f"no redirect but {response.status}"
    parts = urlsplit(response.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")
