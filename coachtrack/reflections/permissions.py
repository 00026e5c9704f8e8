"""Who may read and write what coach and teacher share. The room above says who the two are."""

from typing import TYPE_CHECKING

from coachtrack.reflections.rules import Audience
from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.reflections.models import ContentShare


def may_read_debrief(viewer: Viewer, *, writer_id: int, teacher_id: int, is_shared: bool) -> bool:
    """A debrief: its writer always, the teacher once it is shared."""
    return viewer.person_id == writer_id or (is_shared and viewer.person_id == teacher_id)


def is_let_in(viewer: Viewer, share: "ContentShare", *, school_id: int, coach_id: int) -> bool:
    """Whether this is one of those with whom the teacher shared, as long as they are what they then were.

    Goals are for who leads her school, one debrief for the advisor of it, and what was before a hand-over for the one
    coach who came after, while the trajectory is hers.
    """
    if share.revoked_at is not None:
        return False
    if share.audience is Audience.LEADERS:
        return share.appointment_id is None and viewer.leads_school(school_id)
    if share.audience is Audience.ADVISOR:
        return share.appointment_id is not None and viewer.advises_school(school_id)
    return viewer.person_id == share.reader_id == coach_id and viewer.has(Role.COACH)


def may_take_back(viewer: Viewer, share: "ContentShare") -> bool:
    """The teacher who shared it, while it is shared."""
    return share.shared_by_id == viewer.person_id and share.revoked_at is None
