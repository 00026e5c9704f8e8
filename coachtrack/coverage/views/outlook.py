"""Looking ahead: who will make it by the end of the period, until when it still fits, and what would mend it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.ahead import lines_ahead, total_ahead
from coachtrack.coverage.queries.at_school import at_school
from coachtrack.coverage.queries.outlooks import PeopleOutlook, PersonOutlook, Row, first_too_late, people_outlook
from coachtrack.coverage.queries.promised import agreements_at_risk
from coachtrack.coverage.rules import assumptions
from coachtrack.coverage.rules.requirement import Requirement
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.coverage.views.freshness import bring_up_to_date
from coachtrack.funding.queries import periods
from coachtrack.schools.queries import get_school
from coachtrack.viewer import Role

ASSUMED = {
    "confirming_days": assumptions.CONFIRMING_DAYS,
    "most_a_week": assumptions.MOST_A_WEEK,
    "sessions_a_trajectory": assumptions.SESSIONS_A_TRAJECTORY,
}
"""What the words of a forecast say besides what is known of a school."""


@dataclass(frozen=True)
class Ahead:
    """The outlook of the people of one school as a page shows it, with the way to plan what is proposed."""

    reference: Reference
    outlook: PeopleOutlook
    way_on: Callable[[PersonOutlook, int], tuple[str, str] | None]


def asked_today() -> Reference | None:
    """The period in the address as it stands today: nothing is foreseen from another day."""
    reference = asked_reference()
    if reference is None:
        return None
    period = reference.period
    return Reference(period, min(max(clock.today(), period.starts_on), period.ends_on))


def ahead_of(reference: Reference, requirement: Requirement, rows: Sequence[Row]) -> Ahead | None:
    """The outlook of these people, for a page that shows today as known now; None for another day."""
    if not rows or reference.on != clock.today() or reference.known_at is not None:
        return None
    return Ahead(reference, people_outlook(reference, requirement, rows), way_on)


def way_on(person: PersonOutlook, coach_id: int) -> tuple[str, str] | None:
    """Where this viewer can plan with this coach: in the trajectory that there is, or by beginning one."""
    trajectory_id, school_id = person.trajectory_of(coach_id), min(person.row.school_ids)
    if trajectory_id is not None and viewer().person_id == coach_id:
        return "find", url_for("trajectories.find_moment", trajectory_id=trajectory_id)
    if trajectory_id is not None and viewer().has(Role.COMMISSION):
        return "look", url_for("trajectories.show", trajectory_id=trajectory_id)
    if viewer().has(Role.COMMISSION):
        return "propose", url_for("trajectories.propose", school=school_id)
    if viewer().has(Role.COACH) and viewer().person_id == coach_id:
        return "start", url_for("trajectories.start", school=school_id)
    if viewer().person_id == person.row.person.id or viewer().leads_school(school_id):
        return "ask", url_for("trajectories.ask_for_coaching")
    return None


@bp.get("/vooruitblik")
@access(Role.COMMISSION, Role.ADVISOR)
def outlook() -> str:
    """All schools, or those of an advisor: how many are on track, at risk and out of reach, as kept."""
    reference = asked_today()
    if reference is None or queries.requirement_in_force(reference) is None:
        return render_template("coverage/index_empty.html", reference=reference, periods=periods())
    freshness, sees_all = bring_up_to_date(), permissions.may_see_all_coverage(viewer())
    own = None if sees_all else viewer().school_ids(Role.ADVISOR)
    number = request.args.get("page", 1, type=int)
    schools = lines_ahead(reference, own, sort=request.args.get("sort", "-risk"), page=number)
    ids = [line.id for line in schools.items]
    return render_template(
        "coverage/outlook.html",
        reference=reference,
        periods=periods(),
        schools=schools,
        total=total_ahead(reference, own),
        too_late=first_too_late(reference, ids),
        about={"freshness": freshness},
        agreements=agreements_at_risk(reference, ids, now=clock.now()),
        sees_all=sees_all,
        assumed=ASSUMED,
    )


@bp.get("/scholen/<int:school_id>/vooruitblik")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def school_outlook(school_id: int) -> str:
    """One school: for everyone who is not there yet whether it still fits, until when, and what would mend it."""
    allow_or_404(permissions.may_see_school_coverage(viewer(), school_id))
    reference = asked_today()
    found = at_school(reference, school_id) if reference else None
    if reference is None or found is None:
        return render_template(
            "coverage/show_school_empty.html", school=get_school(school_id), reference=reference, periods=periods()
        )
    return render_template(
        "coverage/school_outlook.html",
        reference=reference,
        school=found.school,
        ahead=ahead_of(reference, found.requirement, found.people),
        agreements=agreements_at_risk(reference, [school_id], now=clock.now()),
        sees_all=permissions.may_see_all_coverage(viewer()),
        assumed=ASSUMED,
    )
