"""The programme and its boards: one sentence with the figure, and the schools or boards under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request

from coachtrack.access import access
from coachtrack.coverage.queries.dashboard import boards_page
from coachtrack.coverage.queries.done import done_at
from coachtrack.coverage.queries.points import points_of
from coachtrack.coverage.rules.line import LATEST, WEEK, Change, changes, week_before
from coachtrack.coverage.views.blueprint import asked_page, bp
from coachtrack.coverage.views.figures import LABELS, Asked, asked, schools_asked
from coachtrack.schools.queries import get_board
from coachtrack.viewer import Role


@bp.get("/")
@access(Role.COMMISSION, limit="search")
def index() -> str:
    """The programme: one sentence with the figure, and the schools under it."""
    about = asked()
    if isinstance(about, str):
        return about
    return render_template("coverage/index.html", since=_since(about), **_schools(about))


@bp.get("/besturen/<int:board_id>")
@access(Role.COMMISSION, limit="search")
def show_board(board_id: int) -> str:
    """One board: the figure of its schools together, and the schools under it."""
    board, about = get_board(board_id), asked(board_id=board_id)
    if isinstance(about, str):
        return about
    return render_template("coverage/show_board.html", board=board, **_schools(about))


@dataclass(frozen=True)
class Since:
    """What changed in the programme since a day of a week ago, or a little more."""

    on: date
    changes: Sequence[Change]


def _since(about: Asked) -> Since | None:
    """Of all schools together as they stand today; None where no point is kept of that day."""
    if not about.is_today or about.choice.narrows_schools:
        return None
    on = about.reference.on
    kept = {point.on: point for point in points_of(about.reference.period.id, on - LATEST, on - WEEK)}
    day = week_before(on, kept)
    return Since(day, changes(kept[day].figures.people, about.total.people)) if day else None


def _schools(about: Asked) -> dict[str, object]:
    """What stands on a page of schools."""
    return {
        "about": about,
        "total": about.total,
        "schools": schools_asked(about),
        "done": done_at(about.reference, about.choice) if about.choice.year else None,
        "labels": LABELS,
    }


@bp.get("/besturen")
@access(Role.COMMISSION, limit="search")
def boards() -> str:
    """The boards of the schools that take part, each with the figures of its schools."""
    about = asked()
    if isinstance(about, str):
        return about
    words = request.args.get("q", "").strip()
    return render_template(
        "coverage/boards.html",
        about=about,
        total=about.total,
        boards=boards_page(about.reference, about.choice, about.source, words=words, page=asked_page()),
        labels=LABELS,
    )
