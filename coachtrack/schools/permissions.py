"""Who may see schools and change what belongs to them."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.schools.models import School

EVERYWHERE = (Role.ADMINISTRATOR, Role.COMMISSION, Role.COACH, Role.ADVISOR, Role.TRAINER)
AT_SCHOOL = (Role.TEACHER, Role.CULTURE_COORDINATOR, Role.SCHOOL_LEADER)


def sees_all_schools(viewer: Viewer) -> bool:
    """Facts about schools are public; those who work for the programme see all of them here."""
    return viewer.has(*EVERYWHERE)


def own_school_ids(viewer: Viewer) -> frozenset[int]:
    """The schools at which she works."""
    return viewer.school_ids(*AT_SCHOOL)


def may_see_school(viewer: Viewer, school: "School") -> bool:
    """Those who work for the programme, and whoever works there."""
    return sees_all_schools(viewer) or school.id in own_school_ids(viewer)


def may_add_school(viewer: Viewer) -> bool:
    """Add a school that is not in the register, close one, import the register."""
    return viewer.has(Role.ADMINISTRATOR)


def may_change_school(viewer: Viewer, school: "School") -> bool:
    """Its board, its part of town, and whether it is closed."""
    return viewer.has(Role.ADMINISTRATOR) and may_see_school(viewer, school)


def may_change_surroundings(viewer: Viewer) -> bool:
    """Boards' names, districts and other institutions: administrator and commission."""
    return viewer.has(Role.ADMINISTRATOR, Role.COMMISSION)


def may_keep_materials(viewer: Viewer, school: "School") -> bool:
    """What a school teaches from: its leaders and advisor, coaches, who start from it, and the administrator."""
    near = viewer.leads_school(school.id) or viewer.advises_school(school.id)
    return near or viewer.has(Role.COACH, Role.ADMINISTRATOR)


def may_see_staff(viewer: Viewer, school: "School") -> bool:
    """Who works there: administrator, commission, its advisor and its leaders."""
    near = viewer.leads_school(school.id) or viewer.advises_school(school.id)
    return near or viewer.has(Role.COMMISSION, Role.ADMINISTRATOR)


def may_see_reached(viewer: Viewer, school_id: int) -> bool:
    """Who of a school is reached: commission, its advisor and its leaders; the administrator only keeps its list."""
    return viewer.has(Role.COMMISSION) or viewer.leads_school(school_id) or viewer.advises_school(school_id)


def may_keep_days(viewer: Viewer, school: "School") -> bool:
    """On which days and at what times a school is open: its leaders and advisor, commission and administrator."""
    near = viewer.leads_school(school.id) or viewer.advises_school(school.id)
    return near or viewer.has(Role.COMMISSION, Role.ADMINISTRATOR)


def may_note_attention(viewer: Viewer, school_id: int) -> bool:
    """What to reckon with at a school, and read it on its page: its leaders, its advisor and the commission."""
    return viewer.has(Role.COMMISSION) or viewer.leads_school(school_id) or viewer.advises_school(school_id)
