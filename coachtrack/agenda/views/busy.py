"""Hand in one's own calendar, so that nobody plans a session where one cannot be; only the times are kept."""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.busy import BusyForm
from coachtrack.agenda.queries.calendar_files import LARGEST_FILE, MEGABYTE, CalendarFile, read_calendar
from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.busy import is_old, keeps_dutch_time, merged, whole_days, year_from
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.formatting import day_range, moment, moment_range
from coachtrack.forms import page
from coachtrack.submissions import new_key
from coachtrack.viewer import Role

WEEKS_SHOWN = 4
STRETCHES_SHOWN = 5


@bp.route("/agenda/bezet", methods=["GET", "POST"])
@access(Role.COACH, Role.TRAINER, Role.ADVISOR)
def busy() -> tuple[str, int] | Response:
    """When I am busy by my own calendar; a new file takes the place of the one before."""
    form, person_id, today = BusyForm(), viewer().person_id, clock.today()
    if form.validate_on_submit():
        body = form.file.data.read(LARGEST_FILE + 1)
        db.session.commit()  # the key of this form; others may write while the file is read
        with form.refusals():
            found = read_calendar(body, first=today, last=year_from(today), with_titles=False)
            spans = merged(Span(each.starts, each.ends) for each in found.events if each.is_busy)
            actions.keep_busy_times(person_id, spans, until=year_from(today), by=person_id, now=clock.now())
            db.session.commit()
            _say_what_was_read(found, len(spans))
            return redirect(url_for(".busy"), 303)
    if form.status != 200:
        form.form_key.data = new_key()
    return page("agenda/busy.html", form=form, megabytes=LARGEST_FILE // MEGABYTE, **_told(person_id, clock.now()))


@bp.post("/agenda/bezet/weghalen")
@access(Role.COACH, Role.TRAINER, Role.ADVISOR)
def forget_busy() -> Response:
    """Take all of it away."""
    actions.forget_busy_times(viewer().person_id, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("Your busy times are gone."))
    return redirect(url_for(".busy"), 303)


def _told(person_id: int, now: datetime) -> dict[str, Any]:
    calendar = queries.busy_calendar_of(person_id)
    coming = queries.busy_by_person([person_id], now, now + timedelta(weeks=WEEKS_SHOWN))[person_id]
    return {
        "calendar": calendar,
        "is_old": calendar is not None and is_old(calendar.uploaded_at, now),
        "count": len(coming),
        "stretches": [_in_words(span) for span in coming[:STRETCHES_SHOWN]],
    }


def _in_words(span: Span) -> str:
    if days := whole_days(span):
        return str(_("%(days)s, the whole day", days=day_range(days.first, days.last)))
    if clock.day_of(span.starts_at) == clock.day_of(span.ends_at):
        return moment_range(span.starts_at, span.ends_at)
    return str(_("%(start)s until %(end)s", start=moment(span.starts_at), end=moment(span.ends_at)))


def _say_what_was_read(found: CalendarFile, count: int) -> None:
    if not count:
        flash(_("This calendar has nothing in the coming twelve months. Is it the right one?"), "warning")
    elif keeps_dutch_time(found.zone, clock.today()):
        flash(_("Your calendar was read. All times were taken as Dutch time."))
    else:
        flash(_("Your calendar was read. Its times are in the time zone %(zone)s; here they are in Dutch time.",
                zone=found.zone))  # fmt: skip
    if found.unread:
        told = ngettext(
            "One appointment in it could not be read and does not count.",
            "%(num)s appointments in it could not be read and do not count.",
            found.unread,
        )
        flash(told, "warning")
