"""Who may see and answer requests about data. A package, and who read what, is for the person herself alone."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.privacy.models import DataRequest


def may_see_own_request(viewer: Viewer, request: "DataRequest") -> bool:
    """Whoever it is about, whether she asked it herself or an administrator wrote it down for her."""
    return viewer.person_id == request.person_id


def may_answer_requests(viewer: Viewer) -> bool:
    """The administrator."""
    return viewer.has(Role.ADMINISTRATOR)


def may_answer_request(viewer: Viewer, request: "DataRequest") -> bool:
    """The administrator, but not of her own."""
    return may_answer_requests(viewer) and viewer.person_id != request.person_id


def may_read_words(viewer: Viewer, request: "DataRequest") -> bool:
    """She who asked, and the administrator who took it up to answer it."""
    return may_see_own_request(viewer, request) or (
        may_answer_request(viewer, request) and viewer.person_id == request.taken_up_by_id
    )


def may_set_terms(viewer: Viewer) -> bool:
    """How long things are kept: the administrator."""
    return viewer.has(Role.ADMINISTRATOR)
