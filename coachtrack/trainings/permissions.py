"""Who may see a training, plan it, and see or take its attendance."""

from typing import TYPE_CHECKING

from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.trainings.models import Training

MAY_GIVE = (Role.TRAINER, Role.COACH)
OF_A_SCHOOL = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR)


def gives(viewer: Viewer, training: "Training") -> bool:
    """Whether she is its trainer, in whatever role; who holds none any more is not."""
    return training.trainer_id == viewer.person_id and bool(viewer.roles)


def may_plan_training(viewer: Viewer, *, school_id: int | None, trainer_id: int) -> bool:
    """The commission anywhere, an advisor at her schools, a trainer or coach her own trainings."""
    if viewer.has(Role.COMMISSION) or viewer.advises_school(school_id):
        return True
    return viewer.has(*MAY_GIVE) and trainer_id == viewer.person_id


def may_change_training(viewer: Viewer, training: "Training") -> bool:
    """Who may plan it: the commission, the school's advisor; and its trainer, whatever else she is."""
    if gives(viewer, training):
        return True
    return may_plan_training(viewer, school_id=training.school_id, trainer_id=training.trainer_id)


def may_see_training(viewer: Viewer, training: "Training") -> bool:
    """The programme is open to the commission, administrators, those in charge of its schools, and who takes part."""
    if viewer.has(Role.COMMISSION, Role.ADMINISTRATOR) or gives(viewer, training):
        return True
    return near_schools_of(viewer, training) or takes_part(viewer, training)


def may_see_attendance(viewer: Viewer, training: "Training") -> bool:
    """Who was there is for the commission, the trainer, and those in charge of a school of it or advising it."""
    if viewer.has(Role.COMMISSION) or gives(viewer, training):
        return True
    return near_schools_of(viewer, training)


def may_see_presence(viewer: Viewer, training: "Training", school_id: int | None) -> bool:
    """Each school sees its own people, and those without one where they were; who keeps the list sees them all."""
    if may_take_attendance(viewer, training):
        return True
    near = viewer.school_ids(*OF_A_SCHOOL)
    return school_id in near or (school_id is None and not training.further_schools and training.school_id in near)


def near_schools_of(viewer: Viewer, training: "Training") -> bool:
    """Whether she leads or advises one of the schools of a training, or a school whose people were there."""
    rows = (row for meeting in training.meetings for row in meeting.attendance)
    return not viewer.school_ids(*OF_A_SCHOOL).isdisjoint((*training.school_ids, *(row.school_id for row in rows)))


def may_see_who_cannot_come(viewer: Viewer, school_id: int | None) -> bool:
    """Before a training is planned: the commission, and the advisor of the school; a trainer hears how many."""
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id)


def may_take_attendance(viewer: Viewer, training: "Training") -> bool:
    """The trainer, the school's advisor, the commission."""
    return may_change_training(viewer, training)


def takes_part(viewer: Viewer, training: "Training") -> bool:
    """Whether someone is on the list of one of its meetings, as one who learns."""
    return any(
        participant.person_id == viewer.person_id and participant.role is not ParticipantRole.TRAINER
        for meeting in training.meetings
        for participant in meeting.appointment.participants
    )


def may_keep_catalogue(viewer: Viewer) -> bool:
    """The commission says which trainings can be had."""
    return viewer.has(Role.COMMISSION)


def may_name_finishers(viewer: Viewer) -> bool:
    """Who finished the coach course is said by the commission, which makes people coaches."""
    return viewer.has(Role.COMMISSION)


def schools_of_report(viewer: Viewer) -> frozenset[int] | None:
    """The schools of which she may read how much was trained; None: of all."""
    return None if viewer.has(Role.COMMISSION) else viewer.school_ids(*OF_A_SCHOOL)
