"""One school: everyone in front of a class, where each stands, and why somebody does not count."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.queries import Choice, Overview, overview
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.queries import Coverage
from coachtrack.coverage.rules.figures import lesson_figures
from coachtrack.coverage.rules.requirement import NOT_COUNTING_LABELS
from coachtrack.coverage.rules.verdict import minutes_held, seen_at
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.coverage.views.outlook import ahead_of
from coachtrack.errors import NotFound
from coachtrack.funding.queries import periods
from coachtrack.funding.rules import TRACK_LABELS
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.schools.queries import get_school
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role


@bp.get("/scholen/<int:school_id>")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def show_school(school_id: int) -> str:
    """One school: everyone in front of a class, where each stands, and the reason for who does not count."""
    allow_or_404(permissions.may_see_school_coverage(viewer(), school_id))
    reference = asked_reference()
    coverage = queries.coverage_of(reference, school_ids=[school_id]) if reference else None
    if reference is None or coverage is None or not coverage.schools:
        return _nothing_at(school_id, reference)
    return render_template(
        "coverage/show_school.html",
        coverage=coverage,
        reference=reference,
        periods=periods(),
        school=coverage.schools[0],
        posts=queries.posts_at(school_id, reference),
        trajectories=queries.trajectories_of(reference, school_id=school_id),
        lessons=lesson_figures(queries.lessons_at(reference, school_id)),
        minutes=_minutes_at(coverage, school_id),
        shows_minutes=permissions.may_see_total_minutes(viewer(), [school_id]),
        sees_all=permissions.may_see_all_coverage(viewer()),
        function_labels=FUNCTION_LABELS,
        discipline_labels=DISCIPLINE_LABELS,
        track_labels=TRACK_LABELS,
        not_counting_labels=NOT_COUNTING_LABELS,
        agreed=_agreed_at(school_id),
        ahead=ahead_of(reference, list(coverage.people)),
    )


def _agreed_at(school_id: int) -> Overview:
    """What the school promised for this school year, and what remains."""
    year = SchoolYear.of(clock.today()).first
    return overview(viewer(), Choice(school_id=school_id, first_year=year), now=clock.now())


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


def _nothing_at(school_id: int, reference: queries.Reference | None) -> str:
    return render_template(
        "coverage/show_school_empty.html", school=get_school(school_id), reference=reference, periods=periods()
    )


def _minutes_at(coverage: Coverage, school_id: int) -> dict[int, int]:
    """The minutes of each person at this school together: what she does elsewhere is not its business."""
    return {
        row.person.id: sum(minutes_held(seen_at(row.verdict.held, [school_id])).values()) for row in coverage.people
    }
