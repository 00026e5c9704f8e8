"""Who may enter: every view says it, and what does not say it is shut."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, has_request_context, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack.errors import NotFound
from coachtrack.viewer import Role, Viewer

PUBLIC = "public"
SIGNED_IN = "signed_in"
MOST_FIELDS = 2000
LARGEST_FORM = 2_000_000
"""Bytes of a form of somebody who is signed in: a step of a talk with as many results as it may have fits in it."""
NO_SIGN = b"%00"
"""A character that no text holds: databases and pages refuse it."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC = frozenset({"static", "stylesheet.static"})  # style sheets, scripts, pictures: the same for everyone

View = TypeVar("View", bound=Callable[..., object])


def access(*visitors: str, proved: bool = False, limit: str = "") -> Callable[[View], View]:
    """Say who may enter a view: names of roles, `SIGNED_IN` for anyone with an account, or `PUBLIC`.

    `proved`: she must have proved lately that it is her, because of what can be done here. `limit`: the name of what
    is counted, where something may not be asked too often.
    """
    unknown = set(visitors) - {PUBLIC, SIGNED_IN, *Role}
    if unknown or not visitors:
        raise ValueError(f"no such visitors: {unknown}")

    def declare(view: View) -> View:
        view.access = frozenset(visitors)  # type: ignore[attr-defined] # data on the view, read by the guard
        view.wants = Wants(proved=proved, limit=limit)  # type: ignore[attr-defined] # the same
        return view

    return declare


@dataclass(frozen=True)
class Wants:
    """What a view asks of whoever may enter: a recent proof that it is her, and not to come too often."""

    proved: bool = False
    limit: str = ""


def wants_of(endpoint: str | None) -> Wants:
    """What this endpoint asks beside who may enter."""
    return cast(Wants, getattr(current_app.view_functions.get(endpoint or ""), "wants", Wants()))


def visitors_of(endpoint: str | None) -> frozenset[str]:
    """Who may enter this endpoint; nobody where it does not say."""
    if endpoint in STATIC:
        return frozenset({PUBLIC})
    view = current_app.view_functions.get(endpoint or "")
    return cast(frozenset[str], getattr(view, "access", frozenset()))


def viewer() -> Viewer:
    """The person who is looking. Only to be asked where somebody is signed in."""
    return cast(Viewer, current_user.viewer)


def signed_in() -> bool:
    """Whether somebody is signed in."""
    return has_request_context() and bool(current_user.is_authenticated)


def allow_or_404(allowed: bool) -> None:
    """What is not yours does not exist."""
    if not allowed:
        raise NotFound


def refuse_strange_forms(app: Flask) -> None:
    """Refuse what is too large for a form and what another site sends in her name, before anything else looks at it.

    Our pages send no Referer, which makes browsers say `Origin: null`; `Sec-Fetch-Site` tells where it came from.
    """

    @app.before_request
    def look_at_it() -> None:
        if NO_SIGN in request.query_string:
            abort(400)
        if request.method in READS:
            return
        if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
            abort(400)
        origin = request.headers.get("Origin", "null")
        if origin != "null" and urlsplit(origin).netloc != request.host:
            abort(400)
        _limit_size(is_known="_user_id" in session)
        if sum(len(values) for _name, values in request.form.lists()) > MOST_FIELDS:
            abort(413)


def _limit_size(*, is_known: bool) -> None:
    """Only who is signed in may send files, and long forms."""
    if is_known:
        request.max_form_memory_size = LARGEST_FORM
    if request.mimetype != "multipart/form-data" or not is_known:
        request.max_content_length = request.max_form_memory_size


def _may_enter(visitors: frozenset[str]) -> bool:
    """Whether she holds one of these roles; who left enters to read only."""
    if viewer().only_reads and request.method not in READS:
        return False
    return any(held.role in visitors for held in viewer().roles)


def may_come_at(endpoint: str) -> bool:
    """Whether who is signed in may enter this endpoint today."""
    visitors = visitors_of(endpoint)
    return SIGNED_IN in visitors or _may_enter(visitors)


def register(
    app: Flask, *, send_to_sign_in: Callable[[], Response], also: Callable[[Wants], Response | None] = lambda _: None
) -> None:
    """Shut every door that does not say who may enter.

    `also`: asked of everyone who may enter a view that is not public, with what that view wants.
    """

    @app.before_request
    def guard() -> Response | None:
        if request.endpoint is None:
            return None
        visitors = visitors_of(request.endpoint)
        known = request.method == "POST" and signed_in()  # asked before anything is written: asking may give that up
        if PUBLIC in visitors:
            return None
        if not visitors:
            abort(403)
        if not (known or signed_in()):
            return send_to_sign_in()
        if SIGNED_IN not in visitors and not _may_enter(visitors):
            abort(403)
        return also(wants_of(request.endpoint))
