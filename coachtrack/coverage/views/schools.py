"""One school: everyone in front of a class, where each stands, and why somebody does not count."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.queries import Choice, Overview, overview
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.at_school import at_school, lessons_at
from coachtrack.coverage.queries.tallies import Kept
from coachtrack.coverage.rules.figures import Figures
from coachtrack.coverage.rules.requirement import NOT_COUNTING_LABELS, Outlook
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.coverage.views.freshness import Freshness, bring_up_to_date
from coachtrack.errors import NotFound
from coachtrack.funding.models import FundingPeriod
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
    known = periods()
    reference = asked_reference(known)
    found = at_school(reference, school_id) if reference else None
    if reference is None or found is None:
        return _nothing_at(school_id, reference, known)
    return render_template(
        "coverage/show_school.html",
        found=found,
        reference=reference,
        periods=known,
        school=found.school,
        trajectories=queries.trajectories_of(reference, school_id=school_id),
        lessons=lessons_at(found),
        shows_minutes=permissions.may_see_total_minutes(viewer(), [school_id]),
        sees_all=permissions.may_see_all_coverage(viewer()),
        function_labels=FUNCTION_LABELS,
        discipline_labels=DISCIPLINE_LABELS,
        track_labels=TRACK_LABELS,
        not_counting_labels=NOT_COUNTING_LABELS,
        agreed=_agreed_at(school_id),
        ahead=_ahead_at(school_id, reference),
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


def _nothing_at(school_id: int, reference: Reference | None, known: Sequence[FundingPeriod]) -> str:
    return render_template(
        "coverage/show_school_empty.html", school=get_school(school_id), reference=reference, periods=known
    )


@dataclass(frozen=True)
class AheadAtSchool:
    """How it looks ahead for the people of a school, as kept."""

    figures: Figures
    freshness: Freshness


def _ahead_at(school_id: int, reference: Reference) -> AheadAtSchool | None:
    """For a page that shows today as known now; None for another day, and where everyone is there."""
    if reference.on != clock.today() or reference.known_at is not None:
        return None
    freshness, figures = bring_up_to_date(), Kept(reference).at_schools([school_id]).get(school_id)
    looking = figures is not None and any(figures.looking(each) for each in Outlook)
    return AheadAtSchool(figures, freshness) if figures is not None and looking else None
