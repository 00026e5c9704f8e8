"""Who reads agreements, and who makes and amends them."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.agreements.models import Agreement


def may_see_agreement(viewer: Viewer, agreement: "Agreement") -> bool:
    """The commission, the advisor of the school, its director and its ICC'er."""
    school_id = agreement.school_id
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id) or viewer.leads_school(school_id)


def may_make_agreements(viewer: Viewer) -> bool:
    """Whether there is any school with which this person makes agreements."""
    return viewer.has(Role.COMMISSION, Role.ADVISOR)


def may_make_agreement_with(viewer: Viewer, school_id: int) -> bool:
    """The commission with every school, an advisor with her own."""
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id)


def may_amend_agreement(viewer: Viewer, agreement: "Agreement") -> bool:
    """Who may make it may amend it."""
    return may_make_agreement_with(viewer, agreement.school_id)


def may_confirm_agreement(viewer: Viewer, agreement: "Agreement") -> bool:
    """The director of the school."""
    return agreement.school_id in viewer.school_ids(Role.SCHOOL_LEADER)
