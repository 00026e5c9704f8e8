"""Who sets up schemes and periods, records how schools take part, and chooses the framework of a school."""

from coachtrack.viewer import Role, Viewer


def may_record_funding(viewer: Viewer) -> bool:
    """Only the commission sees and changes schemes, periods, participation and openings."""
    return viewer.has(Role.COMMISSION)


def may_see_frame_of(viewer: Viewer, school_id: int) -> bool:
    """How a school takes part, what it signed and by which framework it works: commission, advisor, its leaders."""
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id) or viewer.leads_school(school_id)


def may_choose_framework(viewer: Viewer, school_id: int) -> bool:
    """The school itself, by director or ICC'er; its advisor and the commission for it."""
    return may_see_frame_of(viewer, school_id)
