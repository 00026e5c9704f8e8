"""The feed that calendar apps read, and the page on which someone gets an address for hers and takes it back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.feeds import FeedAddressForm
from coachtrack.agenda.ical import single_event_bytes
from coachtrack.agenda.permissions import may_have_feed, may_revoke_feed_address, may_see_appointment, schools_led
from coachtrack.agenda.rules.feeds import FEED_LEVEL_LABELS, WHOLE_PROGRAMME, calendar_app
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page

CALENDAR = "text/calendar; charset=utf-8"


@bp.get("/kalender/<token>.ics")
@access(PUBLIC)
def feed(token: str) -> Response:
    """Someone's appointments, for the app that knows the secret address."""
    now = clock.now()
    found = queries.find_feed(token, today=clock.today())
    if found is None:
        return _nothing_here(token)
    if not found.stands(now):
        found = actions.rebuild_feed(found, now=now)
    if request.method == "GET":
        actions.note_fetch(found, client=calendar_app(request.user_agent.string), now=now)
    if not is_resource_modified(request.environ, found.etag, last_modified=found.changed_at):
        return _validated(Response(status=304, content_type=CALENDAR), found.etag, found.changed_at)
    written = queries.written_for(found)
    if written is None:
        return _nothing_here(token)
    etag, changed_at, body = written
    response = Response(body, content_type=CALENDAR)
    response.headers["Content-Disposition"] = 'inline; filename="coachtrack.ics"'
    return _validated(response, etag, changed_at)


def _validated(response: Response, etag: str, changed_at: object) -> Response:
    response.set_etag(etag)
    response.last_modified = changed_at  # type: ignore[assignment] # a moment; werkzeug writes it as HTTP wants
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _nothing_here(token: str) -> Response:
    """Not a word, to whoever guesses; after many guesses, not even a look."""
    now, guesser = clock.now(), request.remote_addr or ""
    if queries.is_guessing(guesser, now=now):
        return Response(status=429, headers={"Retry-After": "600"})
    actions.note_wrong_address(token, guesser, now=now)
    return Response(status=404)


@bp.route("/agenda/eigen-app", methods=["GET", "POST"])
@access(SIGNED_IN)
def feed_addresses() -> str | tuple[str, int]:
    """My calendar addresses; a new one is shown once, in the answer to the form that asked for it."""
    form, added = _address_form(), None
    if form.validate_on_submit():
        with form.refusals():
            address, token = actions.add_feed_address(
                viewer().person_id,
                form.name.data or "",
                form.level.data,
                current_user.locale,
                clock.now(),
                whose=form.chosen,
            )
            db.session.commit()
            added = {"name": address.name, "urls": queries.feed_urls(token)}
    if added:
        empty = _address_form(ImmutableMultiDict())
        return render_template("agenda/feed_addresses.html", form=empty, added=added, **_told())
    return page("agenda/feed_addresses.html", form=form, added=added, **_told())


def _address_form(*typed: ImmutableMultiDict[str, str]) -> FeedAddressForm:
    """The form, with the calendars that she may have."""
    form, person = FeedAddressForm(*typed), viewer()
    schools = queries.schools_named(schools_led(person))
    form.offer({school.id: school.name for school in schools}, programme=may_have_feed(person, WHOLE_PROGRAMME))
    return form


def _told() -> dict[str, Any]:
    """Her addresses, and those of them that show nothing any more."""
    addresses = queries.feed_addresses_of(viewer().person_id)
    closed = {each.id for each in addresses if not may_have_feed(viewer(), each.whose)}
    return {"addresses": addresses, "closed": closed, "levels": FEED_LEVEL_LABELS}


@bp.post("/agenda/eigen-app/<int:address_id>/intrekken")
@access(SIGNED_IN)
def revoke_feed_address(address_id: int) -> Response:
    """Close one address; the others stay."""
    address = queries.get_feed_address(address_id)
    allow_or_404(may_revoke_feed_address(viewer(), address))
    actions.revoke_feed_address(address, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("“%(name)s” no longer shows your agenda.", name=address.name))
    return redirect(url_for(".feed_addresses"), 303)


@bp.get("/agenda/afspraken/<int:appointment_id>.ics")
@access(SIGNED_IN)
def download(appointment_id: int) -> Response:
    """One appointment, to put in a calendar by hand."""
    allow_or_404(may_see_appointment(viewer(), queries.get_appointment(appointment_id)))
    response = Response(single_event_bytes(queries.entry_of(appointment_id)), content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="coachtrack-{appointment_id}.ics"'
    return response
