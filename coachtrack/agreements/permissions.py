"""Who reads agreements, and who makes and amends them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.agreements.models import Agreement


def may_see_agreement(viewer: Viewer, agreement: "Agreement", *, coaches: Collection[int] = ()) -> bool:
    """The commission, advisor, director and ICC'er of the school, and a coach whose trajectory counts for it."""
    school_id = agreement.school_id
    answers_for_it = viewer.has(Role.COMMISSION) or viewer.advises_school(school_id) or viewer.leads_school(school_id)
    return answers_for_it or (viewer.has(Role.COACH) and viewer.person_id in coaches)


def may_see_minutes(viewer: Viewer) -> bool:
    """The minutes of one teacher in one session: the commission, as evidence. Everyone else sees totals."""
    return viewer.has(Role.COMMISSION)


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


def may_change_instruments(viewer: Viewer) -> bool:
    """Instruments are those of the programme: the commission. An advisor can add one."""
    return viewer.has(Role.COMMISSION)
