"""Who may see where people stand, how many minutes lie under it, and who may set the requirement."""

from collections.abc import Collection

from coachtrack.schools.permissions import may_see_reached
from coachtrack.viewer import Role, Viewer


def may_see_all_coverage(viewer: Viewer) -> bool:
    """The whole programme is the commission's."""
    return viewer.has(Role.COMMISSION)


def may_see_school_coverage(viewer: Viewer, school_id: int) -> bool:
    """The commission all schools, an advisor hers, director and ICC'er their own."""
    return may_see_reached(viewer, school_id)


def may_see_person_coverage(
    viewer: Viewer, person_id: int, *, school_ids: Collection[int], coach_ids: Collection[int]
) -> bool:
    """Where a person stands and by which evidence: herself, her coaches, and whoever may see one of her schools."""
    return (
        viewer.person_id == person_id
        or viewer.person_id in coach_ids
        or any(may_see_school_coverage(viewer, school_id) for school_id in school_ids)
    )


def school_ids_seen(viewer: Viewer, person_id: int, *, coach_ids: Collection[int]) -> frozenset[int] | None:
    """At which schools she may see what a person did; None: everywhere.

    Director, ICC'er and advisor see their own schools; the commission, her coaches and the person herself everything.
    """
    if may_see_all_coverage(viewer) or viewer.person_id == person_id or viewer.person_id in coach_ids:
        return None
    return viewer.school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR)


def may_see_minutes(viewer: Viewer, person_id: int, *, coach_id: int | None) -> bool:
    """Minutes of one session: herself, the coach who held it, and the commission as evidence."""
    return person_id == viewer.person_id or coach_id == viewer.person_id or viewer.has(Role.COMMISSION)


def may_see_total_minutes(viewer: Viewer, school_ids: Collection[int]) -> bool:
    """Minutes added up: the commission, and director and ICC'er of the school; an advisor sees none."""
    return viewer.has(Role.COMMISSION) or any(viewer.leads_school(school_id) for school_id in school_ids)


def may_set_requirement(viewer: Viewer) -> bool:
    """Rules and exemptions are the commission's."""
    return viewer.has(Role.COMMISSION)


def may_compare_loads(viewer: Viewer) -> bool:
    """How much is asked of several schools: the commission of all, an advisor of hers."""
    return viewer.has(Role.COMMISSION, Role.ADVISOR)


def may_set_ceiling(viewer: Viewer, school_id: int) -> bool:
    """How many team meetings a school wants: its leader says, or its advisor for her."""
    return school_id in viewer.school_ids(Role.SCHOOL_LEADER) or viewer.advises_school(school_id)
