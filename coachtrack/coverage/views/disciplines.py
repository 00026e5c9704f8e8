"""Per discipline and per stream: who was reached in it, and what was done."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from coachtrack.access import access
from coachtrack.coverage.queries.done import done_at
from coachtrack.coverage.rules.done import Done
from coachtrack.coverage.views.blueprint import bp
from coachtrack.coverage.views.figures import LABELS, asked
from coachtrack.formatting import capital
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role


@bp.get("/disciplines")
@access(Role.COMMISSION)
def disciplines() -> str:
    """Coverage per discipline and stream, the lessons held, and the time of one teacher beside that of teams."""
    about = asked()
    if isinstance(about, str):
        return about
    there = done_at(about.reference, about.choice)
    return render_template(
        "coverage/disciplines.html",
        about=about,
        total=about.total,
        there=there,
        by_discipline=_lines(there.done.disciplines, DISCIPLINE_LABELS),
        by_stream=_lines(there.done.streams, STREAM_LABELS),
        labels=LABELS,
    )


def _lines(done: Mapping[str | None, Done], labels: Mapping[Any, str]) -> list[tuple[str, Done]]:
    """What was done under each of these, in their order, and at last what belongs to none of them."""
    lines = [(capital(_(label)), done[code.value]) for code, label in labels.items() if code.value in done]
    return lines + ([(_("none in particular"), done[None])] if None in done else [])
