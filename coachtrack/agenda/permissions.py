"""Who may see what stands in the agenda, and who may take a calendar address back."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.agenda.models import Appointment, FeedAddress

OF_A_SCHOOL = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR)


def may_see_appointment(viewer: Viewer, appointment: "Appointment") -> bool:
    """Who takes part; at a school its director, ICC'er and advisor; commission and administrator."""
    takes_part = any(each.person_id == viewer.person_id for each in appointment.participants)
    near = appointment.school_id in schools_shown(viewer)
    return takes_part or near or viewer.has(Role.COMMISSION, Role.ADMINISTRATOR)


def may_revoke_feed_address(viewer: Viewer, address: "FeedAddress") -> bool:
    """Only the one whose appointments it shows."""
    return address.person_id == viewer.person_id and address.revoked_at is None


def schools_shown(viewer: Viewer) -> frozenset[int]:
    """The schools whose appointments stand in someone's agenda beside her own."""
    return viewer.school_ids(*OF_A_SCHOOL)
