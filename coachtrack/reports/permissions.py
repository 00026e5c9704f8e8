"""Who may issue and read reports, set rates, and make certificates."""

from coachtrack.viewer import Role, Viewer


def may_account(viewer: Viewer) -> bool:
    """Reports of the programme and of schools are the commission's."""
    return viewer.has(Role.COMMISSION)
