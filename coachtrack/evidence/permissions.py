"""Who takes over what was done before. Who corrects or withdraws is decided by who recorded it."""

from coachtrack.viewer import Role, Viewer


def may_take_over(viewer: Viewer) -> bool:
    """The administrator, who does all imports."""
    return viewer.has(Role.ADMINISTRATOR)
