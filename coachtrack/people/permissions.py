"""Who may see people and change what is recorded about them."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from collections.abc import Collection

EVERYONE = (Role.ADMINISTRATOR, Role.COMMISSION)
LEADERS = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
NEAR_SCHOOL = (*LEADERS, Role.ADVISOR)

BY_COMMISSION = frozenset({Role.ADVISOR, Role.TRAINER})
BY_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR, Role.COMMISSION, Role.TRAINER})


def sees_all_people(viewer: Viewer) -> bool:
    """Administrator and commission."""
    return viewer.has(*EVERYONE)


def school_ids_seen(viewer: Viewer) -> frozenset[int]:
    """The schools whose people she sees: those she leads and those assigned to her."""
    return viewer.school_ids(*NEAR_SCHOOL)


def may_see_person(viewer: Viewer, person_id: int, school_ids: "Collection[int]") -> bool:
    """Herself, or someone who has or had a post at a school whose people she sees."""
    if sees_all_people(viewer) or viewer.person_id == person_id:
        return True
    return not school_ids_seen(viewer).isdisjoint(school_ids)


def may_see_staff(viewer: Viewer, school_id: int) -> bool:
    """Who works at a school."""
    return sees_all_people(viewer) or school_id in school_ids_seen(viewer)


def may_change_people(viewer: Viewer) -> bool:
    """Add and change persons and posts, import."""
    return viewer.has(Role.ADMINISTRATOR)


def may_record_absence(viewer: Viewer, school_ids: "Collection[int]") -> bool:
    """The administrator; the director or ICC'er of a school at which she works today."""
    return viewer.has(Role.ADMINISTRATOR) or not viewer.school_ids(*LEADERS).isdisjoint(school_ids)


def may_see_absences(viewer: Viewer, person_id: int, school_ids: "Collection[int]") -> bool:
    """Who may record them, the commission, and she herself."""
    return viewer.person_id == person_id or viewer.has(Role.COMMISSION) or may_record_absence(viewer, school_ids)


def roles_to_give(viewer: Viewer) -> frozenset[Role]:
    """The roles that she may give and end."""
    given: frozenset[Role] = frozenset()
    if viewer.has(Role.ADMINISTRATOR):
        given |= BY_ADMINISTRATOR
    if viewer.has(Role.COMMISSION):
        given |= BY_COMMISSION
    return given


def may_give_role(viewer: Viewer, role: Role) -> bool:
    """The administrator makes administrators and commission members; the commission assigns advisors and trainers."""
    return role in roles_to_give(viewer)


def may_invite(viewer: Viewer) -> bool:
    """Let people in: administrator and commission."""
    return viewer.has(*EVERYONE)


def may_appoint_coaches(viewer: Viewer) -> bool:
    """Make someone a coach, change her disciplines and validity, end it."""
    return viewer.has(Role.COMMISSION)


def may_see_coaches(viewer: Viewer) -> bool:
    """Who coaches: commission and administrator."""
    return sees_all_people(viewer)
