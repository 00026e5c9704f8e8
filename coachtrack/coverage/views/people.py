"""Where one person stands and why: for whoever may see it, and for herself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.queries import PersonRow, Reference
from coachtrack.coverage.rules.requirement import NotCounted
from coachtrack.coverage.rules.verdict import EvidenceFact, minutes_held, seen_at
from coachtrack.coverage.rules.wording import what_is_missing
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.coverage.views.outlook import ASSUMED, ahead_of
from coachtrack.coverage.views.words import LABELS
from coachtrack.evidence.rules.records import Activity
from coachtrack.funding.queries import periods
from coachtrack.people.models import Post
from coachtrack.people.permissions import may_see_person
from coachtrack.people.queries import get_person, posts_on
from coachtrack.viewer import Role


@dataclass(frozen=True)
class Seen:
    """The evidence of a person as far as this viewer may see it. `minutes_of`: of which pieces also the minutes."""

    counted: Sequence[EvidenceFact]
    not_counted: Sequence[tuple[EvidenceFact, NotCounted]]
    elsewhere: int
    minutes_of: frozenset[int]
    totals: dict[Activity, int] | None


@bp.get("/mensen/<int:person_id>")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.COACH)
def show_person(person_id: int) -> str:
    """One person: the status, the evidence that counts and that does not, and what is missing."""
    person, coach_ids, known = get_person(person_id), queries.coach_ids_of(person_id), periods()
    reference = asked_reference(known)
    posts = posts_on(person_id, reference.on if reference else clock.today())
    school_ids = {post.school_id for post in posts}
    allow_or_404(permissions.may_see_person_coverage(viewer(), person_id, school_ids=school_ids, coach_ids=coach_ids))
    row = queries.person_in_coverage(reference, person_id) if reference else None
    places = permissions.school_ids_seen(viewer(), person_id, coach_ids=coach_ids)
    trajectories = queries.trajectories_of(reference, person_id=person_id)[person_id] if reference else []
    return render_template(
        "coverage/show_person.html",
        person=person,
        posts=posts,
        reference=reference,
        periods=known,
        row=row,
        seen=_seen(row, places) if row else None,
        **_explained(reference, row, person_id),
        trajectories=[each for each in trajectories if places is None or each.school_id in places],
        today=clock.today(),
        **_ways_on(person_id, posts),
        **LABELS,
    )


@bp.get("/mijn-bewijs")
@access(SIGNED_IN)
def mine() -> str:
    """A teacher's own evidence: what counts for the requirement, and what is still missing."""
    reference = asked_reference()
    row = queries.person_in_coverage(reference, viewer().person_id) if reference else None
    return render_template(
        "coverage/mine.html",
        reference=reference,
        row=row,
        seen=_seen(row, None) if row else None,
        **_explained(reference, row, viewer().person_id),
        **LABELS,
    )


def _ways_on(person_id: int, posts: Sequence[Post]) -> dict[str, Any]:
    """Where this viewer can go from here: to her schools, her posts and absences, and to exempting her."""
    return {
        "schools_shown": [
            post.school for post in posts if permissions.may_see_school_coverage(viewer(), post.school_id)
        ],
        "may_see_posts": may_see_person(viewer(), person_id, {post.school_id for post in posts}),
        "may_exempt": permissions.may_set_requirement(viewer()),
        "sees_all": permissions.may_see_all_coverage(viewer()),
    }


def _explained(reference: Reference | None, row: PersonRow | None, person_id: int) -> dict[str, Any]:
    """What the requirement asks, what she misses of it, whether she is exempt and by whom, and how it looks ahead."""
    requirement = queries.requirement_in_force(reference) if reference else None
    exemptions = queries.exemptions_of(person_id, reference.period.id) if reference else []
    told = {"requirement": requirement, "missing": None, "exemptions": exemptions, "exemption": None, "ahead": None}
    if reference is None or row is None or requirement is None:
        return told
    return told | {
        "missing": what_is_missing(row.verdict.missing, requirement, reference.frame) if row.verdict.missing else None,
        "exemption": next((each for each in exemptions if _covers(each, reference.on)), None),
        "ahead": ahead_of(reference, requirement, [row]) if row.verdict.missing else None,
        "assumed": ASSUMED,
    }


def _covers(exemption: Exemption, on: date) -> bool:
    return exemption.starts_on <= on and (exemption.ends_on is None or on <= exemption.ends_on)


def _seen(row: PersonRow, places: frozenset[int] | None) -> Seen:
    """What this viewer may see of it: at her own schools, minutes where they are hers to see."""
    verdict, looker = row.verdict, viewer()
    everything = [*verdict.counted, *(piece for piece, _ in verdict.not_counted)]
    numbers = {piece.number for piece in (everything if places is None else seen_at(everything, places))}
    own_totals = looker.person_id == row.person.id or permissions.may_see_total_minutes(looker, places or [])
    return Seen(
        counted=[piece for piece in verdict.counted if piece.number in numbers],
        not_counted=[pair for pair in verdict.not_counted if pair[0].number in numbers],
        elsewhere=len(everything) - len(numbers),
        minutes_of=_with_minutes(everything),
        totals=minutes_held(piece for piece in verdict.held if piece.number in numbers) if own_totals else None,
    )


def _with_minutes(pieces: Iterable[EvidenceFact]) -> frozenset[int]:
    return frozenset(
        piece.number
        for piece in pieces
        if permissions.may_see_minutes(viewer(), piece.fact.person_id, coach_id=piece.fact.coach_id)
    )
