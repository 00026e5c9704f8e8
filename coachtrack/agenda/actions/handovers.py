"""An appointment goes from one person to another, who takes her seat and plans it from then on."""

from datetime import datetime

from coachtrack.agenda.actions.appointments import set_participants
from coachtrack.agenda.models import Appointment


def hand_over_appointment(appointment: Appointment, *, from_id: int, to_id: int, now: datetime) -> None:
    """The newcomer is invited, who leaves is told that she need not come; the answers of the others stay true.

    Answers and proposals go to whoever plans it, so the newcomer does if the other did. Raises `Refused` when the
    newcomer is booked at that time.
    """
    roles = {each.person_id: each.role for each in appointment.participants}
    if from_id not in roles:
        return
    if appointment.planner_id == from_id:
        appointment.planner_id = to_id
    role = roles.pop(from_id)
    set_participants(appointment, roles | {to_id: role}, now=now)
