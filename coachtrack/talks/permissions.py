"""Who may hold, read and confirm a talk, and who keeps the contact log."""

from typing import TYPE_CHECKING

from coachtrack.viewer import Role, Viewer

if TYPE_CHECKING:
    from coachtrack.talks.models import ContactMoment, Talk, TalkPaper


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


def may_keep_contacts(viewer: Viewer) -> bool:
    """Whether there is any school with which this person writes down contacts."""
    return viewer.has(Role.COMMISSION, Role.ADVISOR)


def may_keep_contacts_of(viewer: Viewer, school_id: int | None) -> bool:
    """The commission all contacts; an advisor those with her schools, and nothing of boards or directors' meetings."""
    return viewer.has(Role.COMMISSION) or viewer.advises_school(school_id)


def may_change_contact(viewer: Viewer, contact: "ContactMoment") -> bool:
    """Who may write it down."""
    return may_keep_contacts_of(viewer, contact.school_id)


def may_see_contacts_of(viewer: Viewer, school_id: int) -> bool:
    """Who may write them down, and the leader and ICC'er of the school."""
    return may_keep_contacts_of(viewer, school_id) or viewer.leads_school(school_id)


def may_see_opinion_of(viewer: Viewer, school_id: int) -> bool:
    """What the leader of a school thinks of coaching: who may write it down, and she herself."""
    return may_keep_contacts_of(viewer, school_id) or school_id in viewer.school_ids(Role.SCHOOL_LEADER)


def may_count_opinions(viewer: Viewer) -> bool:
    """What school leaders think, counted over all schools, is the commission's."""
    return viewer.has(Role.COMMISSION)


def may_see_paper(viewer: Viewer, paper: "TalkPaper") -> bool:
    """A file of a talk: who may hold that talk. A file that belongs to all talks: who holds talks at all."""
    if paper.talk is None:
        return viewer.has(Role.ADVISOR, Role.COMMISSION)
    return may_hold_talk(viewer, paper.talk)


def may_remove_paper(viewer: Viewer, paper: "TalkPaper") -> bool:
    """What belongs to all talks is the commission's."""
    if paper.talk is None:
        return viewer.has(Role.COMMISSION)
    return may_hold_talk(viewer, paper.talk)


def may_see_evi_of(viewer: Viewer, school_id: int) -> bool:
    """Who may hold talks with the school, and its leader and ICC'er: it is what the school said of itself."""
    return may_hold_talks_at(viewer, school_id) or viewer.leads_school(school_id)
