"""Which backups were made, how old the last one is that was found whole, and how one is put back."""

from collections.abc import Callable

from flask import current_app, render_template

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.backups import queries, rules
from coachtrack.backups.views.blueprint import bp
from coachtrack.viewer import Role


@bp.get("/systeem/reservekopieen")
@access(Role.ADMINISTRATOR)
def index() -> str:
    """The backups made last. They lie on the server and are not handed out here."""
    latest, now = queries.find_latest_verified(), clock.now()
    return render_template(
        "backups/index.html",
        latest=latest,
        is_late=rules.is_late(latest.made_at if latest else None, now),
        backups=queries.latest_backups(),
        kept_days=rules.KEPT.days,
        late_hours=int(rules.LATE.total_seconds() // 3600),
    )


@bp.app_context_processor
def warnings() -> dict[str, Callable[[], bool]]:
    """For the start page of an administrator: whether it should be said in red that there is no recent backup."""
    return {"backup_is_late": _is_late_for_viewer}


def _is_late_for_viewer() -> bool:
    """Not in the demo, which nobody has to put back."""
    if current_app.config["DEMO"] or not viewer().has(Role.ADMINISTRATOR):
        return False
    latest = queries.find_latest_verified()
    return rules.is_late(latest.made_at if latest else None, clock.now())
