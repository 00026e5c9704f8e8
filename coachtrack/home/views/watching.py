"""What an administrator watches over: mail that waits or failed, the state of the product, and where imports begin."""

from flask import current_app, render_template, request

from coachtrack import clock
from coachtrack.access import access
from coachtrack.evidence.queries import find_head
from coachtrack.home import queries
from coachtrack.home.queries import MailState
from coachtrack.home.views.blueprint import bp, exists
from coachtrack.viewer import Role


@bp.get("/uitgaande-post")
@access(Role.ADMINISTRATOR)
def outgoing_mail() -> str:
    """Which mails wait, failed or went out. What they say is shown in the demo only, where nothing is sent."""
    asked = request.args.get("status", "")
    state = MailState(asked) if asked in set(MailState) else MailState.WAITING
    page_number = request.args.get("page", 1, type=int)
    return render_template(
        "home/outgoing_mail.html",
        state=state,
        mails=queries.mail_page(state, page_number),
        counts=queries.mail_counts(),
        shows_bodies=bool(current_app.config["DEMO"]),
        is_off=current_app.config["MAIL_URL"].startswith("outbox:"),
    )


@bp.get("/systeem")
@access(Role.ADMINISTRATOR)
def system() -> str:
    """Version, database, counts, the signed head of the evidence, and long work."""
    return render_template(
        "home/system.html",
        database=queries.database_facts(),
        counts=queries.counts(),
        head=find_head(),
        mails=queries.mail_counts(),
        jobs=queries.last_jobs(),
        now=clock.now(),
    )


@bp.get("/import")
@access(Role.ADMINISTRATOR)
def imports() -> str:
    """What can be read from a file."""
    return render_template("home/imports.html", exists=exists)
