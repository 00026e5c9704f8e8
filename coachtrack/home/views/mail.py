"""The mail that goes out: what waits and how long it is tried, what could not be delivered, and trying it once more."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, outbox
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import say
from coachtrack.home import queries
from coachtrack.home.queries import MailState
from coachtrack.home.rules import trouble_of
from coachtrack.home.views.blueprint import bp
from coachtrack.viewer import Role

LATE = timedelta(minutes=15)
"""After so long without a try an administrator is asked whether the worker is at work."""


@bp.get("/uitgaande-post")
@access(Role.ADMINISTRATOR)
def outgoing_mail() -> str:
    """Which mails wait, failed, went out or were taken back. What they say is shown in the demo only."""
    asked, now = request.args.get("status", ""), clock.now()
    state = MailState(asked) if asked in set(MailState) else MailState.WAITING
    is_off = current_app.config["MAIL_URL"].startswith("outbox:")
    return render_template(
        "home/outgoing_mail.html",
        state=state,
        mails=queries.mail_page(state, request.args.get("page", 1, type=int)),
        counts=queries.mail_counts(),
        shows_bodies=bool(current_app.config["DEMO"]),
        is_off=is_off,
        is_overdue=not is_off and outbox.is_overdue(now=now, since=LATE),
        tried_until=outbox.tried_until,
        trouble_of=trouble_of,
        superseded=outbox.SUPERSEDED,
    )


@bp.post("/uitgaande-post/<int:mail_id>/opnieuw")
@access(Role.ADMINISTRATOR)
def retry_mail(mail_id: int) -> Response:
    """Let a mail that was given up go out after all."""
    try:
        mail = outbox.retry(mail_id, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        return redirect(url_for(".outgoing_mail", status=MailState.FAILED), 303)
    db.session.commit()
    flash(_("The mail to %(address)s is tried again within a minute.", address=mail.to))
    return redirect(url_for(".outgoing_mail"), 303)


@bp.get("/uitgaande-post/<int:mail_id>/afspraak.ics")
@access(Role.ADMINISTRATOR)
def mail_calendar(mail_id: int) -> Response:
    """In the demo, where no mail arrives: the appointment that a mail carries, to look at in one's own calendar."""
    allow_or_404(bool(current_app.config["DEMO"]))
    response = Response(queries.get_calendar(mail_id), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="afspraak-{mail_id}.ics"'
    return response
