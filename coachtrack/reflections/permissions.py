"""Who may read and write what coach and teacher share. The room above says who the two are."""

from coachtrack.viewer import Viewer


def may_read_debrief(viewer: Viewer, *, writer_id: int, teacher_id: int, is_shared: bool) -> bool:
    """A debrief: its writer always, the teacher once it is shared."""
    return viewer.person_id == writer_id or (is_shared and viewer.person_id == teacher_id)
