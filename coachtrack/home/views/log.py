"""The log of who did what, for the administrator: found by person, act, thing and day; never what anybody wrote."""

from datetime import date, datetime

from flask import render_template, request
from flask_babel import gettext as _

from coachtrack import audit
from coachtrack.access import access
from coachtrack.audit.words import ACTS, DETAILS, THINGS
from coachtrack.home import queries
from coachtrack.home.queries import LogFilter
from coachtrack.home.views.blueprint import bp
from coachtrack.viewer import Role


@bp.get("/logboek")
@access(Role.ADMINISTRATOR)
def log() -> str:
    """What was done, the newest first."""
    asked = LogFilter(
        words=request.args.get("q", "").strip(),
        act=request.args.get("act", ""),
        starts_on=_day("from"),
        ends_on=_day("until"),
    )
    lines = queries.log_page(asked, request.args.get("page", 1, type=int))
    return render_template(
        "home/log.html",
        lines=lines,
        people=queries.people_in(lines.items),
        acts=sorted(((name, _(label)) for name, label in ACTS.items()), key=lambda choice: choice[1].casefold()),
        act_labels=ACTS,
        thing_labels=THINGS,
        detail_labels=DETAILS,
        seal=audit.find_last_seal(),
    )


def _day(name: str) -> date | None:
    """A day of the address; none where it is not one."""
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
