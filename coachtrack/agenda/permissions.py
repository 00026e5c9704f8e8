"""Who may see what stands in the agenda, and who may take a calendar address back."""

from typing import TYPE_CHECKING

from coachtrack.agenda.rules.appointments import TRAINING_KINDS, ParticipantRole
from coachtrack.agenda.rules.feeds import FeedScope, Whose
from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.agenda.models import Appointment, FeedAddress

OF_A_SCHOOL = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR)
WITHOUT_AGENDA = (Role.COMMISSION, Role.ADMINISTRATOR)
LEADERS = (ParticipantRole.COACH, ParticipantRole.TRAINER)


def may_see_appointment(viewer: Viewer, appointment: "Appointment") -> bool:
    """Who takes part; at a school its director, ICC'er and advisor; commission and administrator."""
    takes_part = any(each.person_id == viewer.person_id for each in appointment.participants)
    near = appointment.school_id in schools_shown(viewer)
    return takes_part or near or viewer.has(Role.COMMISSION, Role.ADMINISTRATOR)


def may_change_appointment(viewer: Viewer, appointment: "Appointment") -> bool:
    """Its coach or trainer; of a training the commission and the school's advisor too. Its own room judges again."""
    if appointment.kind in TRAINING_KINDS and (
        viewer.has(Role.COMMISSION) or viewer.advises_school(appointment.school_id)
    ):
        return True
    leads = any(each.person_id == viewer.person_id and each.role in LEADERS for each in appointment.participants)
    return leads and viewer.has(Role.COACH, Role.TRAINER)


def may_answer(viewer: Viewer, appointment: "Appointment") -> bool:
    """Who takes part, apart from whoever planned it."""
    takes_part = any(each.person_id == viewer.person_id for each in appointment.participants)
    return takes_part and appointment.planner_id != viewer.person_id


def may_see_answers(viewer: Viewer, appointment: "Appointment") -> bool:
    """Whoever planned it, and its coach or trainer."""
    leads = any(each.person_id == viewer.person_id and each.role in LEADERS for each in appointment.participants)
    return leads or appointment.planner_id == viewer.person_id


def keeps_agenda(viewer: Viewer) -> bool:
    """Whether someone holds a role in which appointments are made; commission and administrator see no one's agenda."""
    return any(held.role not in WITHOUT_AGENDA for held in viewer.roles)


def may_have_feed(viewer: Viewer, whose: Whose) -> bool:
    """Her own always; of a school its director and ICC'er; of the trainings of all schools the commission."""
    if whose.scope is FeedScope.SCHOOL:
        return viewer.leads_school(whose.school_id)
    return whose.scope is FeedScope.OWN or viewer.has(Role.COMMISSION)


def may_revoke_feed_address(viewer: Viewer, address: "FeedAddress") -> bool:
    """Only the one who made it."""
    return address.person_id == viewer.person_id and address.revoked_at is None


def schools_shown(viewer: Viewer) -> frozenset[int]:
    """The schools whose appointments stand in someone's agenda beside her own."""
    return viewer.school_ids(*OF_A_SCHOOL)


def schools_led(viewer: Viewer) -> frozenset[int]:
    """The schools of which someone may have the whole calendar in her own app."""
    return viewer.school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


def may_keep_holidays(viewer: Viewer) -> bool:
    """School holidays, projects of districts and the settings of the agenda: commission and administrator."""
    return viewer.has(Role.COMMISSION, Role.ADMINISTRATOR)
