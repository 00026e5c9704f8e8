"""Who may hold, read and confirm a talk, and who keeps the contact log."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.talks.models import Talk


def may_hold_talks_at(viewer: Viewer, school_id: int) -> bool:
    """The advisor of the school, and the commission."""
    return viewer.advises_school(school_id) or viewer.has(Role.COMMISSION)


def may_hold_talk(viewer: Viewer, talk: "Talk") -> bool:
    """The advisor of the school, and the commission."""
    return may_hold_talks_at(viewer, talk.school_id)


def may_see_talk(viewer: Viewer, talk: "Talk") -> bool:
    """Who may hold it, and the leader and ICC'er of the school: both sides see the same."""
    return may_hold_talk(viewer, talk) or viewer.leads_school(talk.school_id)


def may_confirm_talk(viewer: Viewer, talk: "Talk") -> bool:
    """The leader of the school."""
    return talk.school_id in viewer.school_ids(Role.SCHOOL_LEADER)
