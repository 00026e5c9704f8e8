"""Who is reached: of all schools together, and of one school."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coachtrack.access import access, allow_or_404, viewer
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.queries import Coverage
from coachtrack.coverage.rules.figures import lesson_figures, tally
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.errors import NotFound
from coachtrack.funding.queries import periods
from coachtrack.funding.rules import TRACK_LABELS
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.schools.models import School
from coachtrack.schools.queries import get_school
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role


@bp.get("/")
@access(Role.COMMISSION)
def index() -> str:
    """The programme: one sentence with the figure, and the schools under it."""
    reference = asked_reference()
    coverage = queries.coverage_of(reference) if reference else None
    if reference is None or coverage is None:
        return render_template("coverage/index_empty.html", reference=reference, periods=periods())
    shown = _narrowed(coverage)
    people = [row for row in coverage.people if row.school_ids & {school.id for school in shown}]
    return render_template(
        "coverage/index.html",
        coverage=coverage,
        reference=reference,
        periods=periods(),
        rows=[(school, tally(row.verdict.status for row in coverage.at(school.id))) for school in shown],
        total=tally(row.verdict.status for row in people),
        lessons=lesson_figures([piece.fact for row in people for piece in row.verdict.counted]),
        track_labels=TRACK_LABELS,
        choices=_choices(coverage),
    )


@bp.get("/scholen/<int:school_id>")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def show_school(school_id: int) -> str:
    """One school: everyone in front of a class, where each stands, and the reason for who does not count."""
    allow_or_404(permissions.may_see_school_coverage(viewer(), school_id))
    reference = asked_reference()
    coverage = queries.coverage_of(reference, school_ids=[school_id]) if reference else None
    if reference is None or coverage is None or not coverage.schools:
        return render_template("coverage/show_school_empty.html", school=get_school(school_id), reference=reference)
    return render_template(
        "coverage/show_school.html",
        coverage=coverage,
        reference=reference,
        periods=periods(),
        school=coverage.schools[0],
        participation=coverage.participations[school_id],
        total=tally(row.verdict.status for row in coverage.people),
        posts=queries.posts_at(school_id, reference),
        function_labels=FUNCTION_LABELS,
        discipline_labels=DISCIPLINE_LABELS,
        track_labels=TRACK_LABELS,
        trajectories=queries.trajectories_of(reference, school_id=school_id),
        shows_minutes=permissions.may_see_total_minutes(viewer(), [school_id]),
    )


@bp.get("/mijn-school")
@access(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def my_school() -> Response | str:
    """Director and ICC'er: to their school, or a choice where there are more."""
    own = viewer().school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
    if not own:
        raise NotFound
    if len(own) == 1:
        return redirect(url_for(".show_school", school_id=next(iter(own))))
    return render_template("coverage/my_school.html", schools=[get_school(school_id) for school_id in sorted(own)])


def _narrowed(coverage: Coverage) -> list[School]:
    """The schools that fit the board, district and track in the address."""
    board, district = request.args.get("bestuur", type=int), request.args.get("wijk", type=int)
    track = request.args.get("spoor", "")
    return [
        school
        for school in coverage.schools
        if (board is None or school.board_id == board)
        and (district is None or school.district_id == district)
        and (not track or coverage.participations[school.id].track == track)
    ]


def _choices(coverage: Coverage) -> dict[str, list[tuple[object, str]]]:
    """Boards, districts and tracks that occur among the schools."""
    boards = {school.board_id: school.board.name or school.board.number for school in coverage.schools if school.board}
    districts = {school.district_id: school.district.name for school in coverage.schools if school.district}
    tracks = {row.track.value: TRACK_LABELS[row.track] for row in coverage.participations.values()}
    return {
        "boards": sorted(boards.items(), key=lambda pair: pair[1]),
        "districts": sorted(districts.items(), key=lambda pair: pair[1]),
        "tracks": sorted(tracks.items()),
    }
