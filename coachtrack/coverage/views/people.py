"""Where one person stands and why: for whoever may see it, and for herself."""

from flask import render_template

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda.rules import KIND_LABELS, TRAINING_KINDS
from coachtrack.coverage import permissions, queries
from coachtrack.coverage.rules.requirement import EXEMPTION_LABELS, NOT_COUNTED_LABELS, NOT_COUNTING_LABELS
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.funding.queries import periods
from coachtrack.people.queries import get_person, posts_on
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role

LABELS = {
    "kind_labels": {kind.value: label for kind, label in KIND_LABELS.items()},
    "discipline_labels": {discipline.value: label for discipline, label in DISCIPLINE_LABELS.items()},
    "not_counted_labels": NOT_COUNTED_LABELS,
    "not_counting_labels": NOT_COUNTING_LABELS,
    "exemption_labels": EXEMPTION_LABELS,
    "training_kinds": {kind.value for kind in TRAINING_KINDS},
}


@bp.get("/mensen/<int:person_id>")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.COACH)
def show_person(person_id: int) -> str:
    """One person: the status, the evidence that counts and that does not, and what is missing."""
    coach_ids = queries.coach_ids_of(person_id)
    person = get_person(person_id)
    reference = asked_reference()
    posts = posts_on(person_id, reference.on if reference else clock.today())
    school_ids = {post.school_id for post in posts}
    allow_or_404(permissions.may_see_person_coverage(viewer(), person_id, school_ids=school_ids, coach_ids=coach_ids))
    return render_template(
        "coverage/show_person.html",
        person=person,
        posts=posts,
        reference=reference,
        periods=periods(),
        row=queries.person_in_coverage(reference, person_id) if reference else None,
        requirement=queries.requirement_in_force(reference) if reference else None,
        trajectories=queries.trajectories_of(reference, person_id=person_id)[person_id] if reference else [],
        exemptions=queries.exemptions_of(person_id, reference.period.id) if reference else [],
        shows_minutes=permissions.may_see_minutes(viewer(), person_id, coach_ids=coach_ids),
        shows_total=permissions.may_see_total_minutes(viewer(), school_ids),
        may_exempt=permissions.may_set_requirement(viewer()),
        **LABELS,
    )


@bp.get("/mijn-bewijs")
@access(SIGNED_IN)
def mine() -> str:
    """A teacher's own evidence: what counts for the requirement, and what is still missing."""
    reference = asked_reference()
    person_id = viewer().person_id
    return render_template(
        "coverage/mine.html",
        reference=reference,
        row=queries.person_in_coverage(reference, person_id) if reference else None,
        requirement=queries.requirement_in_force(reference) if reference else None,
        **LABELS,
    )
