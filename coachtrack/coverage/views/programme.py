"""The programme and its boards: one sentence with the figure, and the schools or boards under it."""

from dataclasses import replace

from flask import render_template, request

from coachtrack.access import access
from coachtrack.coverage.queries.dashboard import boards_page
from coachtrack.coverage.queries.done import done_at
from coachtrack.coverage.views.blueprint import asked_page, bp
from coachtrack.coverage.views.figures import LABELS, Asked, asked, schools_asked
from coachtrack.schools.queries import get_board
from coachtrack.viewer import Role


@bp.get("/")
@access(Role.COMMISSION)
def index() -> str:
    """The programme: one sentence with the figure, and the schools under it."""
    about = asked()
    return about if isinstance(about, str) else render_template("coverage/index.html", **_schools(about))


@bp.get("/besturen/<int:board_id>")
@access(Role.COMMISSION)
def show_board(board_id: int) -> str:
    """One board: the figure of its schools together, and the schools under it."""
    board, about = get_board(board_id), asked()
    if isinstance(about, str):
        return about
    there = replace(about, choice=replace(about.choice, board_id=board_id))
    return render_template("coverage/show_board.html", board=board, **_schools(there))


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
@access(Role.COMMISSION)
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
