"""Who sets up schemes and periods, and records how schools take part."""

from coachtrack.viewer import Role, Viewer


def may_record_funding(viewer: Viewer) -> bool:
    """Only the commission sees and changes schemes, periods, participation and openings."""
    return viewer.has(Role.COMMISSION)
