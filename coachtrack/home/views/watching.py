"""What an administrator watches over: the state of the product, and where imports begin."""

from flask import render_template

from coachtrack import clock
from coachtrack.access import access
from coachtrack.evidence.queries import find_head
from coachtrack.home import queries
from coachtrack.home.rules import WORK_LABELS
from coachtrack.home.views.blueprint import bp, exists
from coachtrack.viewer import Role


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
        last_backup_at=queries.last_backup_at(),
        labels=WORK_LABELS,
        now=clock.now(),
    )


@bp.get("/import")
@access(Role.ADMINISTRATOR)
def imports() -> str:
    """What can be read from a file."""
    return render_template("home/imports.html", exists=exists)
