"""Who may issue and read reports, set rates, and make certificates."""

from coachtrack.reports.rules.kinds import Audience
from coachtrack.viewer import Role, Viewer


def may_account(viewer: Viewer) -> bool:
    """Reports of the programme and of schools are the commission's."""
    return viewer.has(Role.COMMISSION)


def may_see_report(viewer: Viewer, school_id: int | None) -> bool:
    """The commission all; a director those of her own school. An advisor and an ICC'er none."""
    return may_account(viewer) or school_id in viewer.school_ids(Role.SCHOOL_LEADER)


def audience_of(viewer: Viewer) -> Audience:
    """As whom she reads: minutes of one session are the commission's as evidence, a school sees them added up."""
    return Audience.PROGRAMME if may_account(viewer) else Audience.SCHOOL


def may_set_rate(viewer: Viewer, school_id: int | None) -> bool:
    """The rate of a school is set by its director, that of the lead partner by the commission."""
    return may_account(viewer) if school_id is None else school_id in viewer.school_ids(Role.SCHOOL_LEADER)


def may_have_certificate(viewer: Viewer, person_id: int) -> bool:
    """A certificate is hers whom it is about: her coach and the commission do not even see that it is there."""
    return viewer.person_id == person_id
